// The banded solver's kernels as functors: one per operation, each usable by threads (with SIMD
// lanes on a CPU) and by teams. Nothing here depends on the execution space, so host spaces share
// one instantiation.
#pragma once

#include <Kokkos_Core.hpp>
#include <utility>

#include "smnn/kernels/part_tasks.hpp"
#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/tasks.hpp"

namespace smnn::detail {

// The arguments of all operations besides the batch itself.
template <class Real>
struct Arguments {
  bool refactor = true;
  kernels::StridedArray<Real, 5> output;          // solution, or its direction
  kernels::StridedArray<Real const, 5> solution;  // adjoint and tangent: y
  kernels::StridedArray<Real const, 5> seed;      // adjoint: dl/dy
  kernels::InputSet<Real const> directions;       // tangent
  kernels::GradientOutputs<Real> gradients;       // adjoint
  // Of a part of a time axis.
  bool from_rows = true;                        // the right-hand side is the rows', not the seed
  bool from_zero = false;                       // there is no solution yet
  bool keep = true;                             // the solution in memory
  kernels::StridedArray<Real const, 5> ghosts;  // of the solution
};

// The last six are the steps of a part of a time axis. Each has a kernel of its own: a GPU's
// registers are counted by kernel.
enum class Operation {
  factor,
  factor_orthogonally,
  solve,
  adjoint,
  tangent,
  factor_part,
  factor_part_orthogonally,
  eliminate_part,
  substitute_part,
  gradients_part,
  tangent_seed_part
};
inline constexpr int operation_count = 11;

constexpr bool is_of_part(Operation operation) { return operation >= Operation::factor_part; }

// Calls action.operator()<Op>() for Op == operation.
template <class Action>
void with_operation(Operation operation, Action const& action) {
  auto const call = [&]<int Number>() {
    constexpr Operation candidate{Number};
    if (operation == candidate) action.template operator()<candidate>();
  };
  [&]<int... Number>(std::integer_sequence<int, Number...>) {
    (call.template operator()<Number>(), ...);
  }
  (std::make_integer_sequence<int, operation_count>{});
}

// What profilers show.
inline constexpr char const* operation_labels[operation_count] = {
    "smnn::banded::factor",
    "smnn::banded::factor_orthogonally",
    "smnn::banded::solve",
    "smnn::banded::adjoint",
    "smnn::banded::tangent",
    "smnn::banded::factor_part",
    "smnn::banded::factor_part_orthogonally",
    "smnn::banded::eliminate_part",
    "smnn::banded::substitute_part",
    "smnn::banded::gradients_part",
    "smnn::banded::tangent_seed_part"};

// What worker `w` does with one task.
template <class Real, Operation Op>
struct TaskBody {
  kernels::Batch<Real> batch;
  Arguments<Real> arguments;

  template <class W>
  SMNN_SWEEP_FUNCTION void operator()(W const& worker, std::int64_t task) const {
    batch.decomposition.for_packs(
        task, [&](kernels::SystemRange const& range, std::int64_t pack, bool first) {
          apply(worker, task, range, pack, first);
        });
    kernels::finish_streaming();
  }

 private:
  template <class W>
  KOKKOS_FORCEINLINE_FUNCTION void apply(W const& worker, std::int64_t task,
                                         kernels::SystemRange const& range, std::int64_t pack,
                                         bool first) const {
    using Scalar = typename W::Scalar;
    if constexpr (Op == Operation::factor || Op == Operation::factor_orthogonally) {
      constexpr bool orthogonal = Op == Operation::factor_orthogonally;
      kernels::Status<Scalar> const status = kernels::factor_pack<orthogonal>(
          worker, batch, range, pack, kernels::right_hand_side<Scalar>(false, {}, range));
      kernels::write_factor_status(worker, batch, range, status);
    } else if constexpr (Op == Operation::solve) {
      kernels::solve_pack(worker, batch, range, pack, arguments.refactor, arguments.output);
    } else if constexpr (Op == Operation::adjoint) {
      kernels::adjoint_pack(worker, batch, range, pack, task, first, arguments.refactor,
                            arguments.solution, arguments.seed, arguments.gradients);
    } else if constexpr (Op == Operation::tangent) {
      kernels::tangent_pack(worker, batch, range, pack, arguments.refactor, arguments.directions,
                            arguments.solution, arguments.output);
    } else if constexpr (Op == Operation::factor_part ||
                         Op == Operation::factor_part_orthogonally) {
      constexpr bool orthogonal = Op == Operation::factor_part_orthogonally;
      kernels::factor_part<orthogonal>(worker, batch, range, pack, arguments.from_rows);
    } else if constexpr (Op == Operation::eliminate_part) {
      kernels::eliminate_part(worker, batch, range, pack, part_step());
    } else if constexpr (Op == Operation::substitute_part) {
      kernels::substitute_part(worker, batch, range, pack, part_step(), arguments.keep,
                               arguments.output);
    } else if constexpr (Op == Operation::gradients_part) {
      kernels::gradients_part(worker, batch, range, pack, task, first, arguments.solution,
                              arguments.ghosts, arguments.gradients);
    } else {
      kernels::tangent_seed_part(worker, batch, range, arguments.directions, arguments.solution,
                                 arguments.ghosts, arguments.output);
    }
  }

  KOKKOS_FORCEINLINE_FUNCTION kernels::PartStep<Real> part_step() const {
    return {arguments.from_rows, arguments.from_zero, arguments.seed};
  }
};

// A worker is a thread.
template <class Scalar, int Bandwidth, class Order, Operation Op>
struct ThreadKernel {
  using Real = kernels::real_t<Scalar>;
  TaskBody<Real, Op> body;
  Order order;
  Real* scratch;              // of all workers; unused by compile-time orders
  std::int64_t scratch_size;  // of one worker

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    kernels::SerialMember const member;
    auto* const own = reinterpret_cast<Scalar*>(scratch + index * scratch_size);
    kernels::Worker<Scalar, Bandwidth, kernels::SerialMember, Order> const worker{
        member, order, index, {own}};
    kernels::Decomposition const& parts = body.batch.decomposition;
    for (std::int64_t task = index; task < parts.tasks(); task += parts.workers) body(worker, task);
  }
};

// A worker is a thread of a Kokkos team, with its lanes; its scratch is the thread's, of the given
// level.
template <class Real, int Bandwidth, Operation Op>
struct TeamKernel {
  TaskBody<Real, Op> body;
  kernels::DynamicOrder order;
  int scratch_size;
  int scratch_level;

  template <class TeamHandle>
  KOKKOS_FUNCTION void operator()(TeamHandle const& handle) const {
    using Member = kernels::TeamMember<TeamHandle>;
    Member const member(handle);
    auto* const own =
        static_cast<Real*>(handle.thread_scratch(scratch_level)
                               .get_shmem(scratch_size * static_cast<int>(sizeof(Real))));
    std::int64_t const index =
        static_cast<std::int64_t>(handle.league_rank()) * handle.team_size() + handle.team_rank();
    kernels::Decomposition const& parts = body.batch.decomposition;
    if (index >= parts.workers) return;
    kernels::Worker<Real, Bandwidth, Member, kernels::DynamicOrder> const worker{
        member, order, index, {own}};
    for (std::int64_t task = index; task < parts.tasks(); task += parts.workers) body(worker, task);
  }
};

}  // namespace smnn::detail
