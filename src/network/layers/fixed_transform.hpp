/// @file
/// A linear map that is given, not learned.
#pragma once

#include <string>
#include <vector>

#include "smnn/network/layers/layer_base.hpp"

namespace smnn::network {

/// Each channel of (channels, length) times a matrix (kept, length): (channels, kept).
template <class Real, class ExecutionSpace>
class FixedTransform : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// The matrix row by row. Throws InvalidArgument unless channels, length and rows are positive
  /// and the rows whole. The name is for messages only.
  FixedTransform(std::string const& name, std::int64_t channels, std::int64_t length,
                 std::vector<double> const& matrix);

 protected:
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  std::int64_t channels_;
  MatrixStorage<Real, MemorySpace> matrix_;  // (kept, length)
};

}  // namespace smnn::network
