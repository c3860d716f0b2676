// Which combinations of block order n and derivative orders K have compile-time kernels: every K >= 2 that divides n,
// and n = K = 1.
#pragma once

namespace smnn::detail {

constexpr bool specialises(int block_order, int orders) {
  return block_order % orders == 0 && (orders >= 2 || block_order == 1);
}

}  // namespace smnn::detail
