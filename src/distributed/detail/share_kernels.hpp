// Small kernels of the distributed solver, and views of the caller's arrays for them. Solution s =
// b M + m, as diagnostics count.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "smnn/kernels/portability/strided.hpp"
#include "smnn/solver/arrays.hpp"

namespace smnn::distributed::detail {

template <class ExecutionSpace>
using Indices = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;

template <class View, class ExecutionSpace, class... Sizes>
View zeros(ExecutionSpace const& space, char const* label, Sizes... sizes) {
  return View(Kokkos::view_alloc(space, std::string(label)), static_cast<std::size_t>(sizes)...);
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
      "smnn::distributed::erase_failed",
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
      "smnn::distributed::activate_unless_failed",
      Indices<ExecutionSpace>(space, 0, static_cast<std::int64_t>(info.extent(0))),
      KOKKOS_LAMBDA(std::int64_t s) { active(s) = info(s) > 0 ? 0 : 1; });
}

// The first time points of a solution (B, M, T, D, K).
template <class View>
auto first_points(View const& y, std::int64_t count) {
  return Kokkos::subview(y, Kokkos::ALL, Kokkos::ALL,
                         std::pair<std::size_t, std::size_t>(0, static_cast<std::size_t>(count)),
                         Kokkos::ALL, Kokkos::ALL);
}

// The caller's steps (or their gradients) as a view, (systems, T).
template <class MemorySpace, class Real>
auto view_of(kernels::StridedArray<Real, 2> const& steps) {
  auto const size = [](std::int64_t n) { return static_cast<std::size_t>(n); };
  return Kokkos::View<Real**, Kokkos::LayoutStride, MemorySpace, Kokkos::MemoryUnmanaged>(
      steps.data, Kokkos::LayoutStride(size(steps.extent[0]), size(steps.stride[0]),
                                       size(steps.extent[1]), size(steps.stride[1])));
}

// to += what is to be added, both (systems).
template <class ExecutionSpace, class To, class Added>
void add(ExecutionSpace const& space, To const& to, Added const& added) {
  Kokkos::parallel_for(
      "smnn::distributed::add",
      Indices<ExecutionSpace>(space, 0, static_cast<std::int64_t>(to.extent(0))),
      KOKKOS_LAMBDA(std::int64_t b) { to(b) += added(b); });
}

// to(s, j) := - from(s, last - j), both (systems, points).
template <class ExecutionSpace, class From, class To>
void reverse_and_negate(ExecutionSpace const& space, From const& from, To const& to) {
  using Policy =
      Kokkos::MDRangePolicy<ExecutionSpace,
                            Kokkos::Rank<2, Kokkos::Iterate::Left, Kokkos::Iterate::Left>,
                            Kokkos::IndexType<std::int64_t>>;
  auto const systems = static_cast<std::int64_t>(from.extent(0));
  auto const points = static_cast<std::int64_t>(from.extent(1));
  if (systems == 0 || points == 0) return;
  Kokkos::parallel_for(
      "smnn::distributed::reverse_and_negate", Policy(space, {0, 0}, {systems, points}),
      KOKKOS_LAMBDA(std::int64_t s, std::int64_t j) { to(s, j) = -from(s, points - 1 - j); });
}

}  // namespace smnn::distributed::detail
