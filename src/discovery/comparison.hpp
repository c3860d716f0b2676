/// @file
/// How well a model continues data that it has not seen.
#pragma once

#include <vector>

#include "smnn/discovery/model.hpp"
#include "smnn/discovery/trajectories.hpp"

namespace smnn::discovery {

/// A simulation beside held-out data.
struct Forecast {
  std::vector<double> states;     ///< (B, T, D), simulated; NaN after a blow-up.
  double valid_time = 0;          ///< Mean over the trajectories, see `forecast`.
  bool valid_to_the_end = false;  ///< In every trajectory.
  double short_term_error = 0;    ///< Root mean square over the first tenth, in deviations.
};

/// Simulates the model from `starts` (B, D), the states at the first points of `data`, and
/// compares. A simulation is valid until its error, the root mean square over the variables in
/// units of their `deviations`, exceeds .4. Errors are what exceeds the noise only where the data
/// have none.
Forecast forecast(Model const& model, Trajectories const& data, std::vector<double> const& starts,
                  std::vector<double> const& deviations);

}  // namespace smnn::discovery
