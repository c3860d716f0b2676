#include <algorithm>

#include "smnn/io/parallel/dataset_options.hpp"

namespace smnn::io {

Shape automatic_chunk(Shape const& extents, std::size_t entry_bytes) {
  constexpr std::int64_t largest = std::int64_t{4} << 20;
  Shape chunk = extents;
  for (std::int64_t& extent : chunk) extent = std::max<std::int64_t>(extent, 1);
  auto const too_large = [&] {
    auto const size = bytes(chunk, entry_bytes);
    return !size || *size > largest;
  };
  while (!chunk.empty() && too_large()) {
    auto const longest = std::max_element(chunk.begin(), chunk.end());
    if (*longest == 1) break;
    *longest = (*longest + 1) / 2;
  }
  return chunk;
}

}  // namespace smnn::io
