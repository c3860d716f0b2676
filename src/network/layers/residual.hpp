/// @file
/// A layer beside a shortcut.
#pragma once

#include <string>

#include "smnn/network/layers/convolution.hpp"
#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// y = main(x) + shortcut(x); without a shortcut y = main(x) + x.
template <class Real, class ExecutionSpace>
class Residual : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;
  using Pointer = LayerPointer<Real, ExecutionSpace>;

  /// Throws InvalidArgument if the two have different inputs or outputs. The name is for messages
  /// only.
  Residual(std::string const& name, Pointer main, Pointer shortcut = nullptr);

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  using Storage = MatrixStorage<Real, MemorySpace>;

  Pointer main_;
  Pointer shortcut_;  // empty: x as it is
  Storage main_values_;
  Storage shortcut_values_;
  Storage shortcut_gradient_;
};

/// When ranks of a line tell each other the points beyond their ends.
enum class HaloExchanges {
  per_layer,  ///< Before every convolution, each what it needs.
  per_block   ///< Once, for both convolutions; the first one's outputs beyond the ends are computed
              ///< by both neighbours.
};

/// The two-convolution block of residual networks with the activation first (He et al., "Identity
/// mappings in deep residual networks", ECCV 2016): conv2(relu(conv1(relu(x)))) beside x, or beside
/// a convolution of width 1 where the number of channels or the length changes. conv1 is as the
/// options say, conv2 keeps channels and length. Parameters: NAME.conv1..., NAME.conv2...,
/// NAME.shortcut....
///
/// On a line of several ranks `exchanges` makes no difference but in time and rounding. Per block
/// there are half as many messages, and width - 1 more outputs of the first convolution per sample
/// and rank, (width - 1) stride / length of its work. Where messages are fast that is not worth it:
/// the KdV network (residual_network) on two ranks of one machine, one sample in float, forward and
/// backward, takes 12.7 ms per layer and 13.6 ms per block with 32 points a rank, 33.1 and 34.3 ms
/// with 128. It is where ranks wait for each other: on busy machines, and on GPUs whose messages go
/// by way of the host.
///
/// Throws InvalidArgument if the width is even (the lengths would not fit), or as Convolution does.
template <class Real, class ExecutionSpace>
LayerPointer<Real, ExecutionSpace> residual_block(
    ParameterLayout& layout, std::string const& name, ConvolutionOptions const& options,
    HaloExchanges exchanges = HaloExchanges::per_layer);

}  // namespace smnn::network
