#include "smnn/machine/placement.hpp"

#include <Kokkos_Core.hpp>
#include <cstdio>

#include "smnn/machine/description.hpp"
#ifdef __linux__
#include <sched.h>
#endif

namespace smnn {

std::string device_name() {
#if defined(KOKKOS_ENABLE_CUDA)
  return Kokkos::Cuda().cuda_device_prop().name;
#elif defined(KOKKOS_ENABLE_HIP)
  return Kokkos::HIP().hip_device_prop().name;
#else
  return processor("unknown processor");
#endif
}

std::string device_address() {
#if defined(KOKKOS_ENABLE_CUDA)
  auto const& gpu = Kokkos::Cuda().cuda_device_prop();
#elif defined(KOKKOS_ENABLE_HIP)
  auto const& gpu = Kokkos::HIP().hip_device_prop();
#endif
#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP)
  char text[32];
  std::snprintf(text, sizeof(text), "%04x:%02x:%02x.0", static_cast<unsigned>(gpu.pciDomainID),
                static_cast<unsigned>(gpu.pciBusID), static_cast<unsigned>(gpu.pciDeviceID));
  return text;
#else
  return "";
#endif
}

std::vector<int> allowed_cpus() {
  std::vector<int> cpus;
#ifdef __linux__
  constexpr int most = 8192;  // as many as Linux can have
  cpu_set_t* const set = CPU_ALLOC(most);
  std::size_t const bytes = CPU_ALLOC_SIZE(most);
  if (set != nullptr && sched_getaffinity(0, bytes, set) == 0) {
    for (int cpu = 0; cpu < most; ++cpu)
      if (CPU_ISSET_S(cpu, bytes, set)) cpus.push_back(cpu);
  }
  CPU_FREE(set);
#endif
  return cpus;
}

std::string ranges(std::vector<int> const& numbers) {
  std::string text;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(numbers[first]);
    if (last > first) text += '-' + std::to_string(numbers[last]);
    first = last + 1;
  }
  return text;
}

}  // namespace smnn
