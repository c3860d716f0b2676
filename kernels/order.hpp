// The order of a block, n = D * K, known at compile time (blocks live in registers) or at run time (in scratch memory).
// Everything below is written once against this interface.
#pragma once

#include <Kokkos_Core.hpp>

namespace smnn::kernels {

template <int BlockOrder, int Orders>
struct StaticOrder {
  static_assert(BlockOrder % Orders == 0);
  static constexpr bool is_static = true;
  static constexpr int max_n = BlockOrder;
  static constexpr int max_k = Orders;
  KOKKOS_INLINE_FUNCTION static constexpr int n() { return BlockOrder; }
  KOKKOS_INLINE_FUNCTION static constexpr int k() { return Orders; }
  KOKKOS_INLINE_FUNCTION static constexpr int dims() { return BlockOrder / Orders; }
};

struct DynamicOrder {
  static constexpr bool is_static = false;
  static constexpr int max_n = 64;
  static constexpr int max_k = 1;
  int block_order = 1;
  int orders = 1;
  KOKKOS_INLINE_FUNCTION int n() const { return block_order; }
  KOKKOS_INLINE_FUNCTION int k() const { return orders; }
  KOKKOS_INLINE_FUNCTION int dims() const { return block_order / orders; }
};

// Largest block order that the library accepts.
inline constexpr int max_block_order = DynamicOrder::max_n;

KOKKOS_INLINE_FUNCTION constexpr int triangle_size(int n) { return n * (n + 1) / 2; }

// Entry (i, j), j <= i, of a lower triangle stored by rows.
KOKKOS_INLINE_FUNCTION constexpr int triangle_index(int i, int j) { return i * (i + 1) / 2 + j; }

}  // namespace smnn::kernels
