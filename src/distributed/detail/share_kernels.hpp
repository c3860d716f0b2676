// Small kernels of the distributed solver, and views of the caller's arrays for them.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <utility>

#include "smnn/kernels/portability/strided.hpp"
#include "smnn/solver/arrays.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::distributed::detail {

using smnn::detail::Indices;

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
