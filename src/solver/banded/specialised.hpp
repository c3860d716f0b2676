// Which kernels are compiled for a block order n: up to the largest order whose blocks fit in
// registers, one for every K that divides n (K >= 2, or n = K = 1); above, on a CPU, one with K at
// run time; above, on a GPU, teams do the work.
#pragma once

#include <Kokkos_Core.hpp>
#include <type_traits>

namespace smnn::detail {

template <class ExecutionSpace>
inline constexpr bool is_host_space =
    std::is_same_v<typename ExecutionSpace::memory_space, Kokkos::HostSpace>;

// 16 vector registers hold two triangles of order 4; a GPU thread has up to 255 registers of 32
// bits.
template <class ExecutionSpace>
inline constexpr int largest_register_order = is_host_space<ExecutionSpace> ? 4 : 6;

template <class ExecutionSpace>
constexpr bool specialises(int block_order, int orders) {
  if (block_order > largest_register_order<ExecutionSpace>) return is_host_space<ExecutionSpace>;
  return orders >= 2 || block_order == 1;
}

}  // namespace smnn::detail
