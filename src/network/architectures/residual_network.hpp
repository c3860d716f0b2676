/// @file
/// The residual convolutional network of the PDE experiment.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/network/layers/residual.hpp"

namespace smnn::network {

/// The defaults are those of the published network for the Korteweg-de Vries equation, but for the
/// channels out.
struct ResidualNetworkOptions {
  std::int64_t in_channels = 10;
  std::int64_t out_channels = 10;
  std::int64_t length = 256;  ///< Of the axis; with a line, of this rank's share.
  std::int64_t filters = 64;  ///< Of the first blocks.
  std::int64_t blocks = 10;
  std::int64_t blocks_per_doubling = 4;  ///< Of the filters; 0: none is doubled.
  std::int64_t width = 9;       ///< Of the kernels of the first convolution and the blocks.
  std::int64_t last_width = 7;  ///< Of the last convolution's kernel.
  LinePointer line = nullptr;   ///< Ranks that share the axis.
  HaloExchanges exchanges = HaloExchanges::per_layer;
};

/// (in_channels, length) to (out_channels, length) on a periodic axis: a convolution to `filters`
/// channels, pre-activation residual blocks (residual_block), a ReLU and a last convolution.
/// Parameters: NAME.first..., NAME.block1.conv1..., NAME.last....
///
/// On a line the shares need at least max(width, last_width) / 2 points, twice that with exchanges
/// per block. Throws InvalidArgument if a number is not positive, a width is even, or as
/// Convolution does.
template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> residual_network(ParameterLayout& layout,
                                                    std::string const& name,
                                                    ResidualNetworkOptions const& options);

/// Points on either side of a point on which its outputs depend.
std::int64_t receptive_radius(ResidualNetworkOptions const& options);

}  // namespace smnn::network
