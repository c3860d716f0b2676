/// The first systems of a batch, solved by the default mode: what every contestant must agree with.
#pragma once

#include <Kokkos_Core.hpp>

#include "shape.hpp"
#include "workload.hpp"

namespace smnn::perf {

/// Systems that are compared; peers also repeat the matrices of so many.
inline constexpr std::int64_t distinct_systems = 8;

/// Numbers (unknown, system), unknown = t * n + d * K + r.
template <class Real>
using HostSolutions = Kokkos::View<Real**, Kokkos::LayoutLeft, Kokkos::HostSpace>;

/// The first systems of a solution (B, T, D, K).
template <class Real>
HostSolutions<Real> first_systems(StridedView<Real****> const& solution);

/// Largest difference to the reference over all compared systems, each relative to its largest
/// entry.
template <class Real>
double difference_to_reference(Shape const& shape, HostSolutions<Real> const& solutions);

}  // namespace smnn::perf
