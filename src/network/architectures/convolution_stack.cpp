#include "smnn/network/architectures/convolution_stack.hpp"

#include <memory>

#include "smnn/network/layers/activation.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

void require_one_rank(std::string const& name, LinePointer const& line) {
  if (line == nullptr || line->ranks() == 1) return;
  throw InvalidArgument("network '" + name + "': a dense layer over an axis of " +
                        std::to_string(line->ranks()) +
                        " ranks, expected the convolutional form or one rank");
}

template <class Real, class ExecutionSpace>
ConvolutionOptions add_convolutions(ParameterLayout& layout, std::string const& name,
                                    ConvolutionOptions const& first,
                                    std::vector<std::int64_t> const& filters,
                                    std::vector<std::int64_t> const& strides,
                                    typename Sequential<Real, ExecutionSpace>::Layers& layers) {
  if (filters.empty() || (!strides.empty() && strides.size() != filters.size())) {
    throw InvalidArgument("network '" + name + "': " + std::to_string(filters.size()) +
                          " numbers of filters and " + std::to_string(strides.size()) +
                          " strides, expected one filter or more, and as many strides or none");
  }
  ConvolutionOptions next = first;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    std::string const number = std::to_string(i + 1);
    next.out_channels = filters[i];
    next.stride = strides.empty() ? 1 : strides[i];
    auto convolution =
        std::make_unique<Convolution<Real, ExecutionSpace>>(layout, name + ".conv" + number, next);
    next.in_channels = next.out_channels;
    next.length = convolution->out_length();
    if (next.line) next.line = std::make_shared<Line const>(next.line->strided(next.stride));
    std::int64_t const features = convolution->outputs();
    layers.push_back(std::move(convolution));
    layers.push_back(
        std::make_unique<Relu<Real, ExecutionSpace>>(name + ".relu" + number, features));
  }
  next.stride = 1;
  return next;
}

#define SMNN_ADD_CONVOLUTIONS(Real, ExecutionSpace)                       \
  template ConvolutionOptions add_convolutions<Real, ExecutionSpace>(     \
      ParameterLayout&, std::string const&, ConvolutionOptions const&,    \
      std::vector<std::int64_t> const&, std::vector<std::int64_t> const&, \
      Sequential<Real, ExecutionSpace>::Layers&);
SMNN_INSTANTIATE(SMNN_ADD_CONVOLUTIONS)

}  // namespace smnn::network
