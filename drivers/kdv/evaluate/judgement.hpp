/// How good forecasts are: errors, and what is conserved.
#pragma once

#include <optional>
#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

#include "kdv/fields/fields.hpp"
#include "kdv/model/forecaster.hpp"

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
  std::vector<double> spectrum;  ///< See spectrum; empty unless asked for.
  double seconds = 0;            ///< Per trajectory, of one rank.
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

/// Adds the drifts, from the last given level on. Collective over all ranks; an axis that several
/// share wants pde::transforms_on_ranks, without which there are none.
void judge_invariants(distributed::Communicator const& ranks, RankGrid const& grid,
                      Judgement& judgement, FieldData const& forecast, std::int64_t given,
                      double nonlinearity);

/// Power by wavenumber, in bands of the line's axis of n points: band b has the wavenumbers (in
/// periods) from b `width` on, as many as `width`.
struct Bands {
  explicit Bands(std::int64_t points);
  std::int64_t width;
  std::int64_t count;  ///< 256 or a few more, fewer for fewer points.
};

/// Of levels behind the first `given`: the mean of u^2 over x that is in each band, in the mean
/// over levels and trajectories. Collective over all ranks; wants pde::transforms_on_ranks for an
/// axis that several share, and throws InvalidArgument without.
std::vector<double> spectrum(distributed::Communicator const& ranks, RankGrid const& grid,
                             FieldData const& forecast, std::int64_t given, Bands const& bands);

}  // namespace smnn::drivers::kdv
