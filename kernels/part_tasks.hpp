// What a worker does with one pack of systems of a part of a longer time axis (schur.hpp). A solve
// of the whole is made of such steps: corrections of every part's interior, between which the
// neighbours agree on their separators.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/tasks.hpp"

namespace smnn::kernels {

// A solution-shaped array, read by rows of blocks.
template <class Scalar, class Order>
struct LoadedSolution {
  SystemSolution<Scalar, real_t<Scalar> const> array;
  Order const& order;
  KOKKOS_FORCEINLINE_FUNCTION Scalar load(std::int64_t t, int i) const {
    return array.load(t, order.dim_of(i), order.order_of(i));
  }
};

// Factors the matrices of a range and writes their Schur complements.
template <class W>
KOKKOS_INLINE_FUNCTION void factor_part(W const& worker, Batch<typename W::Real> const& batch,
                                        SystemRange const& range, std::int64_t pack) {
  using Scalar = typename W::Scalar;
  SchurLayout const layout{worker.order.n(), W::bandwidth};
  WorkArray<Scalar> const schur = batch.schur.template slot<Scalar>(pack);
  if (worker.member.is_leader()) {
    for (int entry = 0; entry < layout.triangle(); ++entry) schur.store(0, entry, Scalar(0));
  }
  worker.member.barrier();
  Status<Scalar> const status =
      factor_pack(worker, batch, range, pack, right_hand_side<Scalar>(false, {}, range));
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  Arena<Scalar> arena = worker.arena;
  SchurSweep<Scalar, W::bandwidth, typename W::Member, typename W::Order> sweep(
      worker.member, worker.order, problem, batch.template arrays<Scalar>(worker.slot, pack).factor,
      schur, arena);
  sweep();
  if (worker.member.is_leader()) {
    int const valid = range.along_members ? 1 : range.valid;
    for (int entry = 0; entry < layout.triangle(); ++entry) {
      store_lanes<Scalar>(batch.part.schur + entry * batch.part.matrices + range.group, {1, valid},
                          schur.load(0, entry));
    }
  }
  write_factor_status(worker, batch, range, status);
}

// What the solution x leaves of the right-hand side at the separators.
template <class W, class Residual>
KOKKOS_INLINE_FUNCTION void write_separator_residual(W const& worker,
                                                     Batch<typename W::Real> const& batch,
                                                     SystemRange const& range,
                                                     Residual const& residual) {
  using Scalar = typename W::Scalar;
  SweepExtents const& extents = batch.extents;
  SchurLayout const layout{worker.order.n(), W::bandwidth};
  auto const write = [&](std::int64_t t, auto& g) {
    int const row = layout.row(extents, t);
    for_rows(worker.member, worker.order, [&](auto i) {
      store_solutions<Scalar>(batch.members, range,
                              batch.part.residual + (row + i) * batch.part.solutions, g[i]);
    });
  };
  if (extents.separators > 0) residual(false, 0, extents.separators, write);
  if (extents.ghosts > 0) {
    // No row before `first` touches the ghosts; of own points the residual is not complete.
    std::int64_t const first = extents.own_points() - W::bandwidth;
    auto const write_ghosts = [&](std::int64_t t, auto& g) {
      if (t >= extents.own_points()) write(t, g);
    };
    residual(false, first > 0 ? first : 0, extents.time_points, write_ghosts);
  }
}

// Corrects the interior of `output`, a solution so far, of active systems, and writes what is left
// at the separators, how much has changed and, where a residual norm is asked for, its square over
// the part's rows.
template <class W>
KOKKOS_INLINE_FUNCTION void correct_part(W const& worker, Batch<typename W::Real> const& batch,
                                         SystemRange const& range, std::int64_t pack,
                                         bool from_rows,
                                         StridedArray<typename W::Real const, 5> const& seed,
                                         StridedArray<typename W::Real, 5> const& output) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SolveArrays<Scalar> const arrays = batch.template arrays<Scalar>(worker.slot, pack);
  SystemSolution<Scalar, Real> const y(output, range);
  for (std::int64_t t = 0; t < batch.extents.time_points; ++t) {
    for_rows(worker.member, worker.order, [&](auto i) {
      arrays.x.store(t, i, y.load(t, worker.order.dim_of(i), worker.order.order_of(i)));
    });
  }
  worker.member.barrier();
  RightHandSide<Scalar> const rhs = right_hand_side<Scalar>(from_rows, seed, range);
  NormalResidual<Scalar, W::bandwidth, typename W::Member, typename W::Order,
                 WorkArray<Scalar>> const residual{
      worker.member, worker.order,           problem, arrays.x, rhs.from_rows,
      rhs.seed,      worker.residual_arena()};
  mask_t<Scalar> const active =
      Scalar(0) < load_lanes<Scalar>(batch.part.active + solution_number(batch.members, range, 0),
                                     solution_lanes(batch.members, range));
  Status<Scalar> status = load_status<W>(batch, pack);
  Scalar const correction =
      correct<Scalar, W::bandwidth>(worker.member, worker.order, problem, residual, arrays, y, true,
                                    active, status, worker.substitution_arena());
  Arena<Scalar> arena = worker.residual_arena();
  auto here = make_vector<Scalar>(worker.order, arena);
  Scalar norm(0);
  for (std::int64_t t = 0; t < batch.extents.time_points; ++t) {
    for_rows(worker.member, worker.order, [&](auto i) { here[i] = arrays.x.load(t, i); });
    worker.member.barrier();
    norm = larger(norm, scaled_magnitude(worker.order, scaling_step(problem, t), here));
    status.record_unless_finite(worker.order, here, t);
    worker.member.barrier();
  }
  write_separator_residual(worker, batch, range, residual);
  if (batch.diagnostics.residual_norm != nullptr) {
    auto const ignore = [](std::int64_t, auto&) {};
    Scalar const squares = residual(false, ignore);
    if (worker.member.is_leader())
      store_solutions<Scalar>(batch.members, range, batch.diagnostics.residual_norm, squares);
  }
  if (worker.member.is_leader()) {
    store_solutions<Scalar>(batch.members, range, batch.part.correction, correction);
    store_solutions<Scalar>(batch.members, range, batch.part.norm, norm);
  }
  write_diagnostics(worker, batch, range, status, {});
}

// The right-hand side of a tangent, A^T (b' - A' y) + A'^T (b - A y), by the part's rows.
template <class W>
KOKKOS_INLINE_FUNCTION void tangent_seed_part(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    InputSet<typename W::Real const> const& directions,
    StridedArray<typename W::Real const, 5> const& solution,
    StridedArray<typename W::Real, 5> const& output) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SystemInputs<Scalar> const lane_directions(directions, range);
  SystemSolution<Scalar, Real const> const y(solution, range);
  SystemSolution<Scalar, Real> const seed(output, range);
  WorkArray<Scalar> const nothing{};
  TangentResidual<Scalar, W::bandwidth, typename W::Member, typename W::Order> const residual{
      worker.member, worker.order, problem, lane_directions, y, nothing, worker.residual_arena()};
  auto const sink = [&](std::int64_t t, auto& g) {
    for_rows(worker.member, worker.order,
             [&](auto i) { store_row<Scalar>(seed, worker.order, t, i, g[i]); });
  };
  residual(true, sink);
}

// Gradients by the part's rows, from lambda = M^{-1} dl/dy of the whole.
template <class W>
KOKKOS_INLINE_FUNCTION void gradients_part(W const& worker, Batch<typename W::Real> const& batch,
                                           SystemRange const& range, std::int64_t task, bool first,
                                           StridedArray<typename W::Real const, 5> const& solution,
                                           StridedArray<typename W::Real const, 5> const& adjoint,
                                           GradientOutputs<typename W::Real> const& out) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SystemSolution<Scalar, Real const> const y(solution, range);
  LoadedSolution<Scalar, typename W::Order> const lambda{
      SystemSolution<Scalar, Real const>(adjoint, range), worker.order};
  GradientTargets<Scalar> const targets = gradient_targets<Scalar>(out, range, task, first);
  GradientSweep<Scalar, W::bandwidth, typename W::Member, typename W::Order,
                LoadedSolution<Scalar, typename W::Order>>
      gradients{worker.member,
                worker.order,
                problem,
                out.arrays,
                targets,
                y,
                lambda,
                valid_lanes<Scalar>(range),
                mask_t<Scalar>(false)};
  gradients(worker.residual_arena());
}

}  // namespace smnn::kernels
