/// The normal equations of a batch as LAPACK's symmetric band storage, for the peers: lower
/// triangle, entry (i, j) of the matrix at (i - j, j). Smoothness couples equal dims only, so the
/// half bandwidth is n + K - 1, not 2 n - 1: the peers get the smaller one.
#pragma once

#include <Kokkos_Core.hpp>

#include "shape.hpp"
#include "workload.hpp"

namespace smnn::perf {

/// (diagonal, unknown, system) and (unknown, system): each system's numbers adjacent.
template <class Real, class MemorySpace>
struct BandSystems {
  Kokkos::View<Real***, Kokkos::LayoutLeft, MemorySpace> matrix;
  Kokkos::View<Real**, Kokkos::LayoutLeft, MemorySpace> rhs;
};

/// Of the first `distinct_systems` systems.
template <class Real>
BandSystems<Real, Kokkos::HostSpace> assemble_band(Shape const& shape);

}  // namespace smnn::perf
