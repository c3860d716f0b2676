// Small kernels of solvers whose time axis is in parts, and views of the caller's arrays for them.
// Solution s = b M + m, as diagnostics count.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <string>

#include "smnn/kernels/portability/strided.hpp"
#include "smnn/solver/arrays.hpp"

namespace smnn::detail {

template <class ExecutionSpace>
using Indices = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;

template <class View, class ExecutionSpace, class... Sizes>
View zeros(ExecutionSpace const& space, char const* label, Sizes... sizes) {
  return View(Kokkos::view_alloc(space, std::string(label)), static_cast<std::size_t>(sizes)...);
}

template <class View, class ExecutionSpace, class... Sizes>
View uninitialised(ExecutionSpace const& space, char const* label, Sizes... sizes) {
  return View(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
              static_cast<std::size_t>(sizes)...);
}

// The caller's array as a view, (B, M, T, D, K).
template <class MemorySpace, class Real>
auto solution_view(kernels::StridedArray<Real, 5> const& array) {
  Kokkos::LayoutStride layout;
  for (std::size_t axis = 0; axis < 5; ++axis) {
    layout.dimension[axis] = static_cast<std::size_t>(array.extent[axis]);
    layout.stride[axis] = static_cast<std::size_t>(array.stride[axis]);
  }
  return Kokkos::View<Real*****, Kokkos::LayoutStride, MemorySpace, Kokkos::MemoryUnmanaged>(
      array.data, layout);
}

// Makes every entry of failed solutions NaN.
template <class ExecutionSpace, class View, class Failed>
void erase_failed(ExecutionSpace const& space, View const& y, Failed const& info) {
  using Real = typename View::value_type;
  auto const members = static_cast<std::int64_t>(y.extent(1));
  Kokkos::parallel_for(
      "smnn::erase_failed",
      Indices<ExecutionSpace>(space, 0, static_cast<std::int64_t>(info.extent(0))),
      KOKKOS_LAMBDA(std::int64_t s) {
        if (info(s) <= 0) return;
        for (std::size_t t = 0; t < y.extent(2); ++t) {
          for (std::size_t d = 0; d < y.extent(3); ++d) {
            for (std::size_t r = 0; r < y.extent(4); ++r)
              y(s / members, s % members, t, d, r) = Kokkos::Experimental::quiet_NaN_v<Real>;
          }
        }
      });
}

// active(s) := 1, or 0 of failed solutions.
template <class ExecutionSpace, class Codes, class Numbers>
void activate_unless_failed(ExecutionSpace const& space, Codes const& info, Numbers const& active) {
  Kokkos::parallel_for(
      "smnn::activate_unless_failed",
      Indices<ExecutionSpace>(space, 0, static_cast<std::int64_t>(info.extent(0))),
      KOKKOS_LAMBDA(std::int64_t s) { active(s) = info(s) > 0 ? 0 : 1; });
}

}  // namespace smnn::detail
