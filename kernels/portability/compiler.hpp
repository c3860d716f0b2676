// What the kernels ask of the compiler, beyond Kokkos' own macros.
#pragma once

#include <Kokkos_Core.hpp>

// A build whose sources also become device code.
#if defined(KOKKOS_ENABLE_CUDA) || defined(KOKKOS_ENABLE_HIP) || defined(KOKKOS_ENABLE_SYCL)
#define SMNN_DEVICE_BUILD
#endif

// Marks whole sweeps over time. On a host they stay out of line, so that operations and execution
// spaces share their code; on a device they are inlined, or blocks could not live in registers.
#ifdef SMNN_DEVICE_BUILD
#define SMNN_SWEEP_FUNCTION KOKKOS_INLINE_FUNCTION
#else
#define SMNN_SWEEP_FUNCTION [[gnu::noinline, gnu::flatten]] inline
#endif

// Before a loop with a constant trip count. nvcc passes neither spelling on to its host compiler.
#if defined(__CUDA_ARCH__) || defined(__clang__)
#define SMNN_UNROLL _Pragma("unroll")
#elif defined(__CUDACC__)
#define SMNN_UNROLL
#else
#define SMNN_UNROLL _Pragma("GCC unroll 16")
#endif
