/// @file
/// Integrates a model in time.
#pragma once

#include <vector>

#include "smnn/discovery/model.hpp"
#include "smnn/discovery/trajectories.hpp"

namespace smnn::discovery {

struct SimulationOptions {
  double tolerance = 1e-11;  ///< Of every adaptive step, absolute and relative.
};

/// The states at the given times, (T, D), from `start` at the first of them, by Boost.Odeint's
/// Runge-Kutta-Fehlberg pair of orders 7 and 8. Throws NumericalError, naming the time, if the
/// solution leaves all bounds or the step becomes too small.
std::vector<double> simulate(Model const& model, std::vector<double> const& start,
                             std::vector<double> const& times,
                             SimulationOptions const& options = {});

/// Trajectories from several starting points, `points` samples at distance `step` from time 0.
Trajectories simulate(Model const& model, std::vector<std::vector<double>> const& starts,
                      double step, std::int64_t points, SimulationOptions const& options = {});

}  // namespace smnn::discovery
