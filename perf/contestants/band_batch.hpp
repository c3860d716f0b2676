/// What the banded peers work on: a band matrix and right-hand sides per system, restored before
/// every run because they are overwritten.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <string>

#include "../workload/band_matrix.hpp"
#include "../workload/reference.hpp"

namespace smnn::perf {

/// Entry of system b's matrix, in its band or not.
template <class Systems>
KOKKOS_FUNCTION auto band_entry(Systems const& systems, std::int64_t row, std::int64_t column,
                                std::int64_t b) {
  using Real = typename decltype(systems.rhs)::value_type;
  std::int64_t const low = row < column ? row : column;
  std::int64_t const distance = (row < column ? column : row) - low;
  bool const inside = distance < static_cast<std::int64_t>(systems.matrix.extent(0));
  return inside ? systems.matrix(distance, low, b) : Real(0);
}

/// Copies the distinct systems over the whole batch.
template <class Systems>
struct RestoreBands {
  Systems distinct;
  Systems batch;
  std::int64_t count;

  KOKKOS_FUNCTION void operator()(std::int64_t b) const {
    auto const from = static_cast<std::size_t>(b % count);
    for (std::size_t j = 0; j < batch.matrix.extent(1); ++j) {
      batch.rhs(j, b) = distinct.rhs(j, from);
      for (std::size_t i = 0; i < batch.matrix.extent(0); ++i)
        batch.matrix(i, j, b) = distinct.matrix(i, j, from);
    }
  }
};

template <class Real, class ExecutionSpace>
class BandBatch {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Systems = BandSystems<Real, MemorySpace>;
  using Policy = Kokkos::RangePolicy<ExecutionSpace, Kokkos::Schedule<Kokkos::Static>,
                                     Kokkos::IndexType<std::int64_t>>;

  explicit BandBatch(Shape const& shape) : shape_(shape) {
    auto const host = assemble_band<Real>(shape);
    distinct_ = {Kokkos::create_mirror_view_and_copy(MemorySpace(), host.matrix),
                 Kokkos::create_mirror_view_and_copy(MemorySpace(), host.rhs)};
    auto const uninitialized = [](char const* label) {
      return Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing);
    };
    auto const systems = static_cast<std::size_t>(shape.systems);
    batch.matrix = decltype(batch.matrix)(uninitialized("perf::bands"), host.matrix.extent(0),
                                          host.matrix.extent(1), systems);
    batch.rhs = decltype(batch.rhs)(uninitialized("perf::rhs"), host.rhs.extent(0), systems);
  }

  void restore() const {
    Kokkos::parallel_for(
        "perf::restore_bands", policy(),
        RestoreBands<Systems>{distinct_, batch, std::min(shape_.systems, distinct_systems)});
    Kokkos::fence("smnn::perf: bands restored");
  }

  Policy policy() const { return Policy(0, shape_.systems); }

  double difference() const {
    auto const compared = static_cast<std::size_t>(std::min(shape_.systems, distinct_systems));
    auto const first =
        Kokkos::subview(batch.rhs, Kokkos::ALL, Kokkos::pair(std::size_t{0}, compared));
    HostSolutions<Real> const host("perf::first_solutions", first.extent(0), compared);
    Kokkos::deep_copy(host, first);
    return difference_to_reference<Real>(shape_, host);
  }

  Systems batch;

 private:
  Shape shape_;
  Systems distinct_;
};

}  // namespace smnn::perf
