/// @file
/// Layers one after the other.
#pragma once

#include <string>
#include <vector>

#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// Owns its layers, what flows between them forward (one array each, which `backward` needs), and
/// two arrays of the widest layer for what flows backward.
template <class Real, class ExecutionSpace>
class Sequential : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;
  using Layers = std::vector<LayerPointer<Real, ExecutionSpace>>;

  /// Throws InvalidArgument if there is no layer, or one does not take what the one before it
  /// gives. The name is for messages only.
  Sequential(std::string const& name, Layers layers);

  Layers const& layers() const { return layers_; }

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  // dl/d(output of layer i).
  Output gradient(std::size_t i, std::size_t samples) const;

  Layers layers_;
  std::vector<MatrixStorage<Real, MemorySpace>> values_;  // the output of each layer but the last
  Kokkos::View<Real*, MemorySpace> gradients_[2];         // of the layers in turn
};

}  // namespace smnn::network
