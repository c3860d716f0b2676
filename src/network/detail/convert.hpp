// Arrays of one precision to arrays of another, several by one kernel.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/portability/strided.hpp"

namespace smnn::network::detail {

template <class To, class From>
class Conversion {
 public:
  static constexpr int rank = 5;
  static constexpr int capacity = 4;

  // Adds a pair of arrays of the same extents; pairs of which one is empty are left out.
  template <int Rank>
  void add(kernels::StridedArray<From, Rank> const& from,
           kernels::StridedArray<To, Rank> const& to) {
    if (from.empty() || to.empty()) return;
    Item& item = items_[count_++];
    item.from = from.data;
    item.to = to.data;
    item.size = 1;
    for (int axis = 0; axis < Rank; ++axis) {
      int const last = rank - Rank + axis;
      item.extent[last] = from.extent[axis];
      item.from_stride[last] = from.stride[axis];
      item.to_stride[last] = to.stride[axis];
      item.size *= from.extent[axis];
    }
    total_ += item.size;
  }

  template <class ExecutionSpace>
  void run(ExecutionSpace const& space) const {
    Conversion const self = *this;
    Kokkos::parallel_for(
        "smnn::convert",
        Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>(space, 0, total_),
        self);
  }

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    int i = 0;
    while (index >= items_[i].size) index -= items_[i++].size;
    Item const& item = items_[i];
    std::int64_t from = 0;
    std::int64_t to = 0;
    for (int axis = rank - 1; axis >= 0; --axis) {
      std::int64_t const extent = item.extent[axis];
      if (extent == 1) continue;
      std::int64_t const rest = index / extent;
      std::int64_t const here = index - rest * extent;
      from += here * item.from_stride[axis];
      to += here * item.to_stride[axis];
      index = rest;
    }
    item.to[to] = static_cast<To>(item.from[from]);
  }

 private:
  struct Item {
    From* from = nullptr;
    To* to = nullptr;
    std::int64_t size = 0;
    std::int64_t extent[rank] = {1, 1, 1, 1, 1};
    std::int64_t from_stride[rank] = {};
    std::int64_t to_stride[rank] = {};
  };
  Item items_[capacity];
  int count_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace smnn::network::detail
