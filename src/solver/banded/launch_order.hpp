// Definition of launch_order for one compile-time block order; included only by the generated
// translation units.
#pragma once

#include <utility>

#include "smnn/solver/banded/launch_thread.hpp"
#include "smnn/solver/banded/specialised.hpp"

namespace smnn::detail {

template <int BlockOrder, class Real, class ExecutionSpace>
bool launch_order(ExecutionSpace const& space, Execution<Real> const& execution,
                  Request<Real> const& request) {
  using Scalar = kernels::native_scalar_t<Real, ExecutionSpace>;
  if (!specialises<ExecutionSpace>(BlockOrder, execution.orders)) return false;
  if constexpr (BlockOrder <= largest_register_order<ExecutionSpace>) {
    auto const try_orders = [&]<int Orders>() {
      if constexpr (BlockOrder % Orders == 0 && specialises<ExecutionSpace>(BlockOrder, Orders)) {
        if (execution.orders != Orders) return false;
        launch_bandwidth<Scalar>(space, kernels::StaticOrder<BlockOrder, Orders>(), execution,
                                 request);
        return true;
      }
      return false;
    };
    return [&]<int... Minus>(std::integer_sequence<int, Minus...>) {
      return (try_orders.template operator()<Minus + 1>() || ...);
    }
    (std::make_integer_sequence<int, BlockOrder>{});
  } else if constexpr (is_host_space<ExecutionSpace>) {
    launch_bandwidth<Scalar>(space, kernels::ArrayOrder<BlockOrder>(execution.orders), execution,
                             request);
    return true;
  } else {
    return false;
  }
}

}  // namespace smnn::detail
