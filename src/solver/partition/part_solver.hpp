// One part of a time axis (kernels/sweeps/schur.hpp): its share of a solve, step by step.
// Neighbours, and what they tell each other, are the caller's business; so are checks of the
// arrays.
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
  std::int64_t parts = 1;  // so many parts alike, one behind the other; with one right-hand side
  bool forward = false;    // sweep forward in time in any case

  // Whether it is swept backward in time, from the end towards its separators: the last part, if it
  // has no initial values.
  bool backward() const {
    return !forward && separators > 0 && ghosts == 0 && own.initial_steps == 0;
  }

  // With the ghosts.
  Extents padded() const {
    Extents extents = own;
    extents.time_points += ghosts;
    return extents;
  }
  int bandwidth() const { return bandwidth_of(own); }
};

// The caller's arrays of a part. Coefficients, right-hand side and initial values have an entry for
// its own points; steps one for all but the last point, ghosts included. Steps of a part that is
// swept backward are reversed and negative.
template <class Real, class MemorySpace>
struct PartProblem {
  InputArrays<Real const, MemorySpace> inputs;
  Weights weights;
};

// A solution on a part's own points, and on the points behind them that its rows read, (B, M,
// ghosts, D, K); empty without these.
template <class Real, class MemorySpace>
struct PartSolution {
  using Ghosts = Kokkos::View<Real*****, Kokkos::LayoutLeft, MemorySpace>;
  SolutionArray<Real const, MemorySpace> own;
  Ghosts ghosts;
};

// What a part solves for.
template <class Real>
struct PartRightHandSide {
  bool from_rows = true;                      // b of the rows
  kernels::StridedArray<Real const, 5> seed;  // else this, (B, M, T, D, K)
  std::int64_t seed_points = 0;               // it has values for: own points, or all
};

// Some of a part's systems (of several parts alike, all; part c of system b counts as system
// b parts + c), and what they have for the neighbours.
template <class Real, class MemorySpace>
struct PartSlice {
  using Columns = Kokkos::View<Real**, Kokkos::LayoutRight, MemorySpace>;  // (entries, systems)

  std::int64_t first = 0;  // matrices first .. end-1
  std::int64_t end = 0;
  Columns schur;     // (triangle of twice the separator order, matrices): left, then right
  Columns residual;  // (twice the separator order, solutions)
};

// All calls are asynchronous, in order on the instance. Of several parts alike the arrays are those
// of the first, with `part_stride`. Padded arrays have shape (B, M, T, D, K)
// with the ghosts in T, neighbouring systems adjacent.
template <class Real, class ExecutionSpace>
class PartSolver {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Problem = PartProblem<Real, MemorySpace>;
  using Solution = PartSolution<Real, MemorySpace>;
  using Padded = typename Solution::Ghosts;
  using Slice = PartSlice<Real, MemorySpace>;
  using Columns = typename Slice::Columns;
  using Numbers = Kokkos::View<Real*, MemorySpace>;        // (solutions)
  using Codes = Kokkos::View<std::int64_t*, MemorySpace>;  // (solutions)

  PartSolver(ExecutionSpace const& space, PartExtents const& part, SolverOptions const& options);

  // Device memory of the solver and of slices of all its systems.
  static std::size_t bytes(ExecutionSpace const& space, PartExtents const& part,
                           SolverOptions const& options);

  // Slices begin at multiples of so many matrices.
  std::int64_t granularity() const;
  // Memory that a sweep over the systems of one matrix goes through, of a pack of them.
  std::size_t bytes_per_pack() const;
  std::int64_t workers() const { return workspace_.layout.decomposition.workers; }
  Slice make_slice(ExecutionSpace const& space, std::int64_t first, std::int64_t end) const;

  // Factors the interior and leaves the Schur complement of the separators in slice.schur, failures
  // in `codes`. With `eliminate` (if `can_fuse`) it also does what `eliminate` does of the rows'
  // own right-hand side.
  void factor(ExecutionSpace const& space, Problem const& problem, Slice const& slice,
              bool eliminate, Codes const& codes);
  bool can_fuse() const { return grouping_.members == 1; }
  // Whether the factor outlives the call of `factor`; else every call makes it again.
  bool keeps_factor() const { return workspace_.layout.keep_factor; }
  static bool keeps_factor(ExecutionSpace const& space, PartExtents const& part,
                           SolverOptions const& options);

  // Eliminates the interior of what is left to solve for after the solution so far, which is
  // nothing if `from_zero`. Leaves what is left at the separators in slice.residual, failures in
  // `codes`, and |b - A y|^2 of the part's rows in `squares` if asked for.
  void eliminate(ExecutionSpace const& space, Problem const& problem, Slice const& slice,
                 PartRightHandSide<Real> const& rhs, bool from_zero, bool with_squares,
                 Codes const& codes);

  // Adds the change, given at the separators as slice.residual lies, to the solution so far of
  // active solutions, `eliminate` having been told the same right-hand side and `from_zero`; y
  // (unless empty), with or without ghosts, becomes their sum. It stays in memory for what comes
  // after if `keep`. Leaves the norm of the change in `size`, failures in `info`.
  void substitute(ExecutionSpace const& space, Problem const& problem, Slice const& slice,
                  PartRightHandSide<Real> const& rhs, Columns const& change, Numbers const& active,
                  bool from_zero, bool keep, SolutionArray<Real, MemorySpace> const& y);

  // The right-hand side, on all points, of the tangent along `directions` about y.
  void tangent_seed(ExecutionSpace const& space, Problem const& problem, Solution const& y,
                    InputArrays<Real const, MemorySpace> const& directions, Padded const& seed);

  // Gradients with respect to the part's inputs, from y and lambda, which is the solution in
  // memory; NaN of those that are not active. Steps' gradients lie as steps. Leaves in `info` where
  // y is not finite.
  void gradients(ExecutionSpace const& space, Problem const& problem, Solution const& y,
                 Numbers const& active, Gradients<Real, MemorySpace> const& gradients);

  PartExtents const& part() const { return part_; }
  std::int64_t matrices() const { return grouping_.groups; }
  std::int64_t solutions() const { return grouping_.groups * grouping_.members; }
  std::int64_t members() const { return grouping_.members; }
  // Unknowns of the separators between two parts.
  int separator_order() const {
    return part_.bandwidth() * static_cast<int>(part_.own.block_order());
  }

  Numbers size;
  Numbers squares;
  Codes info;  // 0, or 1 + the first of the part's points, as swept, where something went wrong

 private:
  kernels::Batch<Real> make_batch(Problem const& problem) const;
  void narrow(kernels::Batch<Real>& batch, Slice const& slice) const;
  template <class T, class Array>
  kernels::StridedArray<T, 5> solution_array(Array const& array) const;
  void attach(Arguments<Real>& arguments, Solution const& y) const;
  // The right-hand side of the slice's systems.
  void attach(Arguments<Real>& arguments, kernels::Batch<Real>& batch,
              PartRightHandSide<Real> const& rhs, Slice const& slice) const;
  void launch_step(ExecutionSpace const& space, Operation operation,
                   kernels::Batch<Real> const& batch, Arguments<Real> const& arguments);

  PartExtents part_;
  Grouping grouping_;
  RowTables<Real, ExecutionSpace> tables_;
  BandedWorkspace<Real, ExecutionSpace> workspace_;
  Numbers schur_workspace_;
  Codes sweeps_;
  Numbers rounding_error_;
};

}  // namespace smnn::detail
