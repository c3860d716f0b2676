/// Host numbers in device memory and back; random numbers of a test.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <vector>

#include "smnn/kernels/random.hpp"

namespace smnn::test {

template <class Real, class Memory>
Kokkos::View<Real*, Memory> to_device(std::vector<double> const& values) {
  Kokkos::View<Real*, Memory> const view("test", values.size());
  auto const host = Kokkos::create_mirror_view(view);
  for (std::size_t i = 0; i < values.size(); ++i) host(i) = static_cast<Real>(values[i]);
  Kokkos::deep_copy(view, host);
  return view;
}

template <class View>
std::vector<double> to_host(View const& view) {
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
  return std::vector<double>(host.data(), host.data() + host.size());
}

/// Uniform in [low, high).
inline std::vector<double> random_values(std::int64_t count, std::uint64_t stream, double low = -1,
                                         double high = 1) {
  std::vector<double> values(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = low + (high - low) * kernels::random_uniform(2026, stream, i);
  return values;
}

}  // namespace smnn::test
