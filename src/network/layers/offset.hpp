/// @file
/// Numbers about which a network's outputs begin.
#pragma once

#include <string>
#include <vector>

#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// y = offset + factor x, feature by feature, with numbers that are given, not learned: with a
/// small factor a network starts near its offsets and learns corrections to them.
template <class Real, class ExecutionSpace>
class Offset : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument if there are no offsets. The name is for messages only.
  Offset(std::string const& name, std::vector<double> const& offsets, double factor);

 protected:
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  Real factor_;
  Kokkos::View<Real*, MemorySpace> offsets_;
};

}  // namespace smnn::network
