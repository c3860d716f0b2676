// What the tests of sweeps are compiled for: scalar, bandwidth and order of the blocks.
#pragma once

#include <type_traits>

namespace smnn::kernels {

template <class Scalar_, int Bandwidth_, class Order_, int BlockOrder, int Orders>
struct Combination {
  using Scalar = Scalar_;
  using Order = Order_;
  static constexpr int bandwidth = Bandwidth_;
  static constexpr int n = BlockOrder;
  static constexpr int k = Orders;
};

template <class Order>
Order make_order(int n, int k) {
  if constexpr (std::is_empty_v<Order>) {
    return {};
  } else if constexpr (std::is_constructible_v<Order, int, int>) {
    return Order(n, k);
  } else {
    return Order(k);
  }
}

}  // namespace smnn::kernels
