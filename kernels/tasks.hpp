// What a worker does with one pack of systems: factor, solve, adjoint, tangent. The sweeps of a
// pack follow each other so that its factor and vectors stay in cache.
#pragma once

#include <Kokkos_Core.hpp>
#include <type_traits>

#include "smnn/kernels/batch.hpp"
#include "smnn/kernels/sweeps/gradient.hpp"
#include "smnn/kernels/sweeps/orthogonal.hpp"
#include "smnn/kernels/sweeps/refine.hpp"
#include "smnn/kernels/sweeps/residual.hpp"
#include "smnn/kernels/sweeps/tangent.hpp"

namespace smnn::kernels {

// A worker: who executes, the order of its blocks, and its scratch memory.
template <class Scalar_, int Bandwidth_, class Member_, class Order_>
struct Worker {
  using Scalar = Scalar_;
  using Real = real_t<Scalar>;
  using Member = Member_;
  using Order = Order_;
  static constexpr int bandwidth = Bandwidth_;

  Member const& member;
  Order order;
  std::int64_t slot;
  Arena<Scalar> arena;

  // The first part of the scratch memory holds the vectors of residual sweeps, the rest those of
  // substitutions, which run inside them.
  // At most: a gradient takes 9 vectors, a residual 8, a tangent's residual 13.
  static constexpr int residual_vectors = 13;
  KOKKOS_INLINE_FUNCTION Arena<Scalar> residual_arena() const { return arena; }
  KOKKOS_INLINE_FUNCTION Arena<Scalar> substitution_arena() const {
    Arena<Scalar> rest = arena;
    if constexpr (!Order::has_static_blocks) rest.take(residual_vectors * order.n());
    return rest;
  }
};

template <class W>
KOKKOS_INLINE_FUNCTION Status<typename W::Scalar> load_status(Batch<typename W::Real> const& batch,
                                                              std::int64_t pack) {
  return {batch.factor_status.template slot<typename W::Scalar>(pack).load(0, 0)};
}

// What is to be solved for besides the matrix: the problem's own right-hand side, a seed, or
// nothing.
template <class Scalar>
struct RightHandSide {
  bool from_rows;
  SystemSolution<Scalar, real_t<Scalar> const> seed;
};

template <class Scalar>
KOKKOS_INLINE_FUNCTION RightHandSide<Scalar> right_hand_side(
    bool from_rows, StridedArray<real_t<Scalar> const, 5> const& seed, SystemRange const& range) {
  return {from_rows, SystemSolution<Scalar, real_t<Scalar> const>(seed, range)};
}

// Whether solves, adjoints and tangents can factor orthogonally on the way. Not in a device build:
// there the sweep would be inlined and take registers from all others, so that it has a kernel of
// its own and the factor is kept.
#ifdef SMNN_DEVICE_BUILD
inline constexpr bool can_factor_orthogonally_inside = false;
#else
inline constexpr bool can_factor_orthogonally_inside = true;
#endif

// The order that an orthogonal sweep is compiled for. On a host unrolled loops would gain it
// nothing.
template <class Order>
struct LoopedOrder : Order {
  static constexpr bool is_unrolled = false;
};
template <class Order>
KOKKOS_INLINE_FUNCTION decltype(auto) orthogonal_order(Order const& order) {
  if constexpr (can_factor_orthogonally_inside && Order::is_unrolled) {
    return LoopedOrder<Order>{order};
  } else {
    return (order);
  }
}

// The factor of a problem and, for a right-hand side, z := L^{-1} beta. The orthogonal sweep knows
// no seed.
template <bool Orthogonal, class W>
KOKKOS_INLINE_FUNCTION Status<typename W::Scalar> factor_problem(
    W const& worker, SweepProblem<typename W::Scalar> const& problem,
    RightHandSide<typename W::Scalar> const& rhs, FactorArray<typename W::Scalar> const& factor,
    WorkArray<typename W::Scalar> const& z, WorkArray<typename W::Scalar> const& schur,
    Status<typename W::Scalar>& of_rhs) {
  using Scalar = typename W::Scalar;
  if constexpr (Orthogonal) {
    auto const& order = orthogonal_order(worker.order);
    return orthogonal_sweep<Scalar, W::bandwidth>(worker.member, order, problem, rhs.from_rows,
                                                  factor, z, schur, of_rhs, worker.arena);
  } else {
    return factor_sweep<Scalar, W::bandwidth>(worker.member, worker.order, problem, rhs.from_rows,
                                              rhs.seed, factor, z, schur, of_rhs, worker.arena);
  }
}

// Factors the matrices of a range, keeping its status beside a kept factor; z := L^{-1} beta if
// there is a right-hand side.
template <bool Orthogonal, class W>
KOKKOS_INLINE_FUNCTION Status<typename W::Scalar> factor_pack(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    std::int64_t pack, RightHandSide<typename W::Scalar> const& rhs) {
  using Scalar = typename W::Scalar;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SolveArrays<Scalar> const arrays = batch.template arrays<Scalar>(worker.slot, pack);
  Status<Scalar> of_rhs;
  Status<Scalar> status = factor_problem<Orthogonal>(
      worker, problem, rhs, arrays.factor, arrays.x,
      batch.schur.template slot<Scalar>(batch.factor_slot(worker.slot, pack)), of_rhs);
  if (batch.keep_factor && worker.member.is_leader()) {
    batch.factor_status.template slot<Scalar>(pack).store(0, 0, status.first_failure);
  }
  status.merge(of_rhs);
  return status;
}

// action(std::bool_constant) of how a batch is factored within another operation: orthogonally?
template <class Real, class Action>
KOKKOS_INLINE_FUNCTION auto with_factorization(Batch<Real> const& batch, Action const& action) {
  if constexpr (can_factor_orthogonally_inside) {
    if (batch.orthogonal) return action(std::true_type());
  }
  return action(std::false_type());
}

// The same within another operation.
template <class W>
KOKKOS_INLINE_FUNCTION Status<typename W::Scalar> factor_inside(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    std::int64_t pack, RightHandSide<typename W::Scalar> const& rhs) {
  return with_factorization(batch, [&](auto orthogonal) {
    return factor_pack<orthogonal.value>(worker, batch, range, pack, rhs);
  });
}

// Notes in the status what the corrections tell: an overflow has made the solution unusable; where
// they do not converge, it is far off.
template <class Scalar>
KOKKOS_INLINE_FUNCTION void judge(Convergence<Scalar> const& convergence,
                                  Batch<real_t<Scalar>> const& batch, Status<Scalar>& status) {
  status.record(is_finite(convergence.previous), batch.extents.time_points - 1);
  status.record_not_converged(convergence.lost(batch.refinement));
}

// Failed lanes of an output become NaN.
template <class W>
KOKKOS_INLINE_FUNCTION void erase_failed(
    W const& worker, Batch<typename W::Real> const& batch, Status<typename W::Scalar> const& status,
    SystemSolution<typename W::Scalar, typename W::Real> const& output) {
  using Scalar = typename W::Scalar;
  if (output.empty()) return;
  mask_t<Scalar> const failed = status.failed();
  for (std::int64_t t = 0; t < batch.extents.time_points; ++t) {
    for_rows(worker.member, worker.order, [&](auto i) {
      int const d = worker.order.dim_of(i);
      int const r = worker.order.order_of(i);
      output.store(t, d, r, select<Scalar>(failed, not_a_number<Scalar>(), output.load(t, d, r)));
    });
  }
}

// The solution from its half-solved z, which may be Q^T b of an orthogonal elimination, corrected,
// in x and in the output.
template <class W, class Residual>
KOKKOS_INLINE_FUNCTION Convergence<typename W::Scalar> finish_and_refine(
    W const& worker, Batch<typename W::Real> const& batch, Residual const& residual,
    SolveArrays<typename W::Scalar> const& arrays, WorkArray<typename W::Scalar> const& z,
    bool orthogonal, SolutionOutput<typename W::Scalar> const& output,
    Status<typename W::Scalar>& status) {
  using Scalar = typename W::Scalar;
  SweepProblem<Scalar> const& problem = residual.problem;
  Scalar const norm = finish_solution<Scalar, W::bandwidth>(
      worker.member, worker.order, problem, arrays.factor, z, arrays.x, output,
      batch.refinement.sweeps == 0, status, worker.substitution_arena());
  Convergence<Scalar> const convergence = refine<Scalar, W::bandwidth>(
      worker.member, worker.order, problem, residual, arrays, norm, output.array, batch.refinement,
      orthogonal, worker.substitution_arena());
  judge(convergence, batch, status);
  if (any(status.failed())) erase_failed(worker, batch, status, output.array);
  return convergence;
}

// Solves for a right-hand side given by rows, from zero, with a factor in memory; then corrects.
template <class W, class Residual>
KOKKOS_INLINE_FUNCTION Convergence<typename W::Scalar> solve_from_zero(
    W const& worker, Batch<typename W::Real> const& batch, Residual const& residual,
    SolveArrays<typename W::Scalar> const& arrays, SolutionOutput<typename W::Scalar> const& output,
    Status<typename W::Scalar>& status) {
  using Scalar = typename W::Scalar;
  Arena<Scalar> arena = worker.substitution_arena();
  ForwardSubstitution<Scalar, W::bandwidth, typename W::Member, typename W::Order> forward(
      worker.member, worker.order, residual.problem, arrays.factor, arrays.w, arena);
  residual(true, forward);
  status.merge(forward.status);
  return finish_and_refine(worker, batch, residual, arrays, arrays.w, false, output, status);
}

// Solves for `rhs`, of which `residual` hands out what is left: factors on the way if `refactor`,
// else with the factor in memory; then corrects. Where the output lies is found out after the
// factorisation, which leaves a GPU no registers for it.
template <class W, class Residual>
KOKKOS_INLINE_FUNCTION Convergence<typename W::Scalar> solve_for(
    W const& worker, Batch<typename W::Real> const& batch, SystemRange const& range,
    std::int64_t pack, bool refactor, RightHandSide<typename W::Scalar> const& rhs,
    Residual const& residual, StridedArray<typename W::Real, 5> const& output, bool need_x,
    Status<typename W::Scalar>& status) {
  using Scalar = typename W::Scalar;
  bool const with_rhs = refactor && !(batch.orthogonal && !rhs.seed.empty());
  if (with_rhs) {
    status = factor_inside(worker, batch, range, pack, rhs);
  } else {
    status = refactor ? factor_inside(worker, batch, range, pack,
                                      right_hand_side<Scalar>(false, {}, range))
                      : load_status<W>(batch, pack);
  }
  SolveArrays<Scalar> const arrays = batch.template arrays<Scalar>(worker.slot, pack);
  SolutionOutput<Scalar> const solution{SystemSolution<Scalar, typename W::Real>(output, range),
                                        need_x};
  if (!with_rhs) return solve_from_zero(worker, batch, residual, arrays, solution, status);
  return finish_and_refine(worker, batch, residual, arrays, arrays.x, batch.orthogonal, solution,
                           status);
}

template <class W>
KOKKOS_INLINE_FUNCTION void write_diagnostics(W const& worker, Batch<typename W::Real> const& batch,
                                              SystemRange const& range,
                                              Status<typename W::Scalar> const& status,
                                              Convergence<typename W::Scalar> const& refinement) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  if (!worker.member.is_leader()) return;
  Diagnostics<Real> const& out = batch.diagnostics;
  LaneValues<Scalar> const info(status.first_failure);
  LaneValues<Scalar> const sweeps(refinement.sweeps);
  LaneValues<Scalar> const error(refinement.error);
  for (int lane = 0; lane < range.valid; ++lane) {
    std::int64_t const number = solution_number(batch.members, range, lane);
    out.info[number] = static_cast<std::int64_t>(info[lane]);
    out.sweeps[number] = static_cast<std::int64_t>(sweeps[lane]);
    out.rounding_error[number] = Real(0) < info[lane] ? not_a_number<Real>() : error[lane];
  }
}

// Tells the status of a factorisation to all right-hand sides that it serves.
template <class W>
KOKKOS_INLINE_FUNCTION void write_factor_status(W const& worker,
                                                Batch<typename W::Real> const& batch,
                                                SystemRange const& range,
                                                Status<typename W::Scalar> const& status) {
  if (!range.along_members) {
    write_diagnostics(worker, batch, range, status, {});
    return;
  }
  if (!worker.member.is_leader()) return;
  Diagnostics<typename W::Real> const& out = batch.diagnostics;
  auto const code =
      static_cast<std::int64_t>(LaneValues<typename W::Scalar>(status.first_failure)[0]);
  for (std::int64_t m = 0; m < batch.members; ++m) {
    std::int64_t const number = range.group * batch.members + m;
    out.info[number] = code;
    out.sweeps[number] = 0;
    out.rounding_error[number] = not_a_number<typename W::Real>();
  }
}

// Solves a range of systems: factors first if `refactor`, else with the factor in memory.
template <class W>
KOKKOS_INLINE_FUNCTION void solve_pack(W const& worker, Batch<typename W::Real> const& batch,
                                       SystemRange const& range, std::int64_t pack, bool refactor,
                                       StridedArray<typename W::Real, 5> const& output) {
  using Scalar = typename W::Scalar;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SolveArrays<Scalar> const arrays = batch.template arrays<Scalar>(worker.slot, pack);
  bool const with_norm = batch.diagnostics.residual_norm != nullptr;
  RightHandSide<Scalar> const rhs = right_hand_side<Scalar>(true, {}, range);
  NormalResidual<Scalar, W::bandwidth, typename W::Member, typename W::Order,
                 WorkArray<Scalar>> const residual{
      worker.member, worker.order, problem, arrays.x, true, rhs.seed, worker.residual_arena()};
  Status<Scalar> status;
  Convergence<Scalar> const refinement =
      solve_for(worker, batch, range, pack, refactor, rhs, residual, output, with_norm, status);
  write_diagnostics(worker, batch, range, status, refinement);
  if (with_norm) {
    auto const ignore = [](std::int64_t, auto&) {};
    Scalar const squares = residual(false, ignore);
    Scalar const norm =
        select<Scalar>(status.failed(), not_a_number<Scalar>(), square_root(squares));
    if (worker.member.is_leader())
      store_solutions<Scalar>(batch.members, range, batch.diagnostics.residual_norm, norm);
  }
}

// Directional derivative of the solution of a range of systems.
template <class W>
KOKKOS_INLINE_FUNCTION void tangent_pack(W const& worker, Batch<typename W::Real> const& batch,
                                         SystemRange const& range, std::int64_t pack, bool refactor,
                                         InputSet<typename W::Real const> const& directions,
                                         StridedArray<typename W::Real const, 5> const& solution,
                                         StridedArray<typename W::Real, 5> const& output) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SolveArrays<Scalar> const arrays = batch.template arrays<Scalar>(worker.slot, pack);
  SystemInputs<Scalar> const lane_directions(directions, range);
  SystemSolution<Scalar, Real const> const y(solution, range);
  Status<Scalar> status = refactor ? factor_inside(worker, batch, range, pack,
                                                   right_hand_side<Scalar>(false, {}, range))
                                   : load_status<W>(batch, pack);
  TangentResidual<Scalar, W::bandwidth, typename W::Member, typename W::Order> const residual{
      worker.member, worker.order, problem, lane_directions, y, arrays.x, worker.residual_arena()};
  SolutionOutput<Scalar> const direction{SystemSolution<Scalar, Real>(output, range), false};
  Convergence<Scalar> const refinement =
      solve_from_zero(worker, batch, residual, arrays, direction, status);
  write_diagnostics(worker, batch, range, status, refinement);
}

// Where gradients go: the caller's arrays (empty: not wanted) and, for inputs that several systems
// share, partial sums with a slot per task.
template <class Real>
struct GradientOutputs {
  InputSet<Real> arrays;
  WorkBuffer<Real> coefficients_partial;
  WorkBuffer<Real> rhs_partial;
  WorkBuffer<Real> initial_values_partial;
  WorkBuffer<Real> steps_partial;
  bool coefficients_over_time = false;
  bool rhs_over_time = false;
  bool steps_over_time = false;
};

template <class Scalar, class Real>
KOKKOS_INLINE_FUNCTION GradientTarget<Scalar> gradient_target(LaneArray<Scalar, Real> const& direct,
                                                              std::int64_t time_stride,
                                                              WorkBuffer<Real> const& partial,
                                                              bool over_time, std::int64_t task,
                                                              bool first) {
  GradientTarget<Scalar> target;
  if (direct.data == nullptr) return target;
  target.shared_over_time = over_time;
  target.first_visit = first;
  if (partial.data != nullptr) {
    target.partial = partial.template slot<Scalar>(task);
  } else {
    target.direct = direct;
    target.time_stride = time_stride;
  }
  return target;
}

template <class Scalar, class Real>
KOKKOS_INLINE_FUNCTION GradientTargets<Scalar> gradient_targets(GradientOutputs<Real> const& out,
                                                                SystemRange const& range,
                                                                std::int64_t task, bool first) {
  InputSet<Real> const& a = out.arrays;
  return {gradient_target<Scalar, Real>(slice_groups<Scalar>(a.coefficients, range),
                                        a.coefficients.stride[1], out.coefficients_partial,
                                        out.coefficients_over_time, task, first),
          gradient_target<Scalar, Real>(slice_solutions<Scalar>(a.rhs, range), a.rhs.stride[2],
                                        out.rhs_partial, out.rhs_over_time, task, first),
          gradient_target<Scalar, Real>(slice_solutions<Scalar>(a.initial_values, range),
                                        a.initial_values.stride[2], out.initial_values_partial,
                                        false, task, first),
          gradient_target<Scalar, Real>(slice_groups<Scalar>(a.steps, range), a.steps.stride[1],
                                        out.steps_partial, out.steps_over_time, task, first)};
}

// Gradients of a range of systems, from the seed dl/dy.
template <class W>
KOKKOS_INLINE_FUNCTION void adjoint_pack(W const& worker, Batch<typename W::Real> const& batch,
                                         SystemRange const& range, std::int64_t pack,
                                         std::int64_t task, bool first, bool refactor,
                                         StridedArray<typename W::Real const, 5> const& solution,
                                         StridedArray<typename W::Real const, 5> const& seed,
                                         GradientOutputs<typename W::Real> const& out) {
  using Scalar = typename W::Scalar;
  using Real = typename W::Real;
  SweepProblem<Scalar> const problem = batch.template problem<Scalar>(range);
  SolveArrays<Scalar> const arrays = batch.template arrays<Scalar>(worker.slot, pack);
  RightHandSide<Scalar> const rhs = right_hand_side<Scalar>(false, seed, range);
  NormalResidual<Scalar, W::bandwidth, typename W::Member, typename W::Order,
                 WorkArray<Scalar>> const residual{
      worker.member, worker.order, problem, arrays.x, false, rhs.seed, worker.residual_arena()};
  Status<Scalar> status;
  Convergence<Scalar> const refinement =
      solve_for(worker, batch, range, pack, refactor, rhs, residual, {}, true, status);
  SystemSolution<Scalar, Real const> const y(solution, range);
  GradientTargets<Scalar> const targets = gradient_targets<Scalar>(out, range, task, first);
  GradientSweep<Scalar, W::bandwidth, typename W::Member, typename W::Order> gradients{
      worker.member,  worker.order,
      problem,        out.arrays,
      targets,        y,
      arrays.x,       valid_lanes<Scalar>(range),
      status.failed()};
  Status<Scalar> const of_solution = gradients(worker.residual_arena());
  if (any(of_solution.failed() && !status.failed())) {
    // All gradients of a solution that is not finite are NaN; only the end of the sweep tells.
    status.merge(of_solution);
    gradients.failed = status.failed();
    gradients(worker.residual_arena());
  }
  write_diagnostics(worker, batch, range, status, refinement);
}

}  // namespace smnn::kernels
