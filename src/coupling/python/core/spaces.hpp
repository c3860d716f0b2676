// The execution spaces of this build: one on the host and, in a build for GPUs, one on those.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <optional>
#include <smnn/solver/error.hpp>
#include <type_traits>

#include "any_solver.hpp"

namespace smnn::python {

using HostSpace = Kokkos::DefaultHostExecutionSpace;
using AcceleratorSpace = Kokkos::DefaultExecutionSpace;

constexpr bool has_accelerator = !std::is_same_v<HostSpace, AcceleratorSpace>;

template <class ExecutionSpace>
ExecutionSpace make_space(std::optional<std::uintptr_t> stream) {
  if (!stream) return ExecutionSpace();
#if defined(KOKKOS_ENABLE_CUDA)
  if constexpr (std::is_same_v<ExecutionSpace, Kokkos::Cuda>)
    return ExecutionSpace(reinterpret_cast<cudaStream_t>(*stream));
#elif defined(KOKKOS_ENABLE_HIP)
  if constexpr (std::is_same_v<ExecutionSpace, Kokkos::HIP>)
    return ExecutionSpace(reinterpret_cast<hipStream_t>(*stream));
#endif
  throw InvalidArgument("stream: is given for the device cpu, expected None");
}

/// Calls `function` with a value of the place's element type and one of its execution space.
template <class Function>
auto dispatch(Place const& place, Function const& function) {
  auto const in_precision = [&]<class ExecutionSpace>(ExecutionSpace const& space) {
    return place.precision == Precision::double_precision ? function(double(), space)
                                                          : function(float(), space);
  };
  if (place.device == Device::host) return in_precision(make_space<HostSpace>(place.stream));
  if constexpr (has_accelerator) {
    return in_precision(make_space<AcceleratorSpace>(place.stream));
  } else {
    throw InvalidArgument("device: is cuda, but this smnn is built for cpu alone");
  }
}

}  // namespace smnn::python
