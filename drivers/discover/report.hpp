/// What `smnn discover` prints and hands to the picture.
#pragma once

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "discover/experiment.hpp"

namespace smnn::drivers::discovering {

/// Equations, warnings, coefficients, held-out comparison, time taken.
void print_outcome(std::FILE* file, Experiment const& experiment, Outcome const& outcome);

void print_systems(std::FILE* file, std::vector<System> const& systems);

/// Files for plot_discover.py: data.csv, forecast.csv, coefficients.csv, equations.txt.
std::vector<std::pair<std::string, std::string>> picture_data(Experiment const& experiment,
                                                              Outcome const& outcome);

/// Columns trajectory, time, then the variables.
std::string trajectories_csv(discovery::Trajectories const& data);

/// A number with so many significant digits.
std::string significant(double value, int digits);

}  // namespace smnn::drivers::discovering
