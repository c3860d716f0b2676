// Elementwise loops in the shape that suits the device: a CPU's thread takes ranges, which the
// compiler vectorises; a GPU's takes single elements, neighbours side by side.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdint>
#include <string>

namespace smnn::network::detail {

template <class ExecutionSpace>
constexpr bool runs_on_host =
    Kokkos::SpaceAccessibility<Kokkos::HostSpace,
                               typename ExecutionSpace::memory_space>::accessible;

template <class Body>
struct WholeRows {
  Body body;
  std::int64_t columns;
  KOKKOS_FUNCTION void operator()(std::int64_t row) const { body(row, std::int64_t{0}, columns); }
};

template <class Body>
struct RowElements {
  Body body;
  std::int64_t columns;
  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    std::int64_t const row = index / columns;
    std::int64_t const column = index - row * columns;
    body(row, column, column + 1);
  }
};

template <class Body>
struct Ranges {
  Body body;
  std::int64_t size;
  std::int64_t range;
  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    std::int64_t const begin = index * range;
    body(begin, begin + range < size ? begin + range : size);
  }
};

template <class ExecutionSpace>
using Indices = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;

// Calls body(row, begin, end) so that every element of (rows, columns) is in one of the ranges.
template <class ExecutionSpace, class Body>
void for_rows(std::string const& label, ExecutionSpace const& space, std::int64_t rows,
              std::int64_t columns, Body const& body) {
  if (columns == 0) return;
  if constexpr (runs_on_host<ExecutionSpace>) {
    Kokkos::parallel_for(label, Indices<ExecutionSpace>(space, 0, rows),
                         WholeRows<Body>{body, columns});
  } else {
    Kokkos::parallel_for(label, Indices<ExecutionSpace>(space, 0, rows * columns),
                         RowElements<Body>{body, columns});
  }
}

// Calls body(begin, end) so that every index below `size` is in one of the ranges.
template <class ExecutionSpace, class Body>
void for_ranges(std::string const& label, ExecutionSpace const& space, std::int64_t size,
                Body const& body) {
  // Long enough for SIMD, short enough to share among threads.
  std::int64_t const range = runs_on_host<ExecutionSpace> ? 512 : 1;
  Kokkos::parallel_for(label, Indices<ExecutionSpace>(space, 0, (size + range - 1) / range),
                       Ranges<Body>{body, size, range});
}

}  // namespace smnn::network::detail
