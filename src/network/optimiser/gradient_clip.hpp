/// @file
/// Clipping by the global norm of the gradient, as PyTorch's clip_grad_norm_.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

namespace smnn::network {

/// The Euclidean norm of a buffer, the same bits whatever the number of threads: chunks of fixed
/// size are summed in double, then the chunks in their order.
template <class Real, class ExecutionSpace>
class GradientNorm {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  /// Allocates for buffers of `size` entries.
  explicit GradientNorm(std::int64_t size);

  /// Waits for the result.
  double operator()(ExecutionSpace const& space, Buffer const& gradients) const;

 private:
  using Partials = Kokkos::View<double*, MemorySpace>;

  Partials partials_;
  typename Partials::host_mirror_type host_partials_;
};

/// What to multiply the gradient by so that its norm is at most `largest` (0: any norm will do).
double clip_factor(double norm, double largest);

}  // namespace smnn::network
