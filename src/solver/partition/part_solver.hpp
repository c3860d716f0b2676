// One part of a time axis (kernels/schur.hpp): its share of a solve, step by step. Neighbours, and
// what they tell each other, are the caller's business; so are checks of the arrays.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/solver/banded/launch.hpp"
#include "smnn/solver/banded/workspace.hpp"
#include "smnn/solver/detail/row_tables.hpp"

namespace smnn::detail {

// A part's extents: `own.time_points` are its own points.
struct PartExtents {
  Extents own;
  std::int64_t separators = 0;  // leading points that are ghosts of the part before
  std::int64_t ghosts = 0;      // points behind its own: the separators of the next part

  // With the ghosts.
  Extents padded() const {
    Extents extents = own;
    extents.time_points += ghosts;
    return extents;
  }
  int bandwidth() const { return own.smoothness == Smoothness::central ? 2 : 1; }
};

// The caller's arrays of a part. Coefficients, right-hand side and initial values have an entry for
// its own points; steps one for all but the last point, ghosts included.
template <class Real, class MemorySpace>
struct PartProblem {
  InputArrays<Real const, MemorySpace> inputs;
  Weights weights;
};

// What a part's correction solves for.
template <class Real>
struct PartRightHandSide {
  bool from_rows = true;                      // b of the rows
  kernels::StridedArray<Real const, 5> seed;  // else this, (B, M, T, D, K)
  std::int64_t seed_points = 0;               // it has values for: own points, or all
};

// All calls are asynchronous, in order on the instance. Padded arrays have shape (B, M, T, D, K)
// with the ghosts in T.
template <class Real, class ExecutionSpace>
class PartSolver {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Problem = PartProblem<Real, MemorySpace>;
  using Padded = Kokkos::View<Real*****, Kokkos::LayoutRight, MemorySpace>;
  using Columns = Kokkos::View<Real**, Kokkos::LayoutRight, MemorySpace>;  // (entries, systems)
  using Numbers = Kokkos::View<Real*, MemorySpace>;                        // (solutions)
  using Codes = Kokkos::View<std::int64_t*, MemorySpace>;                  // (solutions)

  PartSolver(ExecutionSpace const& space, PartExtents const& part, SolverOptions const& options);

  // Factors the interior and leaves the Schur complement of the separators in `schur`.
  void factor(ExecutionSpace const& space, Problem const& problem);

  // Corrects the interior of y in active solutions. Leaves what y lacks at the separators in
  // `residual`, norms in `correction` and `norm`, failures in `info`, and |b - A y|^2 of the part's
  // rows in `squares` if asked for.
  void correct(ExecutionSpace const& space, Problem const& problem,
               PartRightHandSide<Real> const& rhs, Numbers const& active, Padded const& y,
               bool with_squares);

  // The right-hand side, on all points, of the tangent along `directions` about y.
  void tangent_seed(ExecutionSpace const& space, Problem const& problem, Padded const& y,
                    InputArrays<Real const, MemorySpace> const& directions, Padded const& seed);

  // Gradients with respect to the part's inputs, from y and lambda; steps' gradients have an entry
  // for all but the last point, ghosts included.
  void gradients(ExecutionSpace const& space, Problem const& problem, Padded const& y,
                 Padded const& lambda, Gradients<Real, MemorySpace> const& gradients);

  PartExtents const& part() const { return part_; }
  std::int64_t matrices() const { return grouping_.groups; }
  std::int64_t solutions() const { return grouping_.groups * grouping_.members; }
  std::int64_t members() const { return grouping_.members; }
  // Unknowns of the separators between two parts.
  int separator_order() const {
    return part_.bandwidth() * static_cast<int>(part_.own.block_order());
  }

  Columns schur;     // (triangle of twice the separator order, matrices): left, then right
  Columns residual;  // (twice the separator order, solutions)
  Numbers correction;
  Numbers norm;
  Numbers squares;
  Codes info;  // 0, or 1 + the first of the part's points where something went wrong

 private:
  kernels::Batch<Real> make_batch(Problem const& problem) const;
  void launch_step(ExecutionSpace const& space, Operation operation,
                   kernels::Batch<Real> const& batch, Arguments<Real> arguments);

  PartExtents part_;
  Grouping grouping_;
  RowTables<Real, ExecutionSpace> tables_;
  BandedWorkspace<Real, ExecutionSpace> workspace_;
  Numbers schur_workspace_;
  Codes sweeps_;
  Numbers rounding_error_;
};

}  // namespace smnn::detail
