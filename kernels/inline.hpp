// SMNN_SWEEP_FUNCTION marks whole sweeps over time. On a host compiler they stay out of line, so
// that operations and execution spaces share their code; on a device they must be inlined, or
// blocks could not live in registers.
#pragma once

#include <Kokkos_Core.hpp>

#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP) || defined(KOKKOS_ENABLE_SYCL)
#define SMNN_SWEEP_FUNCTION KOKKOS_INLINE_FUNCTION
#else
#define SMNN_SWEEP_FUNCTION [[gnu::noinline, gnu::flatten]] inline
#endif
