/// @file
/// Convolution along one axis.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "smnn/network/layers/detail/bias_gradient.hpp"
#include "smnn/network/layers/detail/unfold.hpp"
#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// What stands beyond the ends of the axis.
enum class PaddingMode { zero, circular };

struct ConvolutionOptions {
  std::int64_t in_channels = 1;
  std::int64_t out_channels = 1;
  std::int64_t length = 1;
  std::int64_t width = 1;  ///< Of the kernel.
  std::int64_t stride = 1;
  /// At either end; left out: width / 2, which keeps the length if the width is odd and the stride
  /// is 1.
  std::optional<std::int64_t> padding = std::nullopt;
  PaddingMode padding_mode = PaddingMode::zero;
  bool bias = true;
};

/// (in_channels, length) to (out_channels, out_length), as PyTorch's Conv1d:
///   y(o, l) = b(o) + sum_{i, w} W(o, i, w) x(i, l stride + w - padding),
///   out_length = (length + 2 padding - width) / stride + 1, rounded down.
/// W is NAME.weight, (out_channels, in_channels, width), b is NAME.bias; both start uniform within
/// 1 / sqrt(in_channels width).
///
/// Some samples at a time are unfolded into a matrix (in_channels width, samples out_length), and
/// the rest is a matrix product. A direct kernel would save the unfolding, but that is little: from
/// 64 channels on the whole runs at 80 % and more of the product's speed (CPU, float), which is the
/// vendor's. The workspace is bounded, and `backward` unfolds again.
template <class Real, class ExecutionSpace>
class Convolution : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument if an extent is not positive, the kernel is wider than the padded
  /// axis, a circular padding longer than the axis, or the name is taken.
  Convolution(ParameterLayout& layout, std::string const& name, ConvolutionOptions const& options);

  std::int64_t out_length() const { return shape_.out_length; }

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  Convolution(ParameterLayout& layout, std::string const& name, detail::ConvolutionShape shape,
              bool bias);

  // The unfolded samples, (in width, samples out_length).
  Output unfold(ExecutionSpace const& space, Real const* x, std::int64_t samples) const;

  detail::ConvolutionShape shape_;
  std::int64_t weight_;
  std::int64_t bias_;       // -1: none
  std::int64_t chunk_ = 0;  // samples at a time
  Buffer padded_;           // (chunk, in, padded_length)
  Buffer columns_;          // (in width, chunk out_length)
  Buffer channels_;         // (out, chunk out_length)
  detail::BiasGradient<Real, ExecutionSpace> bias_gradient_;
};

}  // namespace smnn::network
