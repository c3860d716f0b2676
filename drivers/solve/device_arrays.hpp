/// A rank's part of a file's arrays in host and device memory.
#pragma once

#include <Kokkos_Core.hpp>
#include <span>
#include <string>

#include "solve/problem_share.hpp"

namespace smnn::drivers {

using Space = Kokkos::DefaultExecutionSpace;
using DeviceMemory = Space::memory_space;

template <class T>
using HostBuffer = Kokkos::View<T*, Kokkos::HostSpace>;
template <class T>
using DeviceBuffer = Kokkos::View<T*, DeviceMemory>;

/// What the solver takes: DataType is T*****, T**** or T**.
template <class DataType>
using DeviceView = Kokkos::View<DataType, Kokkos::LayoutRight, DeviceMemory,
                                Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

template <class T>
HostBuffer<T> host_buffer(std::string const& name, std::int64_t numbers) {
  return HostBuffer<T>("smnn::solve::" + name, static_cast<std::size_t>(numbers));
}

template <class Buffer>
std::span<typename Buffer::value_type> span_of(Buffer const& buffer) {
  return {buffer.data(), buffer.extent(0)};
}

/// One array as the solver sees it: (B, M, trailing...), contiguous.
template <class T>
class DeviceArray {
 public:
  DeviceArray() = default;

  /// Uploads what lies as in the file.
  DeviceArray(ArrayShare const& share, HostBuffer<T> const& blocks) : share_(&share) {
    HostBuffer<T> source = blocks;
    if (!share.map().in_order()) {
      source = host_buffer<T>(share.name(), share.numbers());
      share.map().gather(std::span<T const>(span_of(blocks)), span_of(source),
                         share.trailing_entries());
    }
    data_ = Kokkos::create_mirror_view_and_copy(DeviceMemory(), source);
  }

  /// Room for what the solver writes.
  explicit DeviceArray(ArrayShare const& share)
      : share_(&share),
        data_("smnn::solve::" + share.name(), static_cast<std::size_t>(share.numbers())) {}

  /// The view (B, [M,] trailing...). Does not own its memory.
  template <class DataType>
  DeviceView<DataType> view() const {
    constexpr std::size_t rank = DeviceView<DataType>::rank();
    auto const& trailing = share_->trailing();
    Kokkos::LayoutRight layout;
    std::size_t axis = 0;
    auto const append = [&](std::int64_t extent) {
      layout.dimension[axis++] = static_cast<std::size_t>(extent);
    };
    append(share_->map().batch());
    if (rank == trailing.size() + 2) append(share_->map().members());
    for (std::int64_t const extent : trailing) append(extent);
    return DeviceView<DataType>(data_.data(), layout);
  }

  /// As it lies in the file; numbers that serve several systems are sums over them. The device must
  /// have finished writing it.
  HostBuffer<T> download() const {
    HostBuffer<T> const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), data_);
    if (share_->map().in_order()) return host;
    auto const blocks = host_buffer<T>(share_->name(), share_->block_numbers());
    share_->map().scatter(std::span<T const>(span_of(host)), span_of(blocks),
                          share_->trailing_entries());
    return blocks;
  }

 private:
  ArrayShare const* share_ = nullptr;
  DeviceBuffer<T> data_;
};

}  // namespace smnn::drivers
