// Small kernels of the distributed solver, between the caller's arrays and padded ones. Solution s
// = b M + m, as diagnostics count.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <utility>

#include "smnn/kernels/portability/strided.hpp"
#include "smnn/solver/arrays.hpp"

namespace smnn::distributed::detail {

template <class ExecutionSpace>
using Indices = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;

template <class T>
KOKKOS_INLINE_FUNCTION T& element(kernels::StridedArray<T, 5> const& a, std::int64_t s,
                                  std::int64_t t, std::int64_t d, std::int64_t r) {
  std::int64_t const members = a.extent[1];
  return a.data[s / members * a.stride[0] + s % members * a.stride[1] + t * a.stride[2] +
                d * a.stride[3] + r * a.stride[4]];
}

// Own points of the caller's array into the first points of the padded one, whose others become 0.
template <class ExecutionSpace, class Real, class Padded>
void pad(ExecutionSpace const& space, kernels::StridedArray<Real const, 5> const& from,
         Padded const& to) {
  std::int64_t const points = static_cast<std::int64_t>(to.extent(2));
  std::int64_t const dims = static_cast<std::int64_t>(to.extent(3));
  std::int64_t const orders = static_cast<std::int64_t>(to.extent(4));
  std::int64_t const solutions = from.extent[0] * from.extent[1];
  std::int64_t const own = from.extent[2];
  Real* const out = to.data();
  Kokkos::parallel_for(
      "smnn::distributed::pad", Indices<ExecutionSpace>(space, 0, solutions * points),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const s = i / points;
        std::int64_t const t = i % points;
        for (std::int64_t d = 0; d < dims; ++d) {
          for (std::int64_t r = 0; r < orders; ++r)
            out[(i * dims + d) * orders + r] = t < own ? element(from, s, t, d, r) : Real(0);
        }
      });
}

// Own points of the padded array to the caller's; NaN where the solution failed.
template <class ExecutionSpace, class Padded, class Real, class Failed>
void unpad(ExecutionSpace const& space, Padded const& from,
           kernels::StridedArray<Real, 5> const& to, Failed const& info) {
  std::int64_t const points = static_cast<std::int64_t>(from.extent(2));
  std::int64_t const dims = static_cast<std::int64_t>(from.extent(3));
  std::int64_t const orders = static_cast<std::int64_t>(from.extent(4));
  std::int64_t const own = to.extent[2];
  std::int64_t const solutions = to.extent[0] * to.extent[1];
  Real const* const in = from.data();
  Kokkos::parallel_for(
      "smnn::distributed::unpad", Indices<ExecutionSpace>(space, 0, solutions * own),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const s = i / own;
        std::int64_t const t = i % own;
        for (std::int64_t d = 0; d < dims; ++d) {
          for (std::int64_t r = 0; r < orders; ++r) {
            element(to, s, t, d, r) = info(s) > 0 ? Kokkos::Experimental::quiet_NaN_v<Real>
                                                  : in[((s * points + t) * dims + d) * orders + r];
          }
        }
      });
}

// Makes every entry of failed solutions NaN.
template <class ExecutionSpace, class Padded, class Failed>
void erase_failed(ExecutionSpace const& space, Padded const& y, Failed const& info) {
  using Real = typename Padded::value_type;
  std::int64_t const per_solution =
      static_cast<std::int64_t>(y.extent(2) * y.extent(3) * y.extent(4));
  Real* const values = y.data();
  Kokkos::parallel_for(
      "smnn::distributed::erase_failed",
      Indices<ExecutionSpace>(space, 0, static_cast<std::int64_t>(y.size())),
      KOKKOS_LAMBDA(std::int64_t i) {
        if (info(i / per_solution) > 0) values[i] = Kokkos::Experimental::quiet_NaN_v<Real>;
      });
}

// info(s) := 1 + the first time point at which the solution is not finite, or 0.
template <class ExecutionSpace, class Padded, class Codes>
void first_not_finite(ExecutionSpace const& space, Padded const& y, Codes const& info) {
  std::int64_t const points = static_cast<std::int64_t>(y.extent(2));
  std::int64_t const n = static_cast<std::int64_t>(y.extent(3) * y.extent(4));
  auto const* const values = y.data();
  Kokkos::parallel_for(
      "smnn::distributed::first_not_finite",
      Indices<ExecutionSpace>(space, 0, static_cast<std::int64_t>(info.extent(0))),
      KOKKOS_LAMBDA(std::int64_t s) {
        std::int64_t code = 0;
        for (std::int64_t i = 0; code == 0 && i < points * n; ++i) {
          if (!Kokkos::isfinite(values[s * points * n + i])) code = 1 + i / n;
        }
        info(s) = code;
      });
}

// Time points begin .. begin + count - 1 of a padded solution.
template <class Padded>
auto time_points(Padded const& y, std::int64_t begin, std::int64_t count) {
  auto const first = static_cast<std::size_t>(begin);
  return Kokkos::subview(
      y, Kokkos::ALL, Kokkos::ALL,
      std::pair<std::size_t, std::size_t>(first, first + static_cast<std::size_t>(count)),
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
  std::int64_t const columns = static_cast<std::int64_t>(from.extent(1));
  std::int64_t const entries = static_cast<std::int64_t>(from.extent(0)) * columns;
  Kokkos::parallel_for(
      "smnn::distributed::reverse_and_negate", Indices<ExecutionSpace>(space, 0, entries),
      KOKKOS_LAMBDA(std::int64_t i) {
        to(i / columns, i % columns) = -from(i / columns, columns - 1 - i % columns);
      });
}

}  // namespace smnn::distributed::detail
