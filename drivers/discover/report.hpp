/// What `smnn discover` prints and hands to the picture.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "discover/experiment.hpp"
#include "support/console.hpp"

namespace smnn::drivers::discovering {

/// Equations, warnings, coefficients, held-out comparison, time taken.
void print_outcome(Console& console, Experiment const& experiment, Outcome const& outcome);

void print_systems(Console& console, std::vector<System> const& systems);

/// Files for plot_discover.py: data.csv, forecast.csv, coefficients.csv, equations.txt.
std::vector<std::pair<std::string, std::string>> picture_data(Experiment const& experiment,
                                                              Outcome const& outcome);

/// Columns trajectory, time, then the variables.
std::string trajectories_csv(discovery::Trajectories const& data);

/// A number with so many significant digits.
std::string significant(double value, int digits);

}  // namespace smnn::drivers::discovering
