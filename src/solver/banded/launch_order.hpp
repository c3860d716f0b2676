// Definition of launch_order for one compile-time block order; included only by the generated translation units.
#pragma once

#include <utility>

#include "smnn/solver/banded/launch_thread.hpp"
#include "smnn/solver/banded/specialised.hpp"

namespace smnn::detail {

template <int BlockOrder, class Real, class ExecutionSpace>
bool launch_order(ExecutionSpace const& space, Execution<Real> const& execution, Request<Real> const& request) {
  using Scalar = kernels::native_scalar_t<Real, ExecutionSpace>;
  auto const try_orders = [&]<int Minus>() {
    constexpr int orders = Minus + 1;
    if constexpr (specialises(BlockOrder, orders)) {
      if (execution.orders == orders) {
        launch_bandwidth<Scalar>(space, kernels::StaticOrder<BlockOrder, orders>(), execution, request);
        return true;
      }
    }
    return false;
  };
  return [&]<int... Minus>(std::integer_sequence<int, Minus...>) {
    return (try_orders.template operator()<Minus>() || ...);
  }(std::make_integer_sequence<int, BlockOrder>{});
}

}  // namespace smnn::detail
