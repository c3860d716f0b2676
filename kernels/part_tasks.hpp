// What a worker does with one pack of systems of a part of a longer time axis (schur.hpp). A solve,
// and every correction, of the whole has two steps, eliminate and substitute, between which the
// neighbours agree on their separators.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/tasks.hpp"

namespace smnn::kernels {

// The memory of a pack of a part: x is kept from one step to the next, and w with the factor.
template <class W>
KOKKOS_INLINE_FUNCTION SolveArrays<typename W::Scalar> part_arrays(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    std::int64_t pack) {
  using Scalar = typename W::Scalar;
  Decomposition const& parts = batch.decomposition;
  std::int64_t const packs = Decomposition::ceil_divide(batch.members, parts.width);
  std::int64_t const slot =
      range.along_members ? range.group * packs + range.member / parts.width : pack;
  return {batch.factor.template slot<Scalar>(batch.factor_slot(worker.slot, pack)),
          batch.x.template slot<Scalar>(slot),
          batch.w.template slot<Scalar>(batch.keep_factor ? slot : worker.slot)};
}

// The factor of a part, in memory, and its status; w := L^{-1} beta of the rows' own right-hand
// side if asked to.
template <bool Orthogonal, class W>
KOKKOS_INLINE_FUNCTION Status<typename W::Scalar> factor_interior(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    std::int64_t pack, bool with_rhs, Status<typename W::Scalar>& of_rhs) {
  using Scalar = typename W::Scalar;
  SolveArrays<Scalar> const arrays = part_arrays(worker, batch, range, pack);
  return factor_problem<Orthogonal>(
      worker, batch.template problem<Scalar>(range), right_hand_side<Scalar>(with_rhs, {}, range),
      arrays.factor, arrays.w,
      batch.schur.template slot<Scalar>(batch.factor_slot(worker.slot, pack)), of_rhs);
}

// What a step of a solve is about: the rows' own right-hand side or a seed, and whether there is a
// solution so far, of which the rest is to be solved for.
template <class Real>
struct PartStep {
  bool from_rows;
  bool from_zero;
  StridedArray<Real const, 5> const& seed;
};

// w := L^{-1} of what is left to solve for. A factor that is not kept is made on the way. Returns
// the status; `squares` becomes that of the rows' residual, of a solution so far.
template <class W>
KOKKOS_INLINE_FUNCTION Status<typename W::Scalar> half_solve_part(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    std::int64_t pack, PartStep<typename W::Real> const& step, typename W::Scalar& squares) {
  using Scalar = typename W::Scalar;
  Status<Scalar> status;
  if (batch.keep_factor) {
    status = load_status<W>(batch, pack);
  } else {
    bool const with_rhs = step.from_rows && step.from_zero;
    Status<Scalar> of_rhs;
    status = with_factorization(batch, [&](auto orthogonal) {
      return factor_interior<orthogonal.value>(worker, batch, range, pack, with_rhs, of_rhs);
    });
    status.merge(of_rhs);
    if (with_rhs) return status;
  }
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SolveArrays<Scalar> const arrays = part_arrays(worker, batch, range, pack);
  RightHandSide<Scalar> const rhs = right_hand_side<Scalar>(step.from_rows, step.seed, range);
  NormalResidual<Scalar, W::bandwidth, typename W::Member, typename W::Order,
                 WorkArray<Scalar>> const residual{
      worker.member, worker.order,           problem, arrays.x, rhs.from_rows,
      rhs.seed,      worker.residual_arena()};
  Arena<Scalar> arena = worker.substitution_arena();
  ForwardSubstitution<Scalar, W::bandwidth, typename W::Member, typename W::Order> forward(
      worker.member, worker.order, problem, arrays.factor, arrays.w, arena);
  squares = residual(step.from_zero, forward);
  status.merge(forward.status);
  return status;
}

// Calls action(t) for every separator of a part, in the order of the sweep.
template <class Action>
KOKKOS_INLINE_FUNCTION void for_separators(SweepExtents const& extents, Action const& action) {
  for (std::int64_t t = 0; t < extents.separators; ++t) action(t);
  for (std::int64_t t = extents.interior_end(); t < extents.time_points; ++t) action(t);
}

// Writes the right-hand side that is left at the separators once the interior is eliminated, from
// z = L^{-1} g in w.
template <class W>
KOKKOS_INLINE_FUNCTION void write_separator_residual(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    SolveArrays<typename W::Scalar> const& arrays) {
  using Scalar = typename W::Scalar;
  SweepExtents const& extents = batch.extents;
  SchurLayout const layout{worker.order.n(), W::bandwidth};
  Scalar const pin(pin_root_of(arrays.factor));
  auto const write = [&](std::int64_t t, auto const& value) {
    int const row = layout.row(extents, t);
    for_rows(worker.member, worker.order, [&](auto i) {
      store_solutions<Scalar>(batch.members, range,
                              batch.part.residual + (row + i) * batch.part.solutions,
                              pin * value(i));
    });
  };
  worker.member.barrier();
  // Of separators behind the interior the forward sweep has subtracted all there is.
  for (std::int64_t t = extents.interior_end(); t < extents.time_points; ++t)
    write(t, [&](int i) { return arrays.w.load(t, i); });
  if (extents.separators == 0) return;
  backward_sweep<Scalar, W::bandwidth>(
      worker.member, worker.order, batch.template problem<Scalar>(range), arrays.factor, arrays.w,
      worker.substitution_arena(), [](std::int64_t, auto const&) {},
      [&](std::int64_t t, auto const& z) {
        if (t < extents.separators) write(t, [&](int i) { return z[i]; });
      });
}

// Factors the matrices of a range and writes their Schur complements; eliminates the interior of
// the rows' own right-hand side on the way if asked to.
template <bool Orthogonal, class W>
KOKKOS_INLINE_FUNCTION void factor_part(W const& worker, Batch<typename W::Real> const& batch,
                                        SystemRange const& range, std::int64_t pack,
                                        bool with_rhs) {
  using Scalar = typename W::Scalar;
  SchurLayout const layout{worker.order.n(), W::bandwidth};
  std::int64_t const slot = batch.factor_slot(worker.slot, pack);
  WorkArray<Scalar> const schur = batch.schur.template slot<Scalar>(slot);
  if (worker.member.is_leader()) {
    for (int entry = 0; entry < layout.triangle(); ++entry) schur.store(0, entry, Scalar(0));
  }
  worker.member.barrier();
  SolveArrays<Scalar> const arrays = part_arrays(worker, batch, range, pack);
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  Status<Scalar> of_rhs;
  Status<Scalar> status = factor_interior<Orthogonal>(worker, batch, range, pack, with_rhs, of_rhs);
  if (worker.member.is_leader())
    batch.factor_status.template slot<Scalar>(slot).store(0, 0, status.first_failure);
  status.merge(of_rhs);
  Arena<Scalar> arena = worker.arena;
  SchurSweep<Scalar, W::bandwidth, typename W::Member, typename W::Order> sweep(
      worker.member, worker.order, problem, arrays.factor, schur, arena);
  sweep();
  if (worker.member.is_leader()) {
    int const valid = range.along_members ? 1 : range.valid;
    for (int entry = 0; entry < layout.triangle(); ++entry) {
      store_lanes<Scalar>(batch.part.schur + entry * batch.part.matrices + range.group, {1, valid},
                          schur.load(0, entry));
    }
  }
  if (with_rhs) write_separator_residual(worker, batch, range, arrays);
  write_factor_status(worker, batch, range, status);
}

// The first half of a solve or a correction: eliminates the interior of what is left of the
// right-hand side after the solution so far, and writes what then is left at the separators; the
// square of the residual of the part's rows, where it is asked for.
template <class W>
KOKKOS_INLINE_FUNCTION void eliminate_part(W const& worker, Batch<typename W::Real> const& batch,
                                           SystemRange const& range, std::int64_t pack,
                                           PartStep<typename W::Real> const& step) {
  using Scalar = typename W::Scalar;
  Scalar squares(0);
  Status<Scalar> const status = half_solve_part(worker, batch, range, pack, step, squares);
  write_separator_residual(worker, batch, range, part_arrays(worker, batch, range, pack));
  if (batch.diagnostics.residual_norm != nullptr && worker.member.is_leader())
    store_solutions<Scalar>(batch.members, range, batch.diagnostics.residual_norm, squares);
  write_diagnostics(worker, batch, range, status, {});
}

// The second half: from the change at the separators to that of the interior, which is added to the
// solution so far (if any) of active systems. It stays in memory if `keep`. The output may leave
// out the ghosts, or be empty. Without a kept factor the first half is done once more.
template <class W>
KOKKOS_INLINE_FUNCTION void substitute_part(W const& worker, Batch<typename W::Real> const& batch,
                                            SystemRange const& range, std::int64_t pack,
                                            PartStep<typename W::Real> const& step, bool keep,
                                            StridedArray<typename W::Real, 5> const& output) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  SweepExtents const& extents = batch.extents;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  if (!batch.keep_factor) {
    Scalar ignored(0);
    half_solve_part(worker, batch, range, pack, step, ignored);
    worker.member.barrier();
  }
  SolveArrays<Scalar> const arrays = part_arrays(worker, batch, range, pack);
  SchurLayout const layout{worker.order.n(), W::bandwidth};
  Lanes const lanes = solution_lanes(batch.members, range);
  std::int64_t const first = solution_number(batch.members, range, 0);
  Real const pin = pin_root_of(arrays.factor);
  for_separators(extents, [&](std::int64_t t) {
    int const row = layout.row(extents, t);
    for_rows(worker.member, worker.order, [&](auto i) {
      Scalar const change =
          load_lanes<Scalar>(batch.part.change + (row + i) * batch.part.solutions + first, lanes);
      arrays.w.store(t, i, Scalar(pin) * change);
    });
  });
  worker.member.barrier();
  if (extents.separators > 0) {
    Arena<Scalar> arena = worker.substitution_arena();
    ForwardSubstitution<Scalar, W::bandwidth, typename W::Member, typename W::Order> forward(
        worker.member, worker.order, problem, arrays.factor, arrays.w, arena);
    auto g = make_vector<Scalar>(worker.order, arena);
    Scalar scale(0);
    for (std::int64_t t = 0; t < extents.separators; ++t) {
      for (int i = 0; i < worker.order.n(); ++i)
        scale = larger(scale, absolute(arrays.w.load(t, i)) * Scalar(1 / pin));
    }
    forward.add = true;
    forward.start_behind(extents.separators, pin);
    for (std::int64_t t = extents.separators; t < extents.interior_end(); ++t) {
      for_rows(worker.member, worker.order, [&](auto i) { g[i] = Scalar(0); });
      worker.member.barrier();
      forward(t, g);
      if (t % fading_interval != 0) continue;
      Scalar largest(0);
      for_range(worker.order, 0, worker.order.n(),
                [&](auto i) { largest = larger(largest, absolute(g[i])); });
      if (!any(Scalar(faded<Real>()) * scale < largest)) break;
    }
  }
  mask_t<Scalar> const active = Scalar(0) < load_lanes<Scalar>(batch.part.active + first, lanes);
  SystemSolution<Scalar, Real> const y(output, range);
  Status<Scalar> status;
  Scalar size(0);
  backward_sweep<Scalar, W::bandwidth>(
      worker.member, worker.order, problem, arrays.factor, arrays.w, worker.substitution_arena(),
      [&](std::int64_t t, auto& change) {
        size = larger(size, scaled_magnitude(worker.order, scaling_step(problem, t), change));
        if (step.from_zero) status.record_unless_finite(worker.order, change, t);
        for_rows(worker.member, worker.order, [&](auto i) {
          Scalar const x = step.from_zero ? Scalar(0) : arrays.x.load(t, i);
          Scalar const changed = select<Scalar>(active, x + change[i], x);
          if (keep) arrays.x.store(t, i, changed);
          if (t < output.extent[2]) store_row<Scalar>(y, worker.order, t, i, changed);
        });
      });
  if (worker.member.is_leader())
    store_solutions<Scalar>(batch.members, range, batch.part.size, size);
  write_diagnostics(worker, batch, range, status, {});
}

// The right-hand side of a tangent, A^T (b' - A' y) + A'^T (b - A y), by the part's rows.
template <class W>
KOKKOS_INLINE_FUNCTION void tangent_seed_part(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    InputSet<typename W::Real const> const& directions,
    StridedArray<typename W::Real const, 5> const& solution,
    StridedArray<typename W::Real const, 5> const& ghosts,
    StridedArray<typename W::Real, 5> const& output) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  using Solution = SolutionWithGhosts<Scalar, Real const>;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SystemInputs<Scalar> const lane_directions(directions, range);
  Solution const y(solution, ghosts, range);
  SystemSolution<Scalar, Real> const seed(output, range);
  WorkArray<Scalar> const nothing{};
  TangentResidual<Scalar, W::bandwidth, typename W::Member, typename W::Order, Solution> const
      residual{worker.member, worker.order,           problem, lane_directions, y,
               nothing,       worker.residual_arena()};
  auto const sink = [&](std::int64_t t, auto& g) {
    for_rows(worker.member, worker.order,
             [&](auto i) { store_row<Scalar>(seed, worker.order, t, i, g[i]); });
  };
  residual(true, sink);
}

// Gradients by the part's rows, from lambda = M^{-1} dl/dy of the whole, in memory: NaN where
// active says that it is not to be had. Writes where a solution is not finite as a failure.
template <class W>
KOKKOS_INLINE_FUNCTION void gradients_part(W const& worker, Batch<typename W::Real> const& batch,
                                           SystemRange const& range, std::int64_t pack,
                                           std::int64_t task, bool first,
                                           StridedArray<typename W::Real const, 5> const& solution,
                                           StridedArray<typename W::Real const, 5> const& ghosts,
                                           GradientOutputs<typename W::Real> const& out) {
  using Scalar = typename W::Scalar;
  using Solution = SolutionWithGhosts<Scalar, typename W::Real const>;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SolveArrays<Scalar> const arrays = part_arrays(worker, batch, range, pack);
  Solution const y(solution, ghosts, range);
  Scalar const active =
      load_lanes<Scalar>(batch.part.active + solution_number(batch.members, range, 0),
                         solution_lanes(batch.members, range));
  GradientTargets<Scalar> const targets = gradient_targets<Scalar>(out, range, task, first);
  GradientSweep<Scalar, W::bandwidth, typename W::Member, typename W::Order, Solution> const
      gradients{worker.member,
                worker.order,
                problem,
                out.arrays,
                targets,
                y,
                arrays.x,
                valid_lanes<Scalar>(range),
                !(Scalar(0) < active)};
  write_diagnostics(worker, batch, range, gradients(worker.residual_arena()), {});
}

}  // namespace smnn::kernels
