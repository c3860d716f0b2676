// A solver's array in the caller's memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace smnn::forecast::detail {

// Axis by axis.
template <class Array, class T, std::size_t Rank>
Array strided(T* data, std::int64_t const (&extents)[Rank], std::int64_t const (&strides)[Rank]) {
  Array array;
  array.data = data;
  for (std::size_t axis = 0; axis < Rank; ++axis) {
    array.extent[axis] = extents[axis];
    array.stride[axis] = strides[axis];
  }
  return array;
}

}  // namespace smnn::forecast::detail
