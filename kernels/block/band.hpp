// Which entries of the factor's off-diagonal blocks can differ from zero, and where they are
// stored.
//
// Of a block tridiagonal matrix (bandwidth 1) only L_t is stored: S_t = M_{t+1,t} L_t^{-T} is
// applied by M_{t+1,t}, which follows from the step (assemble.hpp), and a substitution. That is
// less than half of the memory, which is what a long solve, or a GPU, waits for.
//
// Smoothness couples equal dims only, and L^{-T} is upper triangular. So row i of S_t, in dim
// d = i / K, starts at column d K. With central smoothness (bandwidth 2) the row of order K-2 of
// every dim is full: the three-point row of t-1 couples it, by elimination of y_{t-1}, to all of
// y_t. The second off-diagonal block U_t = M_{t+2,t} L_t^{-T} has only that one row per dim,
// starting at its own column: D rows instead of n.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/order.hpp"

namespace smnn::kernels {

// The storage order of a step's factor: L (triangle), S (rows from their first column), U (D full
// rows); for bandwidth 1, L alone.
template <int Bandwidth>
struct Band {
  static_assert(Bandwidth == 1 || Bandwidth == 2);
  static constexpr bool stores_sub = Bandwidth == 2;

  // Row of the block that a three-point row of dim d touches with order K-2.
  template <class Order>
  KOKKOS_FORCEINLINE_FUNCTION static constexpr int strip_row(Order const& order, int d) {
    return order.index_of(d, order.k() - 2);
  }

  template <class Order>
  KOKKOS_FORCEINLINE_FUNCTION static constexpr int row_begin(Order const& order, int i) {
    if (Bandwidth == 2 && order.order_of(i) == order.k() - 2) return 0;
    return order.dim_of(i) * order.k();
  }

  // Position of entry (i, j), j >= row_begin(i), among the stored entries of S.
  template <class Order>
  KOKKOS_FORCEINLINE_FUNCTION static constexpr int sub_index(Order const& order, int i, int j) {
    return order.template sub_row_of<Bandwidth>(i) + j;
  }

  template <class Order>
  KOKKOS_FORCEINLINE_FUNCTION static constexpr int sub_size(Order const& order) {
    int const n = order.n();
    return sub_index(order, n - 1, n - 1) + 1;
  }

  // Offsets of the three parts within the factor of a step, and its size.
  template <class Order>
  KOKKOS_FORCEINLINE_FUNCTION static constexpr int sub_offset(Order const& order) {
    return triangle_size(order.n());
  }
  template <class Order>
  KOKKOS_FORCEINLINE_FUNCTION static constexpr int strip_offset(Order const& order) {
    return sub_offset(order) + sub_size(order);
  }
  template <class Order>
  KOKKOS_FORCEINLINE_FUNCTION static constexpr int factor_size(Order const& order) {
    return stores_sub ? strip_offset(order) + order.dims() * order.n() : sub_offset(order);
  }
};

}  // namespace smnn::kernels
