/// An array in a solver's memory space with a chosen layout, filled from and read into row-major
/// host arrays. Host and device memory are kept apart even where they could be one.
#pragma once

#include <Kokkos_Core.hpp>
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "problem_data.hpp"
#include "session.hpp"

namespace smnn::test {

template <class T, int Rank>
struct PointerOf {
  using type = typename PointerOf<T, Rank - 1>::type*;
};
template <class T>
struct PointerOf<T, 0> {
  using type = T;
};

template <class Real, class MemorySpace, int Rank>
class DeviceArray {
 public:
  using View = Kokkos::View<typename PointerOf<Real, Rank>::type, Kokkos::LayoutStride, MemorySpace,
                            Kokkos::MemoryTraits<Kokkos::Unmanaged>>;
  using Shape = std::array<std::int64_t, static_cast<std::size_t>(Rank)>;

  DeviceArray(Shape const& shape, ViewLayout layout) : shape_(shape) {
    std::size_t running = 1;
    for (int place = 0; place < Rank; ++place) {
      std::size_t const axis = axis_at(layout, place);
      stride_[axis] = running;
      running =
          running * static_cast<std::size_t>(shape[axis]) + (layout == ViewLayout::spread ? 2 : 0);
    }
    buffer_ = Buffer(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("test::array")),
                     running);
    host_ = Kokkos::create_mirror(Kokkos::WithoutInitializing, buffer_);
    fill(unwritten);
  }

  View view() const {
    Kokkos::LayoutStride layout;
    for (std::size_t axis = 0; axis < shape_.size(); ++axis) {
      layout.dimension[axis] = static_cast<std::size_t>(shape_[axis]);
      layout.stride[axis] = stride_[axis];
    }
    return View(buffer_.data(), layout);
  }

  void fill(double value) {
    fill_host(value);
    Kokkos::deep_copy(buffer_, host_);
  }

  /// Leaves `unwritten` in the gaps.
  void upload(std::vector<double> const& values) {
    if (values.size() != entries(shape_)) throw std::logic_error("test array: wrong size");
    fill_host(unwritten);
    for_each_entry(
        [&](std::size_t i, std::size_t offset) { host_(offset) = static_cast<Real>(values[i]); });
    Kokkos::deep_copy(buffer_, host_);
  }

  /// Throws if a gap has been written.
  std::vector<double> download() const {
    Kokkos::deep_copy(host_, buffer_);
    std::vector<double> values(entries(shape_));
    std::vector<bool> is_entry(host_.extent(0), false);
    for_each_entry([&](std::size_t i, std::size_t offset) {
      values[i] = static_cast<double>(host_(offset));
      is_entry[offset] = true;
    });
    for (std::size_t offset = 0; offset < is_entry.size(); ++offset) {
      if (!is_entry[offset] && host_(offset) != static_cast<Real>(unwritten))
        throw std::runtime_error("memory between the entries of a view was written");
    }
    return values;
  }

 private:
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  // By a plain loop: the arrays are small, and a parallel region costs more.
  void fill_host(double value) {
    for (std::size_t i = 0; i < host_.extent(0); ++i) host_(i) = static_cast<Real>(value);
  }

  // The axis with the place-th smallest stride.
  static std::size_t axis_at(ViewLayout layout, int place) {
    if (layout == ViewLayout::left) return static_cast<std::size_t>(place);
    if (layout == ViewLayout::right) return static_cast<std::size_t>(Rank - 1 - place);
    return static_cast<std::size_t>((place + 1) % Rank);
  }

  template <class Action>
  void for_each_entry(Action const& action) const {
    std::size_t const count = entries(shape_);
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t rest = i;
      std::size_t offset = 0;
      for (std::size_t axis = shape_.size(); axis-- > 0;) {
        auto const extent = static_cast<std::size_t>(shape_[axis]);
        offset += rest % extent * stride_[axis];
        rest /= extent;
      }
      action(i, offset);
    }
  }

  Shape shape_;
  std::array<std::size_t, static_cast<std::size_t>(Rank)> stride_ = {};
  Buffer buffer_;
  typename Buffer::host_mirror_type host_;
};

template <class Real, class MemorySpace>
struct DeviceInputs {
  DeviceArray<Real, MemorySpace, 5> coefficients;
  DeviceArray<Real, MemorySpace, 4> rhs;
  DeviceArray<Real, MemorySpace, 5> initial_values;
  DeviceArray<Real, MemorySpace, 2> steps;

  DeviceInputs(Shapes const& shapes, ViewLayout layout)
      : coefficients(shapes.coefficients, layout),
        rhs(shapes.rhs, layout),
        initial_values(shapes.initial_values, layout),
        steps(shapes.steps, layout) {}

  void upload(InputData const& data) {
    coefficients.upload(data.coefficients);
    rhs.upload(data.rhs);
    initial_values.upload(data.initial_values);
    steps.upload(data.steps);
  }
};

}  // namespace smnn::test
