#include "smnn/network/layers/dense.hpp"

#include "smnn/network/layers/detail/elementwise.hpp"
#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

template <class Real, class ExecutionSpace>
Dense<Real, ExecutionSpace>::Dense(ParameterLayout& layout, std::string const& name,
                                   std::int64_t inputs, std::int64_t outputs)
    : Base("dense", name, inputs, outputs),
      weight_(layout.add(name + ".weight", {outputs, inputs}, Initialization::fan_in(inputs))),
      bias_(layout.add(name + ".bias", {outputs}, Initialization::fan_in(inputs))) {}

template <class Real, class ExecutionSpace>
void Dense<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  bias_gradient_.reserve(samples, this->outputs());
}

template <class Real, class ExecutionSpace>
void Dense<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                              ParameterSet const& parameters, Input const& x,
                                              Output const& y) {
  // The product adds to the bias: one pass over y fewer than the other way round.
  detail::fill_rows<Real>(space, parameters.values().data() + bias_, y);
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::yes, Real(1), x,
                                       parameters.value(weight_, this->outputs(), this->inputs()),
                                       Real(1), y);
}

template <class Real, class ExecutionSpace>
void Dense<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                               ParameterSet const& parameters, Input const& x,
                                               Input const&, Input const& dy, Output const& dx) {
  matrix_product<Real, ExecutionSpace>(
      space, Transpose::yes, Transpose::no, Real(1), dy, x, Real(1),
      parameters.gradient(weight_, this->outputs(), this->inputs()));
  bias_gradient_.add(space, dy.data(), static_cast<std::int64_t>(dy.extent(0)), this->outputs(), 1,
                     parameters.gradients().data() + bias_);
  if (dx.data() == nullptr) return;
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::no, Real(1), dy,
                                       parameters.value(weight_, this->outputs(), this->inputs()),
                                       Real(0), dx);
}

#define SMNN_DENSE(Real, ExecutionSpace) template class Dense<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_DENSE)

}  // namespace smnn::network
