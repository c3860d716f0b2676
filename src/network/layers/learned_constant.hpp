/// @file
/// Learned numbers that depend on no input.
#pragma once

#include <string>

#include "smnn/network/layers/detail/bias_gradient.hpp"
#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// Every row of y is the vector NAME, (outputs). The batch has as many rows as y: give it one row
/// to have the vector, and what layers make of it, once for all samples. There are no inputs: x is
/// not looked at (give an empty one), and dx, unless empty, is set to 0.
template <class Real, class ExecutionSpace>
class LearnedConstant : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument if there are no outputs or the name is taken.
  LearnedConstant(ParameterLayout& layout, std::string const& name, std::int64_t outputs,
                  Initialization const& initialization);

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  std::int64_t values_;
  detail::BiasGradient<Real, ExecutionSpace> gradient_;
};

}  // namespace smnn::network
