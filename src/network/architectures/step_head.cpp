#include "smnn/network/architectures/step_head.hpp"

#include <memory>
#include <utility>

#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/dense.hpp"
#include "smnn/network/layers/mean_over_axis.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> step_head(ParameterLayout& layout, std::string const& name,
                                             StepHeadOptions const& options) {
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
    layers.push_back(std::make_unique<Dense<Real, ExecutionSpace>>(layout, name + ".dense",
                                                                   layers.back()->outputs(), 1));
  } else {
    next.out_channels = 1;
    next.width = 1;
    layers.push_back(
        std::make_unique<Convolution<Real, ExecutionSpace>>(layout, name + ".last", next));
    layers.push_back(std::make_unique<MeanOverAxis<Real, ExecutionSpace>>(name + ".mean", 1,
                                                                          next.length, next.line));
  }
  layers.push_back(std::make_unique<Sigmoid<Real, ExecutionSpace>>(
      name + ".sigmoid", 1, SigmoidFunction<Real>(options.low, options.high, options.start)));
  return std::make_unique<Sequential<Real, ExecutionSpace>>(name, std::move(layers));
}

#define SMNN_STEP_HEAD(Real, ExecutionSpace)                                   \
  template LayerPointer<Real, ExecutionSpace> step_head<Real, ExecutionSpace>( \
      ParameterLayout&, std::string const&, StepHeadOptions const&);
SMNN_INSTANTIATE(SMNN_STEP_HEAD)

}  // namespace smnn::network
