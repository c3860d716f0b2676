/// @file
/// What a caller may choose about a solver. Defaults are the accurate ones; faster, less accurate
/// modes are asked for.
#pragma once

#include <cstdint>
#include <limits>

namespace smnn {

/// Who solves the least-squares problem.
enum class Method {
  /// Batched block-banded Cholesky of the normal matrix, or QR of the rows: O(T) time and memory.
  banded,
  /// Baseline: LAPACK Cholesky of the dense normal matrix: O(T^3) time, O(T^2) memory.
  dense,
  /// Baseline: Jacobi-preconditioned conjugate gradients on the sparse normal equations.
  conjugate_gradient
};

/// Corrections of solution, adjoint and tangent by residuals computed from the rows: corrected
/// semi-normal equations (Bjorck 1987; README, section "Method").
///
/// In automatic mode a system whose corrections do not converge (expected error above 1e-3 of the
/// solution) gets info_not_converged and keeps the values of its last iterate.
struct Refinement {
  enum class Mode {
    none,      ///< Plain normal equations, as the public S-MNN.
    fixed,     ///< Exactly `sweeps` corrections.
    automatic  ///< Until the expected error is below `tolerance`, or stops falling.
  };
  Mode mode = Mode::automatic;
  int sweeps = 10;       ///< Exact number (fixed) or upper limit (automatic); 0 or more.
  double tolerance = 0;  ///< Automatic: expected error relative to the solution's largest entry, 0
                         ///< or more; 0: 32 units of rounding of the precision.

  static Refinement none() { return {Mode::none, 0, 0}; }
  static Refinement fixed(int sweeps) { return {Mode::fixed, sweeps, 0}; }
  static Refinement automatic(double tolerance = 0) { return {Mode::automatic, 10, tolerance}; }
};

/// How the banded method comes to the triangular factor that solves and corrects. Both leave the
/// same one, up to rounding, and corrections, gradients and tangents use it alike.
enum class Factorization {
  /// Cholesky of the normal matrix A^T A: fast; corrections converge while the unit of rounding
  /// times cond(A)^2 is well below 1.
  cholesky,
  /// QR of the rows, which never forms A^T A: three times the work, for small steps and many
  /// orders, where Cholesky's corrections do not converge. In a build for a GPU the factor is kept
  /// (FactorStorage::keep). Of a time axis divided among parts, each part's own points are
  /// eliminated so, but the few time points between parts by products.
  qr
};

/// In which precision the banded method keeps its factor in memory.
enum class FactorPrecision {
  working,  ///< The solver's.
  /// Mixed precision: a solver in double rounds its factor to float, in half the memory, and some
  /// more corrections lead to the accuracy of double (iterative refinement; Carson and Higham, SIAM
  /// J. Sci. Comput. 40, 2018). They converge while the unit of rounding of float times cond(A)^2
  /// is well below 1, at steps of about .1 or more; info() tells. Without any, solutions, gradients
  /// and tangents have the accuracy of float at most. Not with Factorization::qr, which is for
  /// conditions far beyond. A solver in float has no narrower one.
  single
};

/// Where the banded method's factor lives between calls. The baselines, and batches in which one
/// matrix serves several right-hand sides, always keep theirs, whatever this option says.
enum class FactorStorage {
  automatic,  ///< Keep on a GPU, and where the time axis is cut; else recompute on a CPU.
  keep,       ///< Of the whole batch, for `factor`, `solve_factored`, and gradients after `solve`.
  /// Of one system (pack) per worker; every call factors again. Where the time axis is cut, of one
  /// part of it per worker, made in elimination and once more in substitution: O(T / L) numbers for
  /// parts of L points, besides one or two arrays of the solution's size, for 1.5 to 2 times the
  /// time. It is cut so that a part stays in cache if a whole axis would take more than 64 MiB per
  /// worker (SolverOptions::time_parts: 0), and solver_memory_bytes tells.
  recompute
};

/// Who works on one system.
enum class Parallelism {
  /// A thread on a CPU; on a GPU lanes of a warp where thread_per_system is not possible or would
  /// leave most threads idle.
  automatic,
  /// A thread; on a CPU a SIMD pack of systems per thread. On a GPU only for block orders n that
  /// are compiled and at most 6: larger blocks go to lanes of a warp all the same.
  thread_per_system,
  /// On a GPU 8, 16 or 32 lanes of a warp, by the block order; on a CPU a thread without SIMD
  /// lanes.
  team_per_system
};

/// What to do when a system fails, that is, when its info is not 0.
enum class FailurePolicy {
  raise,  ///< Throw NumericalError naming the first failed systems; every call waits to know.
  mask    ///< Return without waiting; Solver::info() tells. The baselines may wait all the same.
};

/// Of Method::conjugate_gradient only.
struct ConjugateGradientOptions {
  /// On |M x - beta| / |beta|, per solution; more than 0.
  double tolerance = 1e-12;
  /// 0 or more; 0: ten times the number of unknowns of a system.
  std::int64_t iteration_limit = 0;
};

/// Choices for make_solver, which throws InvalidArgument for values out of range.
struct SolverOptions {
  Method method = Method::banded;
  Factorization factorization = Factorization::cholesky;        ///< Of Method::banded only.
  FactorPrecision factor_precision = FactorPrecision::working;  ///< Of Method::banded only.
  Refinement refinement = {};
  FactorStorage storage = FactorStorage::automatic;
  Parallelism parallelism = Parallelism::automatic;
  FailurePolicy on_failure = FailurePolicy::raise;
  /// Of the banded method, for few systems of many time points: cut every system's time axis into
  /// about so many parts, which fill SIMD lanes and threads as systems do. 0: as many as pay by the
  /// solver's estimate, if any (none with Factorization::qr, of which cuts take something away); 1:
  /// do not cut. A cut costs up to three times the arithmetic, and every call waits for its result.
  /// Not where one matrix serves several right-hand sides.
  std::int64_t time_parts = 0;
  /// Compute |b - A y| of every solution (one more pass over the rows).
  bool residual_norm = false;
  ConjugateGradientOptions conjugate_gradient = {};
};

}  // namespace smnn
