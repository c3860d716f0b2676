// A non-owning multi-dimensional array with 64-bit strides: what every kernel sees of the caller's
// views, whatever their layout or memory space. A stride of 0 along an axis means that the axis is
// shared.
//
// Where parts of a time axis are systems of their own, side by side in the batch (Decomposition),
// an array of the whole axis serves them: `part_stride` leads from a part to the next one.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

namespace smnn::kernels {

template <class T, int Rank>
struct StridedArray {
  T* data = nullptr;
  std::int64_t extent[Rank] = {};
  std::int64_t stride[Rank] = {};
  std::int64_t part_stride = 0;
  bool streamed = false;  // an output too large for the caches, which writes bypass

  KOKKOS_INLINE_FUNCTION bool empty() const { return data == nullptr; }
};

}  // namespace smnn::kernels
