/// @file
/// Exchange of the two axes that a sample's features have.
#pragma once

#include <string>

#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// (rows, columns) to (columns, rows), for each sample: between encoders over (time, variables) and
/// layers over (channels, length).
template <class Real, class ExecutionSpace>
class TransposeFeatures : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// The name is for messages only.
  TransposeFeatures(std::string const& name, std::int64_t rows, std::int64_t columns);

 protected:
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  std::int64_t rows_;
  std::int64_t columns_;
};

}  // namespace smnn::network
