#include "smnn/network/architectures/fourier_operator.hpp"

#include <memory>
#include <utility>

#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/convolution.hpp"
#include "smnn/network/layers/residual.hpp"
#include "smnn/network/layers/sequential.hpp"
#include "smnn/network/layers/spectral_convolution.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> activation(FourierActivation kind, std::string const& name,
                                              std::int64_t features) {
  switch (kind) {
    case FourierActivation::relu:
      return std::make_unique<Relu<Real, ExecutionSpace>>(name, features);
    case FourierActivation::tanh:
      return std::make_unique<Tanh<Real, ExecutionSpace>>(name, features);
    default:
      return std::make_unique<Gelu<Real, ExecutionSpace>>(name, features);
  }
}

// A linear map of the channels of each point.
template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> pointwise(ParameterLayout& layout, std::string const& name,
                                             std::int64_t in, std::int64_t out,
                                             std::int64_t length) {
  return std::make_unique<Convolution<Real, ExecutionSpace>>(
      layout, name,
      ConvolutionOptions{.in_channels = in, .out_channels = out, .length = length, .width = 1});
}

template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> fourier_block(ParameterLayout& layout, std::string const& name,
                                                 FourierOperatorOptions const& options) {
  auto spectral = std::make_unique<SpectralConvolution<Real, ExecutionSpace>>(
      layout, name + ".spectral",
      SpectralConvolutionOptions{.in_channels = options.channels,
                                 .out_channels = options.channels,
                                 .length = options.length,
                                 .modes = options.modes});
  auto local = pointwise<Real, ExecutionSpace>(layout, name + ".local", options.channels,
                                               options.channels, options.length);
  return std::make_unique<Residual<Real, ExecutionSpace>>(name, std::move(spectral),
                                                          std::move(local));
}

}  // namespace

template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> fourier_operator(ParameterLayout& layout,
                                                    std::string const& name,
                                                    FourierOperatorOptions const& options) {
  if (options.blocks < 1) {
    throw InvalidArgument("fourier operator '" + name + "': blocks is " +
                          std::to_string(options.blocks) + ", expected a positive number");
  }
  typename Sequential<Real, ExecutionSpace>::Layers layers;
  auto const add_activation = [&](std::string const& of) {
    layers.push_back(activation<Real, ExecutionSpace>(options.activation, name + of + ".activation",
                                                      layers.back()->outputs()));
  };
  auto const add_pointwise = [&](std::string const& part, std::int64_t in, std::int64_t out) {
    layers.push_back(pointwise<Real, ExecutionSpace>(layout, name + part, in, out, options.length));
  };
  add_pointwise(".lift", options.in_channels, options.channels);
  for (std::int64_t block = 1; block <= options.blocks; ++block) {
    std::string const part = ".block" + std::to_string(block);
    layers.push_back(fourier_block<Real, ExecutionSpace>(layout, name + part, options));
    if (block < options.blocks) add_activation(part);
  }
  add_pointwise(".project1", options.channels, options.projection_channels);
  add_activation(".project1");
  add_pointwise(".project2", options.projection_channels, options.out_channels);
  return std::make_unique<Sequential<Real, ExecutionSpace>>(name, std::move(layers));
}

#define SMNN_FOURIER_OPERATOR(Real, ExecutionSpace)                                   \
  template LayerPointer<Real, ExecutionSpace> fourier_operator<Real, ExecutionSpace>( \
      ParameterLayout&, std::string const&, FourierOperatorOptions const&);
SMNN_INSTANTIATE(SMNN_FOURIER_OPERATOR)

}  // namespace smnn::network
