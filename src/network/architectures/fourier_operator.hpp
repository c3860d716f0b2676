/// @file
/// The Fourier neural operator along one axis, a baseline of the PDE experiment.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/network/layer.hpp"

namespace smnn::network {

enum class FourierActivation { relu, tanh, gelu };

/// The defaults are those of the published code for one axis, but for the channels in and out.
struct FourierOperatorOptions {
  std::int64_t in_channels = 10;
  std::int64_t out_channels = 10;
  std::int64_t length = 256;   ///< Of the axis.
  std::int64_t channels = 64;  ///< Of the blocks.
  std::int64_t modes = 16;     ///< Frequencies that the blocks keep; at most length / 2 + 1.
  std::int64_t blocks = 4;
  std::int64_t projection_channels = 128;  ///< Between the two last convolutions.
  FourierActivation activation = FourierActivation::gelu;
};

/// (in_channels, length) to (out_channels, length) on a periodic axis, after Li et al., "Fourier
/// neural operator for parametric partial differential equations", ICLR 2021: a convolution of
/// width 1 to `channels`; blocks, each the sum of a spectral convolution (SpectralConvolution) and
/// a convolution of width 1, with an activation after all but the last, as in the published code; a
/// convolution of width 1 to the projection's channels, an activation, and one to the outputs.
/// Parameters: NAME.lift..., NAME.block1.spectral.weight, NAME.block1.local..., NAME.project1...,
/// NAME.project2....
///
/// Unlike the published code it does not add the points' coordinates to the inputs: it commutes
/// with shifts along the axis, as equations on a periodic axis do.
///
/// No weight depends on the length. Throws InvalidArgument if there is no block, or as
/// SpectralConvolution and Convolution do.
template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> fourier_operator(ParameterLayout& layout,
                                                    std::string const& name,
                                                    FourierOperatorOptions const& options);

}  // namespace smnn::network
