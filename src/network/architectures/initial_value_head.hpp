/// @file
/// The network of the PDE experiment that gives the orders of the initial values above 0.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/network/architectures/convolution_stack.hpp"

namespace smnn::network {

/// The defaults are those published for the Korteweg-de Vries equation, but for the form.
struct InitialValueHeadOptions {
  std::int64_t in_channels = 10;
  std::int64_t out_channels = 3;  ///< Numbers for each point: K - 1 orders of each of D functions.
  std::int64_t length = 256;      ///< Of the axis; with a line, of this rank's share.
  HeadForm form = HeadForm::convolutional;
  std::vector<std::int64_t> filters{64, 128, 256, 256, 128, 64, 32};
  std::vector<std::int64_t> strides{1, 1, 1, 1, 2, 2, 1};  ///< Of the dense form only.
  std::int64_t width = 7;                                  ///< Of the kernels.
  std::int64_t last_width =
      7;                       ///< Of the convolution to the channels out: convolutional form only.
  LinePointer line = nullptr;  ///< Ranks that share the axis: convolutional form only.
};

/// (in_channels, length) to (out_channels, length) on a periodic axis: convolutions, a ReLU after
/// each, and then either a convolution (NAME.last), or a dense layer (NAME.dense) from 32 channels
/// on a quarter of the points to all outputs. Other parameters: NAME.conv1..., NAME.conv2....
///
/// Throws InvalidArgument if a line of several ranks meets the dense form, or as the layers do.
template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> initial_value_head(ParameterLayout& layout,
                                                      std::string const& name,
                                                      InitialValueHeadOptions const& options);

}  // namespace smnn::network
