/// A file's arrays in device memory: as they lie in the file where strides can express it, else
/// gathered by (B, M).
#pragma once

#include <Kokkos_Core.hpp>
#include <smnn/io/memory.hpp>
#include <span>
#include <string>

#include "solve/broadcast.hpp"

namespace smnn::drivers {

using Space = Kokkos::DefaultExecutionSpace;
using DeviceMemory = Space::memory_space;

template <class T>
using HostBuffer = Kokkos::View<T*, Kokkos::HostSpace>;
template <class T>
using DeviceBuffer = Kokkos::View<T*, DeviceMemory>;

/// What the solver takes: DataType is T*****, T**** or T**.
template <class DataType>
using StridedView = Kokkos::View<DataType, Kokkos::LayoutStride, DeviceMemory,
                                 Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

template <class T>
HostBuffer<T> host_buffer(std::string const& name, std::int64_t entries) {
  return HostBuffer<T>("smnn::solve::" + name, static_cast<std::size_t>(entries));
}

template <class Buffer>
std::span<typename Buffer::value_type> span_of(Buffer const& buffer) {
  return {buffer.data(), buffer.extent(0)};
}

/// One array, and how its entries lie.
template <class T>
class DeviceArray {
 public:
  DeviceArray() = default;

  /// Uploads an array that lies as in the file.
  DeviceArray(std::string const& name, BatchMap const& map, HostBuffer<T> const& file)
      : map_(&map), direct_(map.in_place()) {
    HostBuffer<T> source = file;
    if (!direct_) {
      source = host_buffer<T>(name, map.gathered_entries());
      map.gather(std::span<T const>(span_of(file)), span_of(source));
    }
    data_ = Kokkos::create_mirror_view_and_copy(DeviceMemory(), source);
  }

  /// Room for one that the solver writes; entries that several (b, m) share are kept apart and
  /// summed by `download`.
  DeviceArray(std::string const& name, BatchMap const& map)
      : map_(&map),
        direct_(map.in_place() && !map.repeats()),
        data_("smnn::solve::" + name,
              static_cast<std::size_t>(direct_ ? map.file_entries() : map.gathered_entries())) {}

  /// The view (B, [M,] trailing...). Does not own its memory.
  template <class DataType>
  StridedView<DataType> view(io::Shape const& trailing) const {
    constexpr std::size_t rank = StridedView<DataType>::rank();
    Kokkos::LayoutStride layout;
    std::size_t axis = 0;
    auto const append = [&](std::int64_t extent, std::int64_t stride) {
      layout.dimension[axis] = static_cast<std::size_t>(extent);
      layout.stride[axis++] = static_cast<std::size_t>(stride);
    };
    append(map_->batch(), map_->batch_stride(direct_));
    if (rank == trailing.size() + 2) append(map_->members(), map_->member_stride(direct_));
    std::int64_t stride = map_->trailing();
    for (std::int64_t const extent : trailing) {
      stride = extent == 0 ? 0 : stride / extent;
      append(extent, stride);
    }
    return StridedView<DataType>(data_.data(), layout);
  }

  /// The array as it lies in the file. The device must have finished writing it.
  HostBuffer<T> download(std::string const& name) const {
    HostBuffer<T> const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), data_);
    if (direct_) return host;
    auto const file = host_buffer<T>(name, map_->file_entries());
    map_->scatter(std::span<T const>(span_of(host)), span_of(file));
    return file;
  }

 private:
  BatchMap const* map_ = nullptr;
  bool direct_ = true;
  DeviceBuffer<T> data_;
};

}  // namespace smnn::drivers
