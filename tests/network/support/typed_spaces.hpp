/// Precision and execution space as one type parameter of TYPED_TESTs.
#pragma once

#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <string>

namespace smnn::test {

template <class Real_, class Space_>
struct On {
  using Real = Real_;
  using Space = Space_;
  using Memory = typename Space::memory_space;
  static constexpr double epsilon = std::is_same_v<Real, double> ? 0x1p-52 : 0x1p-23;
};

// The device's space, if there is one, and the host's.
#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP)
using Platforms = testing::Types<On<double, Kokkos::DefaultExecutionSpace>,
                                 On<float, Kokkos::DefaultExecutionSpace>,
                                 On<double, Kokkos::DefaultHostExecutionSpace>>;
#elif defined(KOKKOS_ENABLE_SERIAL) && defined(KOKKOS_ENABLE_OPENMP)
using Platforms = testing::Types<On<double, Kokkos::OpenMP>, On<float, Kokkos::OpenMP>,
                                 On<double, Kokkos::Serial>>;
#else
using Platforms = testing::Types<On<double, Kokkos::DefaultHostExecutionSpace>,
                                 On<float, Kokkos::DefaultHostExecutionSpace>>;
#endif

struct PlatformNames {
  template <class Platform>
  static std::string GetName(int) {
    return std::string(Platform::Space::name()) +
           (std::is_same_v<typename Platform::Real, double> ? "_double" : "_float");
  }
};

}  // namespace smnn::test
