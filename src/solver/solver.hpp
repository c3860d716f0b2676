/// @file
/// The solver interface: the banded solver and the dense and conjugate-gradient baselines stand
/// behind it.
///
///     smnn::Problem problem(space, coefficients, rhs, initial_values, steps, problem_options);
///     auto solver = smnn::make_solver<double>(space, problem.extents());
///     solver->solve(space, problem, solution);
///     solver->adjoint(space, problem, solution, seed,
///                     {.coefficients = grad_coefficients, .steps = grad_steps});
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

/// Corrections (automatic refinement) or conjugate gradients did not converge; the results are
/// those of the last iterate.
inline constexpr std::int64_t info_not_converged = -1;

/// Solves problems of the extents it was made for, min |A y - b|, and differentiates the solution:
/// the method of S-MNN (Chen et al. 2025) with corrections (Bjorck 1987). Formulas: README, section
/// "Method".
///
/// Solutions, seeds and solution directions are views of the caller's, of any layout and strides,
/// with shape (B, T, D, K), or (B, M, T, D, K) with several right-hand sides; y[b,t,d,r] is the
/// r-th derivative of function d, in its unit per time^r.
///
/// Calls are asynchronous with respect to the host, in order on the execution space instance,
/// except that FailurePolicy::raise and the baselines wait. Problem and views must stay until the
/// call has finished. An object serves one instance at a time.
///
/// A factor that a call keeps (FactorStorage) serves later calls whose problem has the same
/// coefficients and steps (pointers and strides) and weights. Contents that were changed in place
/// are not noticed: call `factor` or `solve` again.
///
/// Owns its workspace. The banded method allocates nothing after construction, but on a GPU block
/// orders above about 32 in double take scratch that Kokkos allocates at the first call.
///
/// Errors of every call: InvalidArgument if the problem's extents are not those of the solver or an
/// array is missing or does not have the expected shape; nothing is written then. NumericalError,
/// after waiting, if a system failed and FailurePolicy is raise; the results are written.
template <class Real, class ExecutionSpace>
class Solver {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using ProblemType = Problem<Real, MemorySpace>;
  using Solution = SolutionArray<Real, MemorySpace>;
  using ConstSolution = SolutionArray<Real const, MemorySpace>;

  virtual ~Solver() = default;

  /// Factors the matrix of every system and keeps it: M = A^T A = L L^T. Right-hand side and
  /// initial values are not read.
  ///
  /// Throws InvalidArgument also if the factor has no place: the banded method needs
  /// FactorStorage::keep, or automatic on a GPU, or several right-hand sides of one matrix.
  virtual void factor(ExecutionSpace const& space, ProblemType const& problem) = 0;

  /// Solves with the factor that an earlier call kept; right-hand side and initial values are those
  /// of `problem`.
  ///
  /// Throws InvalidArgument also if there is no kept factor, or if it is not that of the problem's
  /// coefficients, steps and weights.
  virtual void solve_factored(ExecutionSpace const& space, ProblemType const& problem,
                              Solution const& solution) = 0;

  /// Factors and solves, and keeps the factor where it has a place.
  virtual void solve(ExecutionSpace const& space, ProblemType const& problem,
                     Solution const& solution) = 0;

  /// Given the solution of `problem` and seed = dl/d(solution), writes dl/d(input) for every input
  /// whose array in `gradients` is set: in the input's shape, summed in a fixed order over what
  /// shares it. What the arrays held is overwritten. Factors unless the kept factor is that of
  /// `problem`.
  virtual void adjoint(ExecutionSpace const& space, ProblemType const& problem,
                       ConstSolution const& solution, ConstSolution const& seed,
                       Gradients<Real, MemorySpace> const& gradients) = 0;

  /// Given the solution of `problem`, writes its derivative along the input directions that are set
  /// in `directions`, each in its input's shape; the others are zero. Factors unless the kept
  /// factor is that of `problem`.
  virtual void tangent(ExecutionSpace const& space, ProblemType const& problem,
                       ConstSolution const& solution,
                       Directions<Real, MemorySpace> const& directions,
                       Solution const& solution_direction) = 0;

  /// Diagnostics of the last call: B M entries, that of solution (b, m) at b M + m, owned by the
  /// solver and overwritten by later calls, in device memory.
  using InfoView = Kokkos::View<std::int64_t const*, MemorySpace>;
  using RealView = Kokkos::View<Real const*, MemorySpace>;

  /// 0; or 1 + the first time point whose pivot or step is not positive and finite, or at which the
  /// right-hand side or the solution is not finite (then solution and gradients are NaN); or
  /// info_not_converged. Time points are exact up to 2^24 in float, 2^53 in double. Every call
  /// writes it.
  virtual InfoView info() const = 0;

  /// Estimated rounding error of what was solved for (solution, adjoint or tangent) relative to its
  /// largest entry; NaN without refinement. `factor` sets it to NaN.
  virtual RealView rounding_error() const = 0;

  /// Corrections (banded, dense) or iterations (conjugate gradients) spent; `factor` sets it to 0.
  virtual InfoView sweeps() const = 0;

  /// |b - A y|, weights included, after `solve` and `solve_factored`. NaN after the other calls,
  /// and without SolverOptions::residual_norm.
  virtual RealView residual_norm() const = 0;

  /// The extents that the solver was made for.
  virtual Extents const& extents() const = 0;

  /// Device memory that the solver holds, in bytes.
  virtual std::size_t memory_bytes() const = 0;

  /// "banded", "dense" or "cg".
  virtual char const* name() const = 0;
};

/// Makes a solver for problems of the given extents and allocates its workspace on `space`. Real is
/// double or float; instantiated for every enabled execution space.
///
/// Throws InvalidArgument for extents that `validate` refuses, options that are out of range, and
/// Method::dense in a build without LAPACK; std::runtime_error, from Kokkos, if memory runs out.
template <class Real, class ExecutionSpace>
std::unique_ptr<Solver<Real, ExecutionSpace>> make_solver(ExecutionSpace const& space,
                                                          Extents const& extents,
                                                          SolverOptions const& options = {});

/// Device memory that make_solver would allocate, in bytes; allocates nothing. Throws
/// InvalidArgument as make_solver does.
template <class Real, class ExecutionSpace>
std::size_t solver_memory_bytes(ExecutionSpace const& space, Extents const& extents,
                                SolverOptions const& options = {});

}  // namespace smnn
