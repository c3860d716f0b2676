/// The session of one precision and execution space; included only by session.cpp.
#pragma once

#include "device_array.hpp"
#include "session.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn::test {

template <class Real, class ExecutionSpace>
class SessionOf final : public Session {
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Inputs = DeviceInputs<Real, MemorySpace>;
  using Solution = DeviceArray<Real, MemorySpace, 5>;

 public:
  SessionOf(ProblemData const& problem, SessionOptions const& options)
      : shapes_(problem.extents),
        layout_(options.layout),
        inputs_(shapes_, layout_),
        solution_(shapes_.solution, layout_),
        problem_(make_problem(problem, options)),
        solver_(make_solver<Real>(space_, problem_.extents(), options.solver)) {}

  void set(InputData const& inputs) override { inputs_.upload(inputs); }

  void factor() override { solver_->factor(space_, problem_); }
  void solve() override {
    solution_.fill(unwritten);
    solver_->solve(space_, problem_, solution_.view());
  }
  void solve_factored() override {
    solution_.fill(unwritten);
    solver_->solve_factored(space_, problem_, solution_.view());
  }
  std::vector<double> solution() const override {
    space_.fence();
    return solution_.download();
  }

  InputData adjoint(std::vector<double> const& seed, Chosen const& wanted) override {
    Solution device_seed(shapes_.solution, layout_);
    device_seed.upload(seed);
    Inputs gradients(shapes_, layout_);
    Gradients<Real, MemorySpace> arrays;
    if (wanted.coefficients) arrays.coefficients = gradients.coefficients.view();
    if (wanted.rhs) arrays.rhs = gradients.rhs.view();
    if (wanted.initial_values) arrays.initial_values = gradients.initial_values.view();
    if (wanted.steps) arrays.steps = gradients.steps.view();
    solver_->adjoint(space_, problem_, solution_.view(), device_seed.view(), arrays);
    space_.fence();
    return download(gradients, wanted);
  }

  std::vector<double> tangent(InputData const& direction, Chosen const& given) override {
    Inputs directions(shapes_, layout_);
    directions.upload(direction);
    Directions<Real, MemorySpace> arrays;
    if (given.coefficients) arrays.coefficients = directions.coefficients.view();
    if (given.rhs) arrays.rhs = directions.rhs.view();
    if (given.initial_values) arrays.initial_values = directions.initial_values.view();
    if (given.steps) arrays.steps = directions.steps.view();
    Solution result(shapes_.solution, layout_);
    solver_->tangent(space_, problem_, solution_.view(), arrays, result.view());
    space_.fence();
    return result.download();
  }

  Diagnostics diagnostics() const override {
    space_.fence();
    return {download<std::int64_t>(solver_->info()), download<std::int64_t>(solver_->sweeps()),
            download<double>(solver_->rounding_error()),
            download<double>(solver_->residual_norm())};
  }

  std::size_t memory_bytes() const override { return solver_->memory_bytes(); }
  std::string name() const override { return solver_->name(); }

 private:
  Problem<Real, MemorySpace> make_problem(ProblemData const& problem,
                                          SessionOptions const& options) {
    inputs_.upload(problem.inputs);
    ProblemOptions problem_options;
    problem_options.smoothness = problem.extents.smoothness;
    problem_options.weights = {problem.weights.governing, problem.weights.initial,
                               problem.weights.smoothness, problem.weights.highest_order};
    problem_options.time_points = problem.extents.time_points;
    problem_options.check_steps = options.check_steps;
    return {space_,
            inputs_.coefficients.view(),
            inputs_.rhs.view(),
            inputs_.initial_values.view(),
            inputs_.steps.view(),
            problem_options};
  }

  static InputData download(Inputs const& inputs, Chosen const& chosen) {
    InputData data;
    if (chosen.coefficients) data.coefficients = inputs.coefficients.download();
    if (chosen.rhs) data.rhs = inputs.rhs.download();
    if (chosen.initial_values) data.initial_values = inputs.initial_values.download();
    if (chosen.steps) data.steps = inputs.steps.download();
    return data;
  }

  template <class T, class View>
  static std::vector<T> download(View const& view) {
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
    std::vector<T> values(host.extent(0));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(host(i));
    return values;
  }

  ExecutionSpace space_;
  Shapes shapes_;
  ViewLayout layout_;
  Inputs inputs_;
  Solution solution_;
  Problem<Real, MemorySpace> problem_;
  std::unique_ptr<Solver<Real, ExecutionSpace>> solver_;
};

}  // namespace smnn::test
