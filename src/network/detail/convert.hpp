// Arrays of one precision to arrays of another, several by one kernel.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdint>
#include <utility>

#include "smnn/kernels/portability/strided.hpp"
#include "smnn/network/layers/detail/loops.hpp"

namespace smnn::network::detail {

template <class To, class From>
class Conversion {
 public:
  static constexpr int capacity = 4;

  // Adds a pair of arrays of the same extents; pairs of which one is empty are left out.
  template <int Rank>
  void add(kernels::StridedArray<From, Rank> const& from,
           kernels::StridedArray<To, Rank> const& to) {
    static_assert(Rank <= most_axes);
    if (from.empty() || to.empty()) return;
    Axis axes[Rank];
    int count = 0;
    std::int64_t size = 1;
    for (int axis = 0; axis < Rank; ++axis) {
      size *= from.extent[axis];
      if (from.extent[axis] != 1)
        axes[count++] = {from.extent[axis], from.stride[axis], to.stride[axis]};
    }
    if (size == 0) return;
    // Memory is walked as the source lies, whatever its axes are called.
    std::stable_sort(axes, axes + count,
                     [](Axis const& a, Axis const& b) { return a.from_stride < b.from_stride; });
    Item& item = items_[count_++];
    item.from = from.data;
    item.to = to.data;
    item.size = size;
    for (int axis = 0; axis < count; ++axis) item.append(axes[axis]);
    total_ += size;
  }

  template <class ExecutionSpace>
  void run(ExecutionSpace const& space) const {
    if (total_ > 0) for_ranges("smnn::convert", space, total_, *this);
  }

  // Elements begin .. end-1 of all arrays, one after the other.
  KOKKOS_FUNCTION void operator()(std::int64_t begin, std::int64_t end) const {
    int i = 0;
    std::int64_t index = begin;
    while (index >= items_[i].size) index -= items_[i++].size;
    for (std::int64_t left = end - begin; left > 0;) {
      Item const& item = items_[i];
      std::int64_t const row = index / item.axes[0].extent;
      std::int64_t const column = index - row * item.axes[0].extent;
      std::int64_t const rest = item.axes[0].extent - column;
      std::int64_t const count = left < rest ? left : rest;
      item.convert(row, column, count);
      left -= count;
      index += count;
      if (index == item.size) {
        index = 0;
        ++i;
      }
    }
  }

 private:
  static constexpr int most_axes = 5;

  struct Axis {
    std::int64_t extent = 1;
    std::int64_t from_stride = 0;
    std::int64_t to_stride = 0;
  };

  struct Item {
    From* from = nullptr;
    To* to = nullptr;
    std::int64_t size = 0;
    Axis axes[most_axes];  // the fastest first
    int count = 0;

    // The next slower axis: part of the one before it, if it goes on where that ends.
    void append(Axis const& axis) {
      if (count > 0) {
        Axis& last = axes[count - 1];
        if (axis.from_stride == last.extent * last.from_stride &&
            axis.to_stride == last.extent * last.to_stride) {
          last.extent *= axis.extent;
          return;
        }
      }
      axes[count++] = axis;
    }

    KOKKOS_FUNCTION void convert(std::int64_t row, std::int64_t column, std::int64_t number) const {
      std::int64_t const from_step = axes[0].from_stride;
      std::int64_t const to_step = axes[0].to_stride;
      From* source = from + column * from_step;
      To* target = to + column * to_step;
      for (int axis = 1; axis < count; ++axis) {
        std::int64_t const next = row / axes[axis].extent;
        std::int64_t const here = row - next * axes[axis].extent;
        source += here * axes[axis].from_stride;
        target += here * axes[axis].to_stride;
        row = next;
      }
      if (from_step == 1 && to_step == 1) {
        for (std::int64_t j = 0; j < number; ++j) target[j] = static_cast<To>(source[j]);
      } else {
        for (std::int64_t j = 0; j < number; ++j)
          target[j * to_step] = static_cast<To>(source[j * from_step]);
      }
    }
  };

  Item items_[capacity];
  int count_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace smnn::network::detail
