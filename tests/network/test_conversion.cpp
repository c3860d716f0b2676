// Conversions between precisions, whatever the order and the gaps of the arrays' elements.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "smnn/network/detail/convert.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

// Strides of an array whose axes lie in this order, the slowest first, with a gap behind every run
// of the fastest axis.
std::array<std::int64_t, 3> strides_of(std::array<std::int64_t, 3> const& extents,
                                       std::array<int, 3> const& order, std::int64_t gap) {
  std::array<std::int64_t, 3> strides{};
  std::int64_t stride = 1;
  for (int i = 2; i >= 0; --i) {
    auto const axis = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
    strides[axis] = stride;
    stride = stride * extents[axis] + (i == 2 ? gap : 0);
  }
  return strides;
}

template <class T>
kernels::StridedArray<T, 3> array_of(T* data, std::array<std::int64_t, 3> const& extents,
                                     std::array<std::int64_t, 3> const& strides) {
  kernels::StridedArray<T, 3> array;
  array.data = data;
  for (int axis = 0; axis < 3; ++axis) {
    array.extent[axis] = extents[static_cast<std::size_t>(axis)];
    array.stride[axis] = strides[static_cast<std::size_t>(axis)];
  }
  return array;
}

// Two arrays at once, each of more elements than one thread takes.
TEST(Conversion, CopiesEveryElementToItsPlace) {
  std::vector<std::array<int, 3>> const orders = {{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}};
  for (std::array<std::int64_t, 3> const& extents :
       {std::array<std::int64_t, 3>{7, 31, 11}, {1, 600, 1}, {1, 1, 1}, {40, 1, 30}}) {
    for (auto const& from_order : orders) {
      for (auto const& to_order : orders) {
        for (std::int64_t const gap : {0, 3}) {
          auto const from_strides = strides_of(extents, from_order, gap);
          auto const to_strides = strides_of(extents, to_order, 0);
          constexpr std::int64_t room = 8000;
          auto const first = to_device<double, Memory>(random_values(room, 1));
          auto const second = to_device<double, Memory>(random_values(room, 2));
          Kokkos::View<float*, Memory> const to_first("first", room), to_second("second", room);
          network::detail::Conversion<float, double> conversion;
          conversion.add(array_of(first.data(), extents, from_strides),
                         array_of(to_first.data(), extents, to_strides));
          conversion.add(kernels::StridedArray<double, 3>{}, kernels::StridedArray<float, 3>{});
          conversion.add(array_of(second.data(), extents, from_strides),
                         array_of(to_second.data(), extents, to_strides));
          conversion.run(Space());
          Kokkos::fence();
          for (auto const& [from, to] :
               {std::pair(first, to_first), std::pair(second, to_second)}) {
            std::vector<double> const source = to_host(from);
            std::vector<double> const target = to_host(to);
            std::vector<double> expected(room, 0);
            for (std::int64_t i = 0; i < extents[0]; ++i)
              for (std::int64_t j = 0; j < extents[1]; ++j)
                for (std::int64_t k = 0; k < extents[2]; ++k) {
                  auto const at = [&](std::array<std::int64_t, 3> const& s) {
                    return static_cast<std::size_t>(i * s[0] + j * s[1] + k * s[2]);
                  };
                  expected[at(to_strides)] = static_cast<float>(source[at(from_strides)]);
                }
            ASSERT_EQ(target, expected);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace smnn::test
