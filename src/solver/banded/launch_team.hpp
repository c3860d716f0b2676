// Launches team kernels: one system for some lanes of a warp (on a CPU: for a thread), blocks of
// run-time order in scratch memory.
#pragma once

#include <string>

#include "smnn/solver/banded/launch.hpp"
#include "smnn/solver/banded/specialised.hpp"

namespace smnn::detail {

// Scratch that fits every GPU's shared memory goes to level 0, more to level 1 (global memory).
inline constexpr int largest_shared_scratch = 40 * 1024;

template <int Bandwidth, Operation Op, class Real, class ExecutionSpace>
void launch_team_kernel(ExecutionSpace const& space, kernels::DynamicOrder const& order,
                        Execution<Real> const& execution, Request<Real> const& request) {
  int const scratch = execution.arena_size;
  int const bytes = scratch * static_cast<int>(sizeof(Real));
  int const systems = is_host_space<ExecutionSpace> ? 1 : threads_per_warp / execution.lanes;
  int const level = systems * bytes <= largest_shared_scratch ? 0 : 1;
  TeamKernel<Real, Bandwidth, Op> const kernel{TaskBody<Real, Op>{request.batch, request.arguments},
                                               order, scratch, level};
  std::int64_t const teams =
      kernels::Decomposition::ceil_divide(request.batch.decomposition.workers, systems);
  Kokkos::TeamPolicy<ExecutionSpace> policy(space, static_cast<int>(teams), systems,
                                            execution.lanes);
  // Beside the arena, room for the alignment of the allocation within the scratch.
  policy.set_scratch_size(level, Kokkos::PerThread(bytes + 64));
  std::string const label = operation_labels[static_cast<int>(Op)];
  Kokkos::parallel_for(label + "_by_teams", policy, kernel);
}

template <int Bandwidth, class Real, class ExecutionSpace>
void launch_team_operation(ExecutionSpace const& space, kernels::DynamicOrder const& order,
                           Execution<Real> const& execution, Request<Real> const& request) {
  with_operation(request.operation, [&]<Operation Op>() {
    launch_team_kernel<Bandwidth, Op>(space, order, execution, request);
  });
}

template <class Real, class ExecutionSpace>
void launch_teams(ExecutionSpace const& space, kernels::DynamicOrder const& order,
                  Execution<Real> const& execution, Request<Real> const& request) {
  if (execution.bandwidth == 1) {
    launch_team_operation<1>(space, order, execution, request);
  } else {
    launch_team_operation<2>(space, order, execution, request);
  }
}

}  // namespace smnn::detail
