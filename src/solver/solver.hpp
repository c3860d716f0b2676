// The solver interface: the banded solver and the dense and conjugate-gradient baselines stand
// behind it.
//
//   smnn::Problem problem(space, coefficients, rhs, initial_values, steps, problem_options);
//   auto solver = smnn::make_solver<double>(space, problem.extents());
//   solver->solve(space, problem, solution);
//   solver->adjoint(space, problem, solution, seed, {.coefficients = grad_coefficients, .steps =
//   grad_steps});
#pragma once

#include <Kokkos_Core.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "smnn/solver/arrays.hpp"
#include "smnn/solver/extents.hpp"
#include "smnn/solver/options.hpp"
#include "smnn/solver/problem.hpp"

namespace smnn {

// Conjugate gradients did not reach their tolerance within the iteration limit.
inline constexpr std::int64_t info_not_converged = -1;

// Owns the workspace for problems of the given extents. Nothing is allocated after construction by
// the banded method. Solutions are (B, T, D, K), or (B, M, T, D, K) with several right-hand sides;
// y[b,t,d,r] is the r-th derivative of function d. Solution, seed, gradients and tangents have any
// layout. Calls are asynchronous with respect to the host, in order on the execution space
// instance, except where FailurePolicy::raise has to wait. An object serves one instance at a time.
template <class Real, class ExecutionSpace>
class Solver {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using ProblemType = Problem<Real, MemorySpace>;
  using Solution = SolutionArray<Real, MemorySpace>;
  using ConstSolution = SolutionArray<Real const, MemorySpace>;

  virtual ~Solver() = default;

  // Factors the matrix of every system and keeps it. Needs FactorStorage::keep (the baselines
  // always keep).
  virtual void factor(ExecutionSpace const& space, ProblemType const& problem) = 0;

  // Solves with the matrix last factored by `factor` or `solve`; right-hand side and initial values
  // from `problem`.
  virtual void solve_factored(ExecutionSpace const& space, ProblemType const& problem,
                              Solution const& solution) = 0;

  // Factors and solves.
  virtual void solve(ExecutionSpace const& space, ProblemType const& problem,
                     Solution const& solution) = 0;

  // Given the solution of `problem` and seed = dl/d(solution), writes dl/d(input) for every input
  // whose array in `gradients` is set, in the input's shape (summed, in a fixed order, over what
  // shares it). If the factor is kept it must be that of `problem`.
  virtual void adjoint(ExecutionSpace const& space, ProblemType const& problem,
                       ConstSolution const& solution, ConstSolution const& seed,
                       Gradients<Real, MemorySpace> const& gradients) = 0;

  // Writes the directional derivative of the solution along the input directions that are set in
  // `directions`.
  virtual void tangent(ExecutionSpace const& space, ProblemType const& problem,
                       ConstSolution const& solution,
                       Directions<Real, MemorySpace> const& directions,
                       Solution const& solution_direction) = 0;

  // Diagnostics of the last call, one entry per solution (b * M + m), in device memory.
  // info: 0; or 1 + the first time point whose pivot, step or right-hand side is not positive and
  // finite (solution and gradients are NaN); or info_not_converged (they are the last iterate's).
  using InfoView = Kokkos::View<std::int64_t const*, MemorySpace>;
  using RealView = Kokkos::View<Real const*, MemorySpace>;
  virtual InfoView info() const = 0;
  // Estimated rounding error of the solution relative to its largest entry (NaN without
  // refinement), and the number of corrections (banded, dense) or iterations (conjugate gradients)
  // spent.
  virtual RealView rounding_error() const = 0;
  virtual InfoView sweeps() const = 0;
  // |b - A y|, weights included (NaN unless SolverOptions::residual_norm).
  virtual RealView residual_norm() const = 0;

  virtual Extents const& extents() const = 0;
  virtual std::size_t memory_bytes() const = 0;
  virtual char const* name() const = 0;  // "banded", "dense", "cg"
};

// Throws InvalidArgument for unusable extents or options.
template <class Real, class ExecutionSpace>
std::unique_ptr<Solver<Real, ExecutionSpace>> make_solver(ExecutionSpace const& space,
                                                          Extents const& extents,
                                                          SolverOptions const& options = {});

// Device memory that make_solver would allocate, in bytes.
template <class Real, class ExecutionSpace>
std::size_t solver_memory_bytes(ExecutionSpace const& space, Extents const& extents,
                                SolverOptions const& options = {});

}  // namespace smnn
