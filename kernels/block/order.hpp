// The order of a block, n = D * K, known at compile time or at run time. Everything below is
// written once against this interface: n(), k(), dims(), and for each row i of a block the dim
// dim_of(i) and derivative order order_of(i); index_of(d, r) is their inverse.
//
// Within a dim the highest derivative comes first, so that elimination starts with it: the
// governing rows determine it, and of the other pivots powers of the step remain, s^(2r) for
// r < K-1. In ascending order the last pivot, s^(2K-2), would be lost in the rounding of the first.
#pragma once

#include <Kokkos_Core.hpp>

namespace smnn::kernels {

// Largest block order that the library accepts.
inline constexpr int max_block_order = 64;

// Where row i of the subdiagonal block S_t starts among its stored entries, less the row's first
// column: entry (i, j) is stored at sub_row + j. Rows start at their dim's first column, but with
// central smoothness (bandwidth 2) those of order K-2 are full (band.hpp).
KOKKOS_INLINE_FUNCTION constexpr int sub_row(int n, int k, int bandwidth, int i) {
  int const d = i / k;
  int const p = i % k;
  int const start = k * (d * n - k * (d * (d - 1) / 2)) + p * (n - d * k) - d * k;
  if (bandwidth == 1) return start;
  return start + k * (d * (d - 1) / 2) + (p >= 1 ? d * k : 0);
}

// n and K at compile time: blocks live in registers.
template <int BlockOrder, int Orders>
struct StaticOrder {
  static_assert(BlockOrder % Orders == 0);
  static constexpr bool has_static_blocks =
      true;                                  // blocks are arrays, not pieces of scratch memory
  static constexpr bool is_unrolled = true;  // loops over rows are unrolled
  static constexpr int max_n = BlockOrder;
  static constexpr int max_k = Orders;
  static constexpr int max_dims = BlockOrder / Orders;
  KOKKOS_INLINE_FUNCTION static constexpr int n() { return BlockOrder; }
  KOKKOS_INLINE_FUNCTION static constexpr int k() { return Orders; }
  KOKKOS_INLINE_FUNCTION static constexpr int dims() { return BlockOrder / Orders; }
  KOKKOS_INLINE_FUNCTION static constexpr int dim_of(int i) { return i / Orders; }
  KOKKOS_INLINE_FUNCTION static constexpr int order_of(int i) { return Orders - 1 - i % Orders; }
  KOKKOS_INLINE_FUNCTION static constexpr int index_of(int d, int r) {
    return d * Orders + Orders - 1 - r;
  }
  template <int Bandwidth>
  KOKKOS_INLINE_FUNCTION static constexpr int sub_row_of(int i) {
    return sub_row(BlockOrder, Orders, Bandwidth, i);
  }
};

// n at compile time, at most Largest; or Largest only a bound of it. Rows find their dim in a
// table, since dividing by a run-time K costs more than a row's arithmetic.
template <int Largest>
class TabulatedOrder {
 public:
  static constexpr bool is_unrolled = false;
  static constexpr int max_n = Largest;
  static constexpr int max_k = Largest;
  static constexpr int max_dims = Largest;

  TabulatedOrder(int block_order, int orders) : orders_(orders), dims_(block_order / orders) {
    for (int i = 0; i < block_order; ++i) {
      dim_[i] = static_cast<signed char>(i / orders);
      order_[i] = static_cast<signed char>(orders - 1 - i % orders);
      sub_row_[0][i] = static_cast<short>(sub_row(block_order, orders, 1, i));
      sub_row_[1][i] = static_cast<short>(sub_row(block_order, orders, 2, i));
    }
  }

  KOKKOS_INLINE_FUNCTION int k() const { return orders_; }
  KOKKOS_INLINE_FUNCTION int dims() const { return dims_; }
  KOKKOS_INLINE_FUNCTION int dim_of(int i) const { return dim_[i]; }
  KOKKOS_INLINE_FUNCTION int order_of(int i) const { return order_[i]; }
  KOKKOS_INLINE_FUNCTION int index_of(int d, int r) const { return d * orders_ + orders_ - 1 - r; }
  template <int Bandwidth>
  KOKKOS_INLINE_FUNCTION int sub_row_of(int i) const {
    return sub_row_[Bandwidth - 1][i];
  }

 private:
  int orders_;
  int dims_;
  signed char dim_[Largest] = {};
  signed char order_[Largest] = {};
  short sub_row_[2][Largest] = {};
};

// n at compile time, K at run time: blocks too large for registers, in arrays.
template <int BlockOrder>
class ArrayOrder : public TabulatedOrder<BlockOrder> {
 public:
  static constexpr bool has_static_blocks = true;
  explicit ArrayOrder(int orders) : TabulatedOrder<BlockOrder>(BlockOrder, orders) {}
  KOKKOS_INLINE_FUNCTION static constexpr int n() { return BlockOrder; }
};

// n and K at run time: blocks in scratch memory.
class DynamicOrder : public TabulatedOrder<max_block_order> {
 public:
  static constexpr bool has_static_blocks = false;
  DynamicOrder(int block_order, int orders)
      : TabulatedOrder<max_block_order>(block_order, orders), block_order_(block_order) {}
  KOKKOS_INLINE_FUNCTION int n() const { return block_order_; }

 private:
  int block_order_;
};

KOKKOS_INLINE_FUNCTION constexpr int triangle_size(int n) { return n * (n + 1) / 2; }

// Entry (i, j), j <= i, of a lower triangle stored by rows.
KOKKOS_INLINE_FUNCTION constexpr int triangle_index(int i, int j) { return i * (i + 1) / 2 + j; }

}  // namespace smnn::kernels
