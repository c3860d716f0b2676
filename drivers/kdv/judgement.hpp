/// How good forecasts are: errors, and what is conserved.
#pragma once

#include <optional>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

#include "kdv/fields.hpp"
#include "kdv/forecaster.hpp"

namespace smnn::drivers::kdv {

/// Of one forecast of all trajectories. Nothing where it cannot be said.
struct Judgement {
  std::string name;
  std::optional<std::int64_t> parameters;
  double relative_error = 0;   ///< The published figure: 100 frames, by squared truths.
  double notebook_error = 0;   ///< 40 frames, by squared predictions.
  std::vector<double> growth;  ///< Per level behind the given ones.
  /// The most that mass, momentum and energy have changed, in the mean over trajectories.
  std::optional<double> mass_drift, momentum_drift, energy_drift;
  double seconds = 0;  ///< Per trajectory, of one rank.
};

/// Frames of the two errors.
struct Frames {
  std::int64_t relative = 100;
  std::int64_t notebook = 40;
};

/// Errors behind the first `given` levels. Collective over all ranks.
Judgement judge(distributed::Communicator const& ranks, RankGrid const& grid, Space const& space,
                std::string const& name, Forecaster::Fields const& forecast,
                Forecaster::Fields const& truth, std::int64_t given, Frames const& frames);

/// Adds the drifts, from the last given level on: of whole axes only.
void judge_invariants(distributed::Communicator const& ranks, RankGrid const& grid,
                      Judgement& judgement, FieldData const& forecast, std::int64_t given,
                      double nonlinearity);

}  // namespace smnn::drivers::kdv
