/// @file
/// Convolution along a periodic axis by its lowest frequencies.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/network/layers/detail/complex_products.hpp"
#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

struct SpectralConvolutionOptions {
  std::int64_t in_channels = 1;
  std::int64_t out_channels = 1;
  std::int64_t length = 1;
  std::int64_t modes = 1;  ///< Frequencies that are kept, from 0 on; at most length / 2 + 1.
};

/// (in_channels, length) to (out_channels, length), the Fourier layer of Li et al., "Fourier neural
/// operator for parametric partial differential equations", ICLR 2021, section 4:
///   X(i, k) = sum_l x(i, l) exp(-2 pi j k l / length)            k = 0, ..., modes - 1
///   Y(o, k) = sum_i X(i, k) R(k, i, o)
///   y(o, l) = 1 / length Re sum_k c_k Y(o, k) exp(2 pi j k l / length)
/// with c_k = 2, but 1 for k = 0 and k = length / 2, whose imaginary parts make no difference: as
/// torch.fft.rfft and irfft. NAME.weight is R, (modes, 2, in_channels, out_channels), real parts
/// before imaginary ones; both start uniform in [0, 1 / (in_channels out_channels)), as published.
/// Nothing in it depends on the length.
///
/// The transforms are products with (2 modes, length) matrices of cosines and sines: of few modes
/// they are no more work than the convolutions around them, and take no further library. Modes are
/// mixed by BLAS on a CPU, whose threads take whole modes, and by a kernel elsewhere. Forward, in
/// float on two threads, for 64 channels, 32 samples, 256 points and 16 (32) modes: transforms 0.28
/// (0.48) ms, mixing 0.05 (0.09) ms, while matrix_product mode after mode takes 0.20 (0.41) ms and
/// the kernel 1.2 (2.5) ms.
template <class Real, class ExecutionSpace>
class SpectralConvolution : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument if a number is not positive, there are more modes than the axis has
  /// frequencies, or the name is taken.
  SpectralConvolution(ParameterLayout& layout, std::string const& name,
                      SpectralConvolutionOptions const& options);

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  // Frequencies of some samples, as the transforms have them: (2 modes, samples channels).
  Output frequencies(Buffer const& buffer, std::int64_t samples, std::int64_t channels) const;
  // The same as a matrix (samples, channels) of each mode.
  template <class T>
  detail::ComplexMatrices<T> by_mode(T* data, std::int64_t samples, std::int64_t channels) const;
  // The weights, as (in, out) of each mode.
  template <class T>
  detail::ComplexMatrices<T> weights(T* all) const;

  SpectralConvolutionOptions options_;
  std::int64_t weight_;
  MatrixStorage<Real, MemorySpace> analysis_;   // (2 modes, length), x to X
  MatrixStorage<Real, MemorySpace> synthesis_;  // (2 modes, length), its transpose takes Y to y
  Buffer x_;                                    // X of the last `forward`, which `backward` needs
  Buffer y_;                                    // Y, or its gradient
  Buffer dx_;                                   // the gradient of X
};

}  // namespace smnn::network
