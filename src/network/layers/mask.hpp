/// @file
/// Features that are switched off.
#pragma once

#include <string>
#include <vector>

#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// y = x where the mask is 1, and 0 (even if x is not finite) where it is 0. All ones at first.
template <class Real, class ExecutionSpace>
class Mask : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// The name is for messages only.
  Mask(std::string const& name, std::int64_t features);

  /// Between steps: replaces the mask, on every space. Throws InvalidArgument if there are not as
  /// many entries as features, or one is neither 0 nor 1.
  void set(std::vector<int> const& mask);

  std::vector<int> const& mask() const { return mask_; }

 protected:
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  std::vector<int> mask_;
  Kokkos::View<int*, MemorySpace> device_mask_;
};

}  // namespace smnn::network
