// Which entries of the factor's off-diagonal blocks can differ from zero, and where they are
// stored.
//
// Smoothness couples equal dims only, and L^{-T} is upper triangular. So row i of S_t = M_{t+1,t}
// L_t^{-T}, in dim d = i / K, starts at column d K. With central smoothness (bandwidth 2) the row
// of order K-2 of every dim is full: the three-point row of t-1 couples it, by elimination of
// y_{t-1}, to all of y_t. The second off-diagonal block U_t = M_{t+2,t} L_t^{-T} has only that one
// row per dim, starting at its own column: D rows instead of n.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/order.hpp"

namespace smnn::kernels {

// The two storage orders of a step's factor: L (triangle), S (rows from their first column), U (D
// full rows).
template <int Bandwidth>
struct Band {
  static_assert(Bandwidth == 1 || Bandwidth == 2);
  static constexpr int width = Bandwidth;

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
    int const n = order.n();
    int const k = order.k();
    int const d = order.dim_of(i);
    int const p = i - d * k;
    int index = k * (d * n - k * (d * (d - 1) / 2)) + p * (n - d * k) + (j - row_begin(order, i));
    if (Bandwidth == 2) index += k * (d * (d - 1) / 2) + (p > strip_row(order, 0) ? d * k : 0);
    return index;
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
    return strip_offset(order) + (Bandwidth == 2 ? order.dims() * order.n() : 0);
  }
};

}  // namespace smnn::kernels
