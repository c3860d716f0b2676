/// One training step of the KdV experiment, phase by phase, on any number of ranks.
#pragma once

#include <cstdint>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <utility>
#include <vector>

namespace smnn::perf {

struct KdvStepOptions {
  std::string preset = "quick";  ///< Or "published": sizes of the networks.
  std::int64_t samples = 32;     ///< Windows of a step, of all ranks.
  int steps = 10;                ///< Measured ones, after a warm-up of `warm_up`.
  int warm_up = 2;
  int ranks_per_line = 1;  ///< Ranks that share the axis; lines of them share the samples.
  bool plain = false;      ///< Normal equations without corrections.
};

/// Medians over the steps of the mean over ranks, in seconds: "step" first, then its phases, of
/// which "messages" is part of the others. What no phase has is arranging of arrays and the loss.
using KdvStepTimes = std::vector<std::pair<std::string, double>>;

/// The mechanistic model on 256 points, float networks around a double solver, on windows of random
/// waves: the work does not depend on the numbers, but for the solver's corrections. Collective.
KdvStepTimes kdv_step_times(distributed::Communicator const& ranks, KdvStepOptions const& options);

}  // namespace smnn::perf
