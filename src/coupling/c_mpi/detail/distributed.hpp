// Distributed solvers of either precision on any execution space, behind one interface.
#pragma once

#include <cstddef>
#include <cstdint>

#include "smnn/coupling/c/detail/arrays.hpp"
#include "smnn/coupling/c/detail/diagnostics.hpp"
#include "smnn/coupling/c/detail/runtime.hpp"
#include "smnn/coupling/c/detail/structures.hpp"
#include "smnn/distributed/solver.hpp"
#include "smnn/smnn_mpi.h"

struct smnn_distributed : smnn::coupling::LiveHandle {
  virtual void factor(smnn_inputs const* inputs, smnn_weights const* weights) = 0;
  virtual void solve_factored(smnn_inputs const* inputs, smnn_weights const* weights,
                              smnn_array const* solution) = 0;
  virtual void solve(smnn_inputs const* inputs, smnn_weights const* weights,
                     smnn_array const* solution) = 0;
  virtual void adjoint(smnn_inputs const* inputs, smnn_weights const* weights,
                       smnn_array const* solution, smnn_array const* seed,
                       smnn_inputs const* gradients) = 0;
  virtual void tangent(smnn_inputs const* inputs, smnn_weights const* weights,
                       smnn_array const* solution, smnn_inputs const* directions,
                       smnn_array const* solution_direction) = 0;
  virtual void info(std::int64_t* values, std::int64_t count) const = 0;
  virtual void sweeps(std::int64_t* values, std::int64_t count) const = 0;
  virtual void rounding_error(double* values, std::int64_t count) const = 0;
  virtual void residual_norm(double* values, std::int64_t count) const = 0;
  virtual std::size_t memory_bytes() const = 0;
  virtual smnn_share share() const = 0;
  virtual smnn::Extents const& extents() const = 0;
};

namespace smnn::coupling {

// Arguments are converted by all ranks together: one that has wrong ones stops all, instead of
// staying away from the others' messages.
template <class Real, class ExecutionSpace>
class DistributedOn final : public smnn_distributed {
 public:
  DistributedOn(ExecutionSpace const& space, distributed::Communicator const& ranks,
                Extents const& whole, distributed::DistributedOptions const& options)
      : space_(space), ranks_(ranks), solver_(space, ranks, whole, options) {}

  void factor(smnn_inputs const* inputs, smnn_weights const* weights) override {
    Arguments arguments;
    ranks_.together([&] { arguments.problem = problem(inputs, weights); });
    solver_.factor(space_, arguments.problem);
  }
  void solve_factored(smnn_inputs const* inputs, smnn_weights const* weights,
                      smnn_array const* solution) override {
    Arguments const arguments = of_solve(inputs, weights, solution);
    solver_.solve_factored(space_, arguments.problem, arguments.output);
  }
  void solve(smnn_inputs const* inputs, smnn_weights const* weights,
             smnn_array const* solution) override {
    Arguments const arguments = of_solve(inputs, weights, solution);
    solver_.solve(space_, arguments.problem, arguments.output);
  }
  void adjoint(smnn_inputs const* inputs, smnn_weights const* weights, smnn_array const* solution,
               smnn_array const* seed, smnn_inputs const* gradients) override {
    Arguments arguments;
    ConstSolution seed_array;
    Gradients<Real, MemorySpace> outputs;
    ranks_.together([&] {
      arguments.problem = problem(inputs, weights);
      arguments.solution = convert<ConstSolution>("solution", solution);
      seed_array = convert<ConstSolution>("seed", seed);
      outputs = convert_inputs<Real, MemorySpace>("gradients.", required("gradients", gradients));
    });
    solver_.adjoint(space_, arguments.problem, arguments.solution, seed_array, outputs);
  }
  void tangent(smnn_inputs const* inputs, smnn_weights const* weights, smnn_array const* solution,
               smnn_inputs const* directions, smnn_array const* solution_direction) override {
    Arguments arguments;
    Directions<Real, MemorySpace> along;
    ranks_.together([&] {
      arguments.problem = problem(inputs, weights);
      arguments.solution = convert<ConstSolution>("solution", solution);
      along = convert_inputs<Real const, MemorySpace>("directions.",
                                                      required("directions", directions));
      arguments.output = convert<Solution>("solution_direction", solution_direction);
    });
    solver_.tangent(space_, arguments.problem, arguments.solution, along, arguments.output);
  }

  void info(std::int64_t* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_.info(), values, count);
  }
  void sweeps(std::int64_t* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_.sweeps(), values, count);
  }
  void rounding_error(double* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_.rounding_error(), values, count);
  }
  void residual_norm(double* values, std::int64_t count) const override {
    copy_diagnostics(space_, solver_.residual_norm(), values, count);
  }
  std::size_t memory_bytes() const override { return solver_.memory_bytes(); }
  smnn_share share() const override {
    auto const systems = solver_.systems();
    auto const points = solver_.points();
    return {systems.begin, systems.size(), points.begin, points.size()};
  }
  Extents const& extents() const override { return solver_.extents(); }

 private:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using LocalProblem = distributed::LocalProblem<Real, MemorySpace>;
  using Solution = SolutionArray<Real, MemorySpace>;
  using ConstSolution = SolutionArray<Real const, MemorySpace>;

  struct Arguments {
    LocalProblem problem;
    ConstSolution solution;
    Solution output;
  };

  static LocalProblem problem(smnn_inputs const* inputs, smnn_weights const* weights) {
    return {convert_inputs<Real const, MemorySpace>("", required("inputs", inputs)),
            weights == nullptr ? Weights() : from_c(*weights)};
  }

  Arguments of_solve(smnn_inputs const* inputs, smnn_weights const* weights,
                     smnn_array const* solution) const {
    Arguments arguments;
    ranks_.together([&] {
      arguments.problem = problem(inputs, weights);
      arguments.output = convert<Solution>("solution", solution);
    });
    return arguments;
  }

  ExecutionSpace space_;
  distributed::Communicator ranks_;
  distributed::DistributedSolver<Real, ExecutionSpace> solver_;
};

}  // namespace smnn::coupling
