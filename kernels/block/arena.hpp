// Storage of the blocks and vectors that a sweep carries from one time point to the next: arrays
// (in registers if small) when the block order is known at compile time, else pieces of a scratch
// buffer that the caller provides.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/order.hpp"

namespace smnn::kernels {

// Hands out pieces of a scratch buffer; unused (and empty) for compile-time orders.
template <class Scalar>
struct Arena {
  Scalar* next = nullptr;

  KOKKOS_INLINE_FUNCTION Scalar* take(int count) {
    Scalar* const piece = next;
    next += count;
    return piece;
  }
};

template <class Scalar, int Size>
struct InlineStorage {
  Scalar values[Size];
  KOKKOS_INLINE_FUNCTION Scalar& operator[](int i) { return values[i]; }
  KOKKOS_INLINE_FUNCTION Scalar const& operator[](int i) const { return values[i]; }
};

template <class Scalar>
struct BorrowedStorage {
  Scalar* values;
  KOKKOS_INLINE_FUNCTION Scalar& operator[](int i) const { return values[i]; }
};

// n scalars.
template <class Scalar, class Order>
KOKKOS_INLINE_FUNCTION auto make_vector(Order const& order, [[maybe_unused]] Arena<Scalar>& arena) {
  if constexpr (Order::has_static_blocks) {
    return InlineStorage<Scalar, Order::max_n>();
  } else {
    return BorrowedStorage<Scalar>{arena.take(order.n())};
  }
}

// n (n + 1) / 2 scalars: a lower triangle by rows.
template <class Scalar, class Order>
KOKKOS_INLINE_FUNCTION auto make_triangle(Order const& order,
                                          [[maybe_unused]] Arena<Scalar>& arena) {
  if constexpr (Order::has_static_blocks) {
    return InlineStorage<Scalar, triangle_size(Order::max_n)>();
  } else {
    return BorrowedStorage<Scalar>{arena.take(triangle_size(order.n()))};
  }
}

// n * n scalars, by rows.
template <class Scalar, class Order>
KOKKOS_INLINE_FUNCTION auto make_square(Order const& order, [[maybe_unused]] Arena<Scalar>& arena) {
  if constexpr (Order::has_static_blocks) {
    return InlineStorage<Scalar, Order::max_n * Order::max_n>();
  } else {
    return BorrowedStorage<Scalar>{arena.take(order.n() * order.n())};
  }
}

// D * n scalars, by rows: only one row per dim (that of order K-2) of the second subdiagonal block
// is not zero.
template <class Scalar, class Order>
KOKKOS_INLINE_FUNCTION auto make_strip(Order const& order, [[maybe_unused]] Arena<Scalar>& arena) {
  if constexpr (Order::has_static_blocks) {
    return InlineStorage<Scalar, Order::max_dims * Order::max_n>();
  } else {
    return BorrowedStorage<Scalar>{arena.take(order.dims() * order.n())};
  }
}

// Scalars that the largest sweep (factorisation of a pentadiagonal matrix) takes: two triangles of
// carried diagonal blocks and the current one, two squares, one strip, and sixteen vectors. The 18
// vectors of a residual (13) and a substitution (5) at the same time fit in as well.
KOKKOS_INLINE_FUNCTION constexpr int arena_size(int n, int dims) {
  return 3 * triangle_size(n) + 2 * n * n + dims * n + 16 * n;
}

}  // namespace smnn::kernels
