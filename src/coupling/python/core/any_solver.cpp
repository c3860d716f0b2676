#include "any_solver.hpp"

#include <Kokkos_Core.hpp>
#include <cstdlib>
#include <mutex>
#include <smnn/solver/error.hpp>
#include <smnn/solver/problem.hpp>
#include <smnn/solver/solver.hpp>

#include "arrays.hpp"
#include "spaces.hpp"

namespace smnn::python {
namespace {

template <class Real, class ExecutionSpace>
class TypedProblem final : public AnyProblem {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using ProblemType = Problem<Real, MemorySpace>;

  TypedProblem(ExecutionSpace const& space, Place const& place, Tensors const& inputs,
               ProblemOptions const& options)
      : TypedProblem(space, place, arrays_of<Real const, MemorySpace>(inputs, place.device),
                     options) {}

  Extents const& extents() const override { return problem_.extents(); }
  Place const& place() const override { return place_; }
  ProblemType const& get() const { return problem_; }

 private:
  TypedProblem(ExecutionSpace const& space, Place const& place,
               InputArrays<Real const, MemorySpace> const& inputs, ProblemOptions const& options)
      : place_(place),
        problem_(space, inputs.coefficients, inputs.rhs, inputs.initial_values, inputs.steps,
                 options) {}

  Place place_;
  ProblemType problem_;
};

template <class Real, class ExecutionSpace>
class TypedSolver final : public AnySolver {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;

  TypedSolver(ExecutionSpace const& space, Place const& place, Extents const& extents,
              SolverOptions const& options)
      : space_(space), place_(place), solver_(smnn::make_solver<Real>(space, extents, options)) {}

  void factor(AnyProblem const& problem) override {
    auto const& own = typed(problem);
    std::lock_guard const turn(turns_);
    solver_->factor(space_, own);
  }

  void solve(AnyProblem const& problem, Tensor const& solution) override {
    auto const& own = typed(problem);
    std::lock_guard const turn(turns_);
    solver_->solve(space_, own, array<Real>("out", solution));
  }

  void solve_factored(AnyProblem const& problem, Tensor const& solution) override {
    auto const& own = typed(problem);
    std::lock_guard const turn(turns_);
    solver_->solve_factored(space_, own, array<Real>("out", solution));
  }

  void adjoint(AnyProblem const& problem, Tensor const& solution, Tensor const& seed,
               Tensors const& gradients) override {
    auto const& own = typed(problem);
    std::lock_guard const turn(turns_);
    solver_->adjoint(space_, own, array<Real const>("solution", solution),
                     array<Real const>("seed", seed),
                     arrays_of<Real, MemorySpace>(gradients, place_.device));
  }

  void tangent(AnyProblem const& problem, Tensor const& solution, Tensors const& directions,
               Tensor const& solution_direction) override {
    auto const& own = typed(problem);
    std::lock_guard const turn(turns_);
    solver_->tangent(space_, own, array<Real const>("solution", solution),
                     arrays_of<Real const, MemorySpace>(directions, place_.device),
                     array<Real>("out", solution_direction));
  }

  std::vector<std::int64_t> info() const override {
    return copy<std::int64_t>([](auto const& solver) { return solver.info(); });
  }
  std::vector<std::int64_t> sweeps() const override {
    return copy<std::int64_t>([](auto const& solver) { return solver.sweeps(); });
  }
  std::vector<double> rounding_error() const override {
    return copy<double>([](auto const& solver) { return solver.rounding_error(); });
  }
  std::vector<double> residual_norm() const override {
    return copy<double>([](auto const& solver) { return solver.residual_norm(); });
  }

  Extents const& extents() const override { return solver_->extents(); }
  Place const& place() const override { return place_; }
  std::size_t memory_bytes() const override { return solver_->memory_bytes(); }
  std::string name() const override { return solver_->name(); }

 private:
  auto const& typed(AnyProblem const& problem) const {
    auto const* const same = dynamic_cast<TypedProblem<Real, ExecutionSpace> const*>(&problem);
    if (same != nullptr) return same->get();
    throw InvalidArgument("problem: is " + describe(problem.place()) + ", expected " +
                          describe(place_) + " as the solver");
  }

  static std::string describe(Place const& place) {
    return std::string(to_string(place.precision)) + " on " + to_string(place.device);
  }

  template <class T>
  SolutionArray<T, MemorySpace> array(char const* name, Tensor const& tensor) const {
    SolutionArray<T, MemorySpace> result;
    refer(result, name, tensor, place_.device);
    return result;
  }

  template <class T, class Diagnostic>
  std::vector<T> copy(Diagnostic const& diagnostic) const {
    std::lock_guard const turn(turns_);
    auto const view = diagnostic(*solver_);
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
    space_.fence("smnn::python: diagnostics read");
    return std::vector<T>(host.data(), host.data() + host.size());
  }

  mutable std::mutex turns_;
  ExecutionSpace space_;
  Place place_;
  std::unique_ptr<Solver<Real, ExecutionSpace>> solver_;
};

}  // namespace

std::unique_ptr<AnyProblem> make_problem(Tensors const& inputs, ProblemOptions const& options,
                                         std::optional<std::uintptr_t> stream) {
  if (!inputs.coefficients) throw InvalidArgument("coefficients: is None, expected an array");
  Place const place{inputs.coefficients->precision, inputs.coefficients->device, stream};
  return dispatch(place,
                  [&]<class Real, class ExecutionSpace>(
                      Real, ExecutionSpace const& space) -> std::unique_ptr<AnyProblem> {
                    return std::make_unique<TypedProblem<Real, ExecutionSpace>>(space, place,
                                                                                inputs, options);
                  });
}

std::unique_ptr<AnySolver> make_solver(Place const& place, Extents const& extents,
                                       SolverOptions const& options) {
  return dispatch(place,
                  [&]<class Real, class ExecutionSpace>(
                      Real, ExecutionSpace const& space) -> std::unique_ptr<AnySolver> {
                    return std::make_unique<TypedSolver<Real, ExecutionSpace>>(space, place,
                                                                               extents, options);
                  });
}

std::size_t memory_bytes(Place const& place, Extents const& extents, SolverOptions const& options) {
  return dispatch(place, [&]<class Real, class ExecutionSpace>(Real, ExecutionSpace const& space) {
    return solver_memory_bytes<Real>(space, extents, options);
  });
}

std::vector<DeviceDescription> devices() {
  std::vector<DeviceDescription> result{
      {Device::host, HostSpace::name(), HostSpace().concurrency()}};
  if constexpr (has_accelerator) {
    result.push_back(
        {Device::accelerator, AcceleratorSpace::name(), AcceleratorSpace().concurrency()});
  }
  return result;
}

void start_runtime() {
  if (Kokkos::is_initialized() || Kokkos::is_finalized()) return;
  // Its warnings are advice on thread binding, for whoever set no environment; those who did know.
  Kokkos::initialize(Kokkos::InitializationSettings().set_disable_warnings(true));
  static_cast<void>(std::atexit([] { Kokkos::finalize(); }));
}

}  // namespace smnn::python
