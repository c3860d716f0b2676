#include "smnn/solver/banded/launch.hpp"

#include <utility>

#include "smnn/solver/banded/launch_team.hpp"
#include "smnn/solver/banded/launch_thread.hpp"
#include "smnn/solver/banded/specialised.hpp"
#include "smnn/solver/block_orders.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {

bool is_specialised(bool on_host, int block_order, int orders) {
  bool const compiled = [&]<int... N>(std::integer_sequence<int, N...>) {
    return ((block_order == N) || ...);
  }
  (BlockOrders{});
  if (on_host)
    return compiled && specialises<Kokkos::DefaultHostExecutionSpace>(block_order, orders);
  return compiled && specialises<Kokkos::DefaultExecutionSpace>(block_order, orders);
}

template <class Real, class ExecutionSpace>
void launch(ExecutionSpace const& space, Execution<Real> const& execution,
            Request<Real> const& request) {
  if (request.batch.decomposition.workers == 0) return;
  kernels::DynamicOrder const order(execution.block_order, execution.orders);
  if (execution.teams) {
    launch_teams(space, order, execution, request);
    return;
  }
  bool const launched = [&]<int... N>(std::integer_sequence<int, N...>) {
    return ((execution.block_order == N && launch_order<N>(space, execution, request)) || ...);
  }
  (BlockOrders{});
  if (launched) return;
  // The run-time order lives in scratch memory, which threads of a GPU do not have: there teams
  // take it.
  if constexpr (is_host_space<ExecutionSpace>) {
    launch_bandwidth<kernels::native_scalar_t<Real, ExecutionSpace>>(space, order, execution,
                                                                     request);
  } else {
    launch_teams(space, order, execution, request);
  }
}

#define SMNN_LAUNCH(REAL, SPACE) \
  template void launch<REAL, SPACE>(SPACE const&, Execution<REAL> const&, Request<REAL> const&);
SMNN_INSTANTIATE(SMNN_LAUNCH)

}  // namespace smnn::detail
