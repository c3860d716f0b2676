// Loops over the rows of a block: unrolled with compile-time indices for small compile-time orders,
// so that blocks stay in registers on every compiler, plain loops otherwise.
#pragma once

#include <Kokkos_Core.hpp>
#include <type_traits>
#include <utility>

#include "smnn/kernels/block/order.hpp"
#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/portability/member.hpp"

namespace smnn::kernels {

// body(i) for begin <= i < end. An unrolled loop has a constant trip count, so that it unrolls
// inside any other.
template <int Largest, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_indices(int begin, int end, Body const& body) {
  if constexpr (Order::is_unrolled) {
    SMNN_UNROLL
    for (int i = 0; i < Largest; ++i) {
      if (i >= begin && i < end) body(i);
    }
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
  for_indices<Order::max_dims, Order>(0, order.dims(), body);
}

// body(i) for every row i = 0 .. n-1, shared among the member's threads.
template <class Member, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_rows(Member const& member, Order const& order,
                                          Body const& body) {
  if constexpr (std::is_same_v<Member, SerialMember>) {
    for_range(order, 0, order.n(), body);
  } else {
    member.for_each(order.n(), body);
  }
}

// body(i) for begin <= i < n, shared among the member's threads.
template <class Member, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_rows_from(Member const& member, Order const& order, int begin,
                                               Body const& body) {
  if constexpr (std::is_same_v<Member, SerialMember>) {
    for_range(order, begin, order.n(), body);
  } else {
    member.for_each(order.n() - begin, [&](int i) { body(begin + i); });
  }
}

}  // namespace smnn::kernels
