// Trajectories in units in which one set of weights serves every system: variables in units of
// their standard deviation, time in units of the fastest variable's correlation time.
#pragma once

#include <Kokkos_Core.hpp>
#include <vector>

#include "smnn/discovery/trajectories.hpp"

namespace smnn::discovery::detail {

struct Scales {
  std::vector<double> variables;  // D: standard deviations
  double time = 1;
  double step = 1;  // mean step in the scaled time
};

// The variables are not shifted, so that a monomial stays a monomial.
Scales choose_scales(Trajectories const& data);

template <class MemorySpace>
struct ScaledData {
  Scales scales;
  Kokkos::View<double****, Kokkos::LayoutRight, MemorySpace> values;  // (B, T, D, 1)
  Kokkos::View<double**, Kokkos::LayoutRight, MemorySpace> steps;     // (B or 1, T-1 or 1)
  Kokkos::View<double*, MemorySpace> variable_scales;                 // (D)

  std::int64_t count() const { return static_cast<std::int64_t>(values.extent(0)); }
  std::int64_t points() const { return static_cast<std::int64_t>(values.extent(1)); }
  std::int64_t dims() const { return static_cast<std::int64_t>(values.extent(2)); }
  std::int64_t samples() const { return count() * points(); }
};

// On the device of `space`. Steps that are equal to rounding are stored once.
template <class ExecutionSpace>
ScaledData<typename ExecutionSpace::memory_space> scale(ExecutionSpace const& space,
                                                        Trajectories const& data,
                                                        Scales const& scales);

// The steps of trajectories in units of `time`: (B, T-1), or (1, 1) if all are equal to rounding.
template <class ExecutionSpace>
Kokkos::View<double**, Kokkos::LayoutRight, typename ExecutionSpace::memory_space> scaled_steps(
    ExecutionSpace const& space, Trajectories const& data, double time);

}  // namespace smnn::discovery::detail
