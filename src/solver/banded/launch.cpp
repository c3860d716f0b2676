#include "smnn/solver/banded/launch.hpp"

#include <utility>

#include "smnn/solver/banded/specialised.hpp"
#include "smnn/solver/block_orders.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {

bool is_specialised(bool on_host, int block_order, int orders) {
  bool const compiled = [&]<int... N>(std::integer_sequence<int, N...>) {
    return ((block_order == N) || ...);
  }
  (BlockOrders{});
  if (on_host) {
    return compiled && is_compiled<Kokkos::DefaultHostExecutionSpace>(block_order, orders);
  }
  return compiled && is_compiled<Kokkos::DefaultExecutionSpace>(block_order, orders);
}

template <class Real, class ExecutionSpace>
void launch(ExecutionSpace const& space, Execution<Real> const& execution,
            Request<Real> const& request) {
  if (request.batch.decomposition.workers == 0) return;
  bool const launched = !execution.teams&& [&]<int... N>(std::integer_sequence<int, N...>) {
    return ((execution.block_order == N && launch_order<N>(space, execution, request)) || ...);
  }
  (BlockOrders{});
  if (!launched) launch_run_time_order(space, execution, request);
}

#define SMNN_LAUNCH(REAL, SPACE) \
  template void launch<REAL, SPACE>(SPACE const&, Execution<REAL> const&, Request<REAL> const&);
SMNN_INSTANTIATE(SMNN_LAUNCH)

}  // namespace smnn::detail
