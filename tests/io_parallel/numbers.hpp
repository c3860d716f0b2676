/// Values that tell where in an array they belong.
#pragma once

#include <cstdint>
#include <vector>

#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/slab.hpp"

namespace smnn::test {

/// Small datasets read by each rank for itself, as large ones are, and by rank 0 for all.
inline constexpr io::ParallelReadOptions both_ways_to_read[] = {{.replicated_bytes = 0}, {}};

/// Entry number i of an array, counted in row-major order.
template <class T>
T entry(std::int64_t i) {
  return static_cast<T>(i * 7 % 1009 - 500) / static_cast<T>(sizeof(T) == 8 ? 4 : 2);
}

/// Entries of a slab of an array of those extents, in row-major order.
template <class T>
std::vector<T> entries_of(io::Slab const& slab, io::Shape const& extents) {
  std::vector<T> values;
  if (slab.count.size() != extents.size()) return values;  // nothing
  std::int64_t const count = io::entries(slab.count).value_or(0);
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t rest = i;
    std::int64_t stride = 1;
    std::int64_t position = 0;
    for (std::size_t axis = extents.size(); axis-- > 0;) {
      position += stride * (slab.offset[axis] + rest % slab.count[axis]);
      rest /= slab.count[axis];
      stride *= extents[axis];
    }
    values.push_back(entry<T>(position));
  }
  return values;
}

}  // namespace smnn::test
