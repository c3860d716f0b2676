// Whether arrays are where they can be reached: otherwise the process would end on the device, or
// here.
#pragma once

#include <Kokkos_Core.hpp>
#include <string>
#include <type_traits>

#include "smnn/solver/error.hpp"

namespace smnn::coupling {

#ifdef KOKKOS_ENABLE_CUDA

// Throws if memory that is the device's own is meant for the host, or memory that CUDA does not
// know for a device that cannot read it (as those that share the host's page tables can).
template <class MemorySpace>
void check_reachable(std::string const& name, void const* data) {
  cudaPointerAttributes attributes{};
  if (cudaPointerGetAttributes(&attributes, data) != cudaSuccess) {
    cudaGetLastError();  // of no consequence: without a device there is nothing to tell
    return;
  }
  if (std::is_same_v<MemorySpace, Kokkos::HostSpace>) {
    if (attributes.type == cudaMemoryTypeDevice)
      throw InvalidArgument(name + ": data is memory of the device, expected that of the host");
    return;
  }
  if (attributes.type != cudaMemoryTypeUnregistered) return;
  int pageable = 0;
  cudaDeviceGetAttribute(&pageable, cudaDevAttrPageableMemoryAccess, Kokkos::device_id());
  if (pageable == 0)
    throw InvalidArgument(name + ": data is memory of the host, expected that of the device");
}

#else

template <class MemorySpace>
void check_reachable(std::string const&, void const*) {}

#endif

}  // namespace smnn::coupling
