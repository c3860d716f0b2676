#include "smnn/solver/banded/launch.hpp"

#include <utility>

#include "smnn/solver/banded/specialised.hpp"
#include "smnn/solver/block_orders.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {

// Whether body.operator()<N>() is true for any compiled block order N; stops at the first.
template <class Body, int... N>
bool any_compiled_order(std::integer_sequence<int, N...>, Body const& body) {
  return (body.template operator()<N>() || ...);
}

bool has_kernels(int block_order) {
  auto const is_it = [&]<int N>() { return block_order == N; };
  return any_compiled_order(BlockOrders{}, is_it);
}

bool is_specialised(bool on_host, int block_order, int orders, int bandwidth) {
  if (!has_kernels(block_order)) return false;
  return on_host ? is_compiled<Kokkos::DefaultHostExecutionSpace>(block_order, orders, bandwidth)
                 : is_compiled<Kokkos::DefaultExecutionSpace>(block_order, orders, bandwidth);
}

bool is_paired(int block_order, int orders, int bandwidth) {
  return has_kernels(block_order) && block_order <= largest_paired_order &&
         is_unrolled<Kokkos::DefaultHostExecutionSpace>(block_order, orders, bandwidth);
}

template <class Real, class ExecutionSpace>
void launch(ExecutionSpace const& space, Execution<Real> const& execution,
            Request<Real> const& request) {
  if (request.batch.decomposition.workers == 0) return;
  auto const try_order = [&]<int N>() {
    return execution.block_order == N && launch_order<N>(space, execution, request);
  };
  if (!execution.teams && any_compiled_order(BlockOrders{}, try_order)) return;
  launch_run_time_order(space, execution, request);
}

#define SMNN_LAUNCH(REAL, SPACE) \
  template void launch<REAL, SPACE>(SPACE const&, Execution<REAL> const&, Request<REAL> const&);
SMNN_INSTANTIATE(SMNN_LAUNCH)

}  // namespace smnn::detail
