/// @file
/// From time to frequency.
#pragma once

#include <string>

#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// Orthonormal cosine transform (DCT-II, scipy.fft.dct(norm="ortho")) of each channel of
/// (channels, length) to its `kept` lowest coefficients, (channels, kept):
/// y_k = s_k sum_t x_t cos(pi (2 t + 1) k / (2 length)), s_0 = sqrt(1 / length), else
/// sqrt(2 / length). As a product with a matrix: at the lengths of time series that is no slower
/// than a fast transform.
template <class Real, class ExecutionSpace>
class CosineTransform : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument unless 1 <= kept <= length and there is a channel. The name is for
  /// messages only.
  CosineTransform(std::string const& name, std::int64_t channels, std::int64_t length,
                  std::int64_t kept);
  /// All coefficients.
  CosineTransform(std::string const& name, std::int64_t channels, std::int64_t length)
      : CosineTransform(name, channels, length, length) {}

 protected:
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  std::int64_t channels_;
  MatrixStorage<Real, MemorySpace> cosines_;  // (kept, length)
};

}  // namespace smnn::network
