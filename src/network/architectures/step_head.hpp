/// @file
/// The network of the PDE experiment that gives one step size for each sample.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/network/architectures/convolution_stack.hpp"

namespace smnn::network {

/// The defaults are those published for the Korteweg-de Vries equation, but for the form, and that
/// the least step is approached smoothly, not clipped.
struct StepHeadOptions {
  std::int64_t in_channels = 10;
  std::int64_t length = 256;  ///< Of the axis; with a line, of this rank's share.
  HeadForm form = HeadForm::convolutional;
  std::vector<std::int64_t> filters{64, 128, 256, 256, 128, 64, 32};
  std::vector<std::int64_t> strides{1, 1, 1, 1, 2, 2, 1};  ///< Of the dense form only.
  std::int64_t width = 5;                                  ///< Of the kernels.
  double low = 1e-3;                                       ///< Steps are between these,
  double high = 1;                                         ///< both excluded,
  double start = 0.05;         ///< and this where the layers before the sigmoid give 0.
  LinePointer line = nullptr;  ///< Ranks that share the axis: convolutional form only.
};

/// (in_channels, length) on a periodic axis to 1 number: convolutions, a ReLU after each; then
/// either a convolution of width 1 to one channel (NAME.last) and its mean over the axis, or a
/// dense layer (NAME.dense); and a sigmoid. Other parameters: NAME.conv1..., NAME.conv2....
///
/// On a line all ranks get the same bits. Throws InvalidArgument if a line of several ranks meets
/// the dense form, or as the layers do.
template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> step_head(ParameterLayout& layout, std::string const& name,
                                             StepHeadOptions const& options);

}  // namespace smnn::network
