// Definition of launch_order for one compile-time block order; included only by the generated
// translation units.
#pragma once

#include <utility>

#include "smnn/solver/banded/launch_thread.hpp"
#include "smnn/solver/banded/specialised.hpp"

namespace smnn::detail {

// Tries the unrolled kernels of every K, then the one with K at run time.
template <class Scalar, int BlockOrder, int Bandwidth, class Real, class ExecutionSpace>
bool launch_banded(ExecutionSpace const& space, Execution<Real> const& execution,
                   Request<Real> const& request) {
  auto const launch_unrolled = [&]<int Orders>() {
    if constexpr (is_unrolled<ExecutionSpace>(BlockOrder, Orders, Bandwidth) &&
                  Orders >= Bandwidth) {  // central smoothness needs two orders
      if (execution.orders != Orders) return false;
      launch_operation<Scalar, Bandwidth>(space, kernels::StaticOrder<BlockOrder, Orders>(),
                                          execution, request);
      return true;
    }
    return false;
  };
  bool const launched = [&]<int... Minus>(std::integer_sequence<int, Minus...>) {
    return (launch_unrolled.template operator()<Minus + 1>() || ...);
  }
  (std::make_integer_sequence<int, BlockOrder>{});
  if (launched) return true;
  if constexpr (!kernels::is_pair_v<Scalar> && is_looped<ExecutionSpace>(BlockOrder, Bandwidth)) {
    launch_operation<Scalar, Bandwidth>(space, kernels::ArrayOrder<BlockOrder>(execution.orders),
                                        execution, request);
    return true;
  }
  return false;
}

template <class Scalar, int BlockOrder, class Real, class ExecutionSpace>
bool launch_scalar(ExecutionSpace const& space, Execution<Real> const& execution,
                   Request<Real> const& request) {
  return execution.bandwidth == 1 ? launch_banded<Scalar, BlockOrder, 1>(space, execution, request)
                                  : launch_banded<Scalar, BlockOrder, 2>(space, execution, request);
}

template <int BlockOrder, class Real, class ExecutionSpace>
bool launch_order(ExecutionSpace const& space, Execution<Real> const& execution,
                  Request<Real> const& request) {
  using Pack = kernels::native_scalar_t<Real, ExecutionSpace>;
  using Pair = kernels::paired_scalar_t<Real, ExecutionSpace>;
  if constexpr (kernels::is_pair_v<Pair> && BlockOrder <= largest_paired_order) {
    if (request.batch.decomposition.width == kernels::width_v<Pair>)
      return launch_scalar<Pair, BlockOrder>(space, execution, request);
  }
  return launch_scalar<Pack, BlockOrder>(space, execution, request);
}

}  // namespace smnn::detail
