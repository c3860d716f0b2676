#include "smnn/network/architectures/residual_network.hpp"

#include <memory>
#include <utility>

#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/sequential.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

void require(bool holds, std::string const& name, char const* what, std::int64_t got,
             char const* expected) {
  if (holds) return;
  throw InvalidArgument("residual network '" + name + "': " + what + " is " + std::to_string(got) +
                        ", expected " + expected);
}

void check(std::string const& name, ResidualNetworkOptions const& options) {
  require(options.blocks >= 0, name, "blocks", options.blocks, "0 or more");
  require(options.blocks_per_doubling >= 0, name, "blocks_per_doubling",
          options.blocks_per_doubling, "0 or more");
  require(options.width % 2 == 1, name, "width", options.width, "an odd number");
  require(options.last_width % 2 == 1, name, "last_width", options.last_width, "an odd number");
}

}  // namespace

template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> residual_network(ParameterLayout& layout,
                                                    std::string const& name,
                                                    ResidualNetworkOptions const& options) {
  check(name, options);
  using Conv = Convolution<Real, ExecutionSpace>;
  ConvolutionOptions next{.in_channels = options.in_channels,
                          .out_channels = options.filters,
                          .length = options.length,
                          .width = options.width,
                          .padding_mode = PaddingMode::circular,
                          .line = options.line};
  typename Sequential<Real, ExecutionSpace>::Layers layers;
  layers.push_back(std::make_unique<Conv>(layout, name + ".first", next));
  for (std::int64_t block = 0; block < options.blocks; ++block) {
    next.in_channels = next.out_channels;
    std::int64_t const every = options.blocks_per_doubling;
    if (every > 0 && block > 0 && block % every == 0) next.out_channels *= 2;
    layers.push_back(residual_block<Real, ExecutionSpace>(
        layout, name + ".block" + std::to_string(block + 1), next, options.exchanges));
  }
  next.in_channels = next.out_channels;
  next.out_channels = options.out_channels;
  next.width = options.last_width;
  layers.push_back(
      std::make_unique<Relu<Real, ExecutionSpace>>(name + ".relu", layers.back()->outputs()));
  layers.push_back(std::make_unique<Conv>(layout, name + ".last", next));
  return std::make_unique<Sequential<Real, ExecutionSpace>>(name, std::move(layers));
}

std::int64_t receptive_radius(ResidualNetworkOptions const& options) {
  return (1 + 2 * options.blocks) * (options.width / 2) + options.last_width / 2;
}

#define SMNN_RESIDUAL_NETWORK(Real, ExecutionSpace)                                   \
  template LayerPointer<Real, ExecutionSpace> residual_network<Real, ExecutionSpace>( \
      ParameterLayout&, std::string const&, ResidualNetworkOptions const&);
SMNN_INSTANTIATE(SMNN_RESIDUAL_NETWORK)

}  // namespace smnn::network
