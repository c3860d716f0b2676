/// @file
/// The fully connected layer.
#pragma once

#include <string>

#include "smnn/network/layers/detail/bias_gradient.hpp"
#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// y = W x + b, with W (outputs, inputs) as NAME.weight and b (outputs) as NAME.bias, both
/// initialised as PyTorch's Linear: uniform within 1 / sqrt(inputs).
template <class Real, class ExecutionSpace>
class Dense : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument if a number is not positive or the name is taken.
  Dense(ParameterLayout& layout, std::string const& name, std::int64_t inputs,
        std::int64_t outputs);

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  std::int64_t weight_;
  std::int64_t bias_;
  detail::BiasGradient<Real, ExecutionSpace> bias_gradient_;
};

}  // namespace smnn::network
