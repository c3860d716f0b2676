#include "smnn/io/parallel/detail/dataset/copy_slabs.hpp"

#include <algorithm>
#include <cstdint>

namespace smnn::io::detail {
namespace {

/// Where the slab's row that is `number` rows behind its first one begins in the array.
std::int64_t row_begin(Slab const& slab, Shape const& extents, std::int64_t number) {
  std::size_t const last = extents.size() - 1;
  std::int64_t begin = slab.offset[last];
  std::int64_t stride = extents[last];
  for (std::size_t axis = last; axis-- > 0;) {
    begin += (slab.offset[axis] + number % slab.count[axis]) * stride;
    number /= slab.count[axis];
    stride *= extents[axis];
  }
  return begin;
}

}  // namespace

template <class From, class To>
void copy_slabs(std::span<From const> values, Shape const& extents, Slabs const& own,
                std::span<To> own_values) {
  To* target = own_values.data();
  auto const take = [&](std::int64_t begin, std::int64_t count) {
    auto const source =
        values.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count));
    target = std::transform(source.begin(), source.end(), target,
                            [](From value) { return static_cast<To>(value); });
  };
  for (Slab const& slab : own) {
    if (slab.count.size() != extents.size()) continue;  // nothing
    if (extents.empty()) {
      take(0, 1);
      continue;
    }
    std::int64_t const length = slab.count.back();
    std::int64_t const count = *entries(slab.count);
    for (std::int64_t row = 0; row * length < count; ++row)
      take(row_begin(slab, extents, row), length);
  }
}

template void copy_slabs(std::span<double const>, Shape const&, Slabs const&, std::span<double>);
template void copy_slabs(std::span<float const>, Shape const&, Slabs const&, std::span<float>);
template void copy_slabs(std::span<std::int64_t const>, Shape const&, Slabs const&,
                         std::span<std::int64_t>);
template void copy_slabs(std::span<std::int64_t const>, Shape const&, Slabs const&,
                         std::span<std::int32_t>);

}  // namespace smnn::io::detail
