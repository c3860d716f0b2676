/// @file
/// The optimiser: Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019), with the
/// formulas and defaults of PyTorch.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/network/parameters/parameters.hpp"

namespace smnn::network {

struct AdamOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;  ///< Added to the root of the corrected second moment.
  double weight_decay = 0;
  /// Shrinks the parameters themselves (AdamW) instead of adding weight_decay times them to the
  /// gradient (Adam's L2 penalty).
  bool decoupled_decay = false;
};

/// Throws InvalidArgument unless every option is in its range.
void check(AdamOptions const& options);

/// Moments of one set of parameters. Calls are asynchronous on the execution space instance.
template <class Real, class ExecutionSpace>
class Adam {
 public:
  using ParameterSet = Parameters<Real, ExecutionSpace>;
  using Buffer = typename ParameterSet::Buffer;

  /// Allocates two buffers as large as the parameters, and clears them.
  Adam(ExecutionSpace const& space, std::int64_t size, AdamOptions const& options);

  /// One step along the parameters' gradients times `gradient_factor` (of clipping), in one kernel.
  /// `learning_rate` is the schedule's and takes the place of the option.
  void step(ExecutionSpace const& space, ParameterSet const& parameters, double learning_rate,
            double gradient_factor = 1);

  AdamOptions const& options() const { return options_; }

  /// The state: steps made and the moments, in the order of the parameters. To restore it, write
  /// into the buffers and set the steps.
  std::int64_t steps() const { return steps_; }
  void set_steps(std::int64_t steps) { steps_ = steps; }
  Buffer const& first_moment() const { return first_moment_; }
  Buffer const& second_moment() const { return second_moment_; }

 private:
  AdamOptions options_;
  std::int64_t steps_ = 0;
  Buffer first_moment_;
  Buffer second_moment_;
};

}  // namespace smnn::network
