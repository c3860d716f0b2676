// What a caller may choose about a solver. Defaults are the accurate ones; faster, less accurate
// modes are asked for.
#pragma once

#include <cstdint>
#include <limits>

namespace smnn {

enum class Method {
  banded,  // batched block-banded Cholesky: O(T) time and memory
  dense,   // baseline: LAPACK Cholesky of the dense normal matrix: O(T^3) time, O(T^2) memory
  conjugate_gradient  // baseline: Jacobi-preconditioned conjugate gradients on the sparse normal
                      // equations
};

// Corrections of the solution by residuals computed from the rows ("corrected semi-normal
// equations", Bjorck 1987).
struct Refinement {
  enum class Mode { none, fixed, automatic } mode = Mode::automatic;
  int sweeps = 10;       // exact number (fixed), upper limit (automatic)
  double tolerance = 0;  // automatic: stop when the expected error falls below this share of the
                         // solution; 0: 32 units of rounding of the precision

  static Refinement none() { return {Mode::none, 0, 0}; }
  static Refinement fixed(int sweeps) { return {Mode::fixed, sweeps, 0}; }
  static Refinement automatic(double tolerance = 0) { return {Mode::automatic, 10, tolerance}; }
};

// Where the factor lives between calls. `keep` stores it for the whole batch, so that `factor`,
// `solve_factored` and an `adjoint` after a `solve` reuse it; `recompute` holds one system (pack)
// per worker, in cache, and factors again.
enum class FactorStorage {
  automatic,  // keep when one matrix serves several right-hand sides and on a GPU; recompute
              // otherwise
  keep,
  recompute
};

// Who works on one system.
enum class Parallelism {
  automatic,
  thread_per_system,  // on a CPU: one SIMD pack of systems per thread
  team_per_system
};

// What to do when a system fails (its solution and gradients are NaN in either case).
enum class FailurePolicy {
  raise,  // throw NumericalError naming the first failed systems; waits for the kernels to finish
  mask    // return; `info()` tells; asynchronous
};

struct ConjugateGradientOptions {
  double tolerance = 1e-12;          // on |M x - beta| / |beta|, per system
  std::int64_t iteration_limit = 0;  // 0: ten times the number of unknowns of a system
};

struct SolverOptions {
  Method method = Method::banded;
  Refinement refinement = {};
  FactorStorage storage = FactorStorage::automatic;
  Parallelism parallelism = Parallelism::automatic;
  FailurePolicy on_failure = FailurePolicy::raise;
  bool residual_norm = false;  // compute |b - A y| of every solution (one more pass over the rows)
  ConjugateGradientOptions conjugate_gradient = {};
};

}  // namespace smnn
