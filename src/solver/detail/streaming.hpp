// Which outputs are written past the caches. An output that outgrows them costs half the traffic
// that way, since its lines need not be read before they are written: with adjacent systems, a
// sixth of the time of solve and adjoint whose data lie in memory (order 6, AVX-512). One that fits
// is left in the caches for whoever reads it next.
#pragma once

#include <cstdint>

#include "smnn/kernels/portability/strided.hpp"

namespace smnn::detail {

// Of the level-2 caches of all threads: what lies beyond them is no nearer than the last level.
std::int64_t cache_bytes();

// To be called for outputs whose entries are written once.
template <class T, int Rank>
void stream_if_large(kernels::StridedArray<T, Rank>& output,
                     std::int64_t cached_bytes = cache_bytes()) {
  std::int64_t bytes = sizeof(T);
  for (int axis = 0; axis < Rank; ++axis) {
    if (output.stride[axis] != 0) bytes *= output.extent[axis];
  }
  output.streamed = !output.empty() && bytes > cached_bytes;
}

}  // namespace smnn::detail
