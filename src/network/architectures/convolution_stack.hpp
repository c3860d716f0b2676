/// @file
/// What the networks of this folder begin with: convolutions one after the other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/network/layers/convolution.hpp"
#include "smnn/network/layers/sequential.hpp"

namespace smnn::network {

/// How a head gets from convolutions to its outputs.
enum class HeadForm {
  /// Convolutions to the end, or to a mean over the axis: of any length, also on a line of ranks,
  /// with weights that know nothing of the length.
  convolutional,
  /// Strides and a dense layer over the whole axis, as published: of one length, on one rank.
  dense
};

/// Throws InvalidArgument if several ranks share the axis of a dense head.
void require_one_rank(std::string const& name, LinePointer const& line);

/// Adds convolutions NAME.conv1, NAME.conv2, ... and a ReLU after each. `first` is the first one's
/// options; all have its width, padding mode and, if there is one, line. An empty list of strides:
/// all 1. Returns the options of what could follow: channels, length and line of the last one's
/// outputs, stride 1.
///
/// Throws InvalidArgument if there is no convolution, or strides are neither none nor as many; or
/// as Convolution does.
template <class Real, class ExecutionSpace>
ConvolutionOptions add_convolutions(ParameterLayout& layout, std::string const& name,
                                    ConvolutionOptions const& first,
                                    std::vector<std::int64_t> const& filters,
                                    std::vector<std::int64_t> const& strides,
                                    typename Sequential<Real, ExecutionSpace>::Layers& layers);

}  // namespace smnn::network
