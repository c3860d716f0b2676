// Which kernels are compiled for a block order n with K orders: unrolled ones (n and K at compile
// time, blocks in registers as far as they go) for the usual K; for others, on a CPU, one with n at
// compile time that loops; on a GPU, teams do the work.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <type_traits>

#include "smnn/kernels/portability/pack.hpp"

namespace smnn::detail {

template <class ExecutionSpace>
inline constexpr bool is_host_space =
    std::is_same_v<typename ExecutionSpace::memory_space, Kokkos::HostSpace>;

// A GPU thread has up to 255 registers of 32 bits for its blocks. On a CPU larger blocks are
// unrolled as well, which doubles their speed, but only with few K and, beyond n = 4, without
// central smoothness, since each takes seconds to compile.
inline constexpr int largest_register_order = 6;
inline constexpr int largest_central_order = 4;
inline constexpr int largest_unrolled_orders = 4;

template <class ExecutionSpace>
constexpr bool is_unrolled(int block_order, int orders, int bandwidth) {
  if (block_order % orders != 0 || (orders == 1 && block_order > 1)) return false;
  if (!is_host_space<ExecutionSpace>) return block_order <= largest_register_order;
  if (bandwidth == 2) return block_order <= largest_central_order;
  return block_order <= largest_register_order || orders <= largest_unrolled_orders;
}

// A CPU thread takes two packs side by side of blocks up to this order: with the 32 registers of
// AVX-512 10 to 30 % faster for n = 2 to 6, but up to 60 % slower for n = 9 and 12; with the 16 of
// AVX2 slower for n = 3 already (perf/results/2026-11-29-pairs.md).
#ifdef SMNN_HAVE_AVX512_PACKS
inline constexpr int largest_paired_order = 6;
#else
inline constexpr int largest_paired_order = 0;
#endif

// On a GPU larger blocks are shared by lanes of a warp, which has this many; a team is a warp.
inline constexpr int threads_per_warp = 32;

// The fewest that have a row of the block for every lane, of whole fractions of a warp; 8 at least,
// so that what all lanes do alike is not done too often.
constexpr int lanes_per_system(std::int64_t block_order) {
  int lanes = 8;
  while (lanes < block_order && lanes < threads_per_warp) lanes *= 2;
  return lanes;
}

// Whether a kernel loops over blocks of compile-time n: on a CPU where there are no unrolled ones.
// What neither takes, such as many orders of few dims, has the kernel of run-time order.
template <class ExecutionSpace>
constexpr bool is_looped(int block_order, int bandwidth) {
  if (!is_host_space<ExecutionSpace>) return false;
  for (int orders = 1; orders <= block_order; ++orders) {
    if (is_unrolled<ExecutionSpace>(block_order, orders, bandwidth)) return false;
  }
  return true;
}

template <class ExecutionSpace>
constexpr bool is_compiled(int block_order, int orders, int bandwidth) {
  return is_unrolled<ExecutionSpace>(block_order, orders, bandwidth) ||
         is_looped<ExecutionSpace>(block_order, bandwidth);
}

}  // namespace smnn::detail
