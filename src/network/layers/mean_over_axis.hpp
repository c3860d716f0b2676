/// @file
/// Global average pooling.
#pragma once

#include <string>

#include "smnn/network/layers/layer_base.hpp"
#include "smnn/network/line.hpp"

namespace smnn::network {

/// (channels, length) to (channels): the mean of each channel over the axis. Summed in double.
///
/// On a line (see Line) the mean is over all ranks' points, summed in the order of the ranks: the
/// same bits on all of them. `backward` sums what they give to it in the same way, since each
/// gives the gradient of its own part of the loss.
template <class Real, class ExecutionSpace>
class MeanOverAxis : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument if an extent is not positive, or `length` is not this rank's share of
  /// the line. The name is for messages only.
  MeanOverAxis(std::string const& name, std::int64_t channels, std::int64_t length,
               LinePointer line = nullptr);

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  using Buffer = Kokkos::View<double*, MemorySpace>;

  // Over the ranks; of the first entries.
  void sum_over_ranks(ExecutionSpace const& space, std::int64_t entries) const;

  std::int64_t length_;
  LinePointer line_;  // null: one rank
  double factor_;     // 1 / points of the axis
  Buffer sums_;       // (samples, channels)
  typename Buffer::host_mirror_type host_sums_;
};

}  // namespace smnn::network
