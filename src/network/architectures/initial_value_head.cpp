#include "smnn/network/architectures/initial_value_head.hpp"

#include <memory>
#include <utility>

#include "smnn/network/layers/dense.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> initial_value_head(ParameterLayout& layout,
                                                      std::string const& name,
                                                      InitialValueHeadOptions const& options) {
  bool const dense = options.form == HeadForm::dense;
  if (dense) require_one_rank(name, options.line);
  typename Sequential<Real, ExecutionSpace>::Layers layers;
  ConvolutionOptions next = add_convolutions<Real, ExecutionSpace>(
      layout, name,
      {.in_channels = options.in_channels,
       .length = options.length,
       .width = options.width,
       .padding_mode = PaddingMode::circular,
       .line = dense ? nullptr : options.line},
      options.filters, dense ? options.strides : std::vector<std::int64_t>(), layers);
  if (dense) {
    layers.push_back(std::make_unique<Dense<Real, ExecutionSpace>>(
        layout, name + ".dense", layers.back()->outputs(), options.out_channels * options.length));
  } else {
    next.out_channels = options.out_channels;
    next.width = options.last_width;
    layers.push_back(
        std::make_unique<Convolution<Real, ExecutionSpace>>(layout, name + ".last", next));
  }
  return std::make_unique<Sequential<Real, ExecutionSpace>>(name, std::move(layers));
}

#define SMNN_INITIAL_VALUE_HEAD(Real, ExecutionSpace)                                   \
  template LayerPointer<Real, ExecutionSpace> initial_value_head<Real, ExecutionSpace>( \
      ParameterLayout&, std::string const&, InitialValueHeadOptions const&);
SMNN_INSTANTIATE(SMNN_INITIAL_VALUE_HEAD)

}  // namespace smnn::network
