// Loops over the rows of a block: unrolled with compile-time indices for small compile-time orders, so that blocks stay
// in registers on every compiler, plain loops otherwise.
#pragma once

#include <Kokkos_Core.hpp>
#include <type_traits>
#include <utility>

#include "smnn/kernels/member.hpp"
#include "smnn/kernels/order.hpp"

namespace smnn::kernels {

// Beyond this order the unrolled code of one time step no longer fits an instruction cache.
inline constexpr int largest_unrolled_order = 6;

template <class Order>
consteval bool unrolls() {
  if constexpr (Order::is_static) {
    return Order::max_n <= largest_unrolled_order;
  } else {
    return false;
  }
}

template <class Body, int... I>
KOKKOS_FORCEINLINE_FUNCTION void unrolled(Body const& body, std::integer_sequence<int, I...>) {
  (body(std::integral_constant<int, I>{}), ...);
}

template <int Largest, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_indices(int begin, int end, Body const& body) {
  if constexpr (unrolls<Order>()) {
    unrolled(
        [&](auto i) {
          if (i >= begin && i < end) body(i);
        },
        std::make_integer_sequence<int, Largest>{});
  } else {
    for (int i = begin; i < end; ++i) body(i);
  }
}

// body(i) for begin <= i < end, rows of a block, by one thread.
template <class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_range(Order const&, int begin, int end, Body const& body) {
  for_indices<Order::max_n, Order>(begin, end, body);
}

// body(r) for begin <= r < end, derivative orders of a dim, by one thread.
template <class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_orders(Order const&, int begin, int end, Body const& body) {
  for_indices<Order::max_k, Order>(begin, end, body);
}

// body(d) for every dim, by one thread.
template <class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_dims(Order const& order, Body const& body) {
  for_indices<Order::max_n / Order::max_k, Order>(0, order.dims(), body);
}

// body(i) for every row i = 0 .. n-1, shared among the member's threads.
template <class Member, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_rows(Member const& member, Order const& order, Body const& body) {
  if constexpr (std::is_same_v<Member, SerialMember>) {
    for_range(order, 0, order.n(), body);
  } else {
    member.for_each(order.n(), body);
  }
}

// body(i) for begin <= i < n, shared among the member's threads.
template <class Member, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_rows_from(Member const& member, Order const& order, int begin, Body const& body) {
  if constexpr (std::is_same_v<Member, SerialMember>) {
    for_range(order, begin, order.n(), body);
  } else {
    member.for_each(order.n() - begin, [&](int i) { body(begin + i); });
  }
}

}  // namespace smnn::kernels
