#include "smnn/discovery/detail/encoder/coefficient_head.hpp"

#include <cmath>
#include <utility>

#include "smnn/network/architectures/perceptron.hpp"
#include "smnn/network/layers/learned_constant.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {

template <class ExecutionSpace>
CoefficientHead<ExecutionSpace>::CoefficientHead(network::ParameterLayout& layout,
                                                 std::int64_t code, std::int64_t hidden,
                                                 std::int64_t outputs) {
  using Sequential = network::Sequential<double, ExecutionSpace>;
  typename Sequential::Layers layers;
  layers.push_back(std::make_unique<network::LearnedConstant<double, ExecutionSpace>>(
      layout, "head.code", code, network::Initialization::normal(1)));
  network::add_perceptron<double, ExecutionSpace>(layers, layout, "head", code, {hidden, hidden},
                                                  outputs);
  auto mask = std::make_unique<network::Mask<double, ExecutionSpace>>("head.5", outputs);
  mask_ = mask.get();
  layers.push_back(std::move(mask));
  layers_ = std::make_unique<Sequential>("head", std::move(layers));
  layers_->reserve(1);
}

template <class ExecutionSpace>
void CoefficientHead<ExecutionSpace>::forward(ExecutionSpace const& space,
                                              ParameterSet const& parameters, Row const& xi) {
  layers_->forward(space, parameters, {}, xi);
}

template <class ExecutionSpace>
void CoefficientHead<ExecutionSpace>::backward(ExecutionSpace const& space,
                                               ParameterSet const& parameters, Row const& xi,
                                               Row const& gradient) {
  layers_->backward(space, parameters, {}, xi, gradient, {});
}

template <class ExecutionSpace>
void CoefficientHead<ExecutionSpace>::mask_small(std::span<double const> xi, double threshold) {
  std::vector<int> mask = mask_->mask();
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (std::abs(xi[i]) <= threshold) mask[i] = 0;
  }
  mask_->set(mask);
}

template <class ExecutionSpace>
void CoefficientHead<ExecutionSpace>::restore(std::span<double const> state) {
  std::vector<int> mask;
  for (double const value : state) mask.push_back(static_cast<int>(value));
  mask_->set(mask);
}

#define SMNN_COEFFICIENT_HEAD(REAL, SPACE) template class CoefficientHead<SPACE>;
SMNN_INSTANTIATE_SPACES(SMNN_COEFFICIENT_HEAD, double)

}  // namespace smnn::discovery::detail
