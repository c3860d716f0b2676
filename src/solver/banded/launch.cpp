#include "smnn/solver/banded/launch.hpp"

#include <utility>

#include "smnn/solver/banded/launch_team.hpp"
#include "smnn/solver/banded/launch_thread.hpp"
#include "smnn/solver/banded/specialised.hpp"
#include "smnn/solver/block_orders.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {

bool is_specialised(int block_order, int orders) {
  return [&]<int... N>(std::integer_sequence<int, N...>) {
    return ((block_order == N) || ...) && specialises(block_order, orders);
  }(BlockOrders{});
}

template <class Real, class ExecutionSpace>
void launch(ExecutionSpace const& space, Execution<Real> const& execution, Request<Real> const& request) {
  if (request.batch.decomposition.workers == 0) return;
  kernels::DynamicOrder const order{execution.block_order, execution.orders};
  if (execution.teams) {
    launch_teams(space, order, execution, request);
    return;
  }
  bool const launched = [&]<int... N>(std::integer_sequence<int, N...>) {
    return ((execution.block_order == N && launch_order<N>(space, execution, request)) || ...);
  }(BlockOrders{});
  if (launched) return;
  // The run-time order lives in scratch memory, which threads of a GPU do not have: there teams take it.
  if constexpr (std::is_same_v<typename ExecutionSpace::memory_space, Kokkos::HostSpace>) {
    launch_bandwidth<kernels::native_scalar_t<Real, ExecutionSpace>>(space, order, execution, request);
  } else {
    launch_teams(space, order, execution, request);
  }
}

#define SMNN_LAUNCH(REAL, SPACE) \
  template void launch<REAL, SPACE>(SPACE const&, Execution<REAL> const&, Request<REAL> const&);
SMNN_INSTANTIATE(SMNN_LAUNCH)

}  // namespace smnn::detail
