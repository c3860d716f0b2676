/// Data to learn from, data to test with, and the truth where it is known.
#pragma once

#include <optional>
#include <smnn/discovery/comparison.hpp>
#include <smnn/discovery/discover.hpp>
#include <string>

#include "discover/system.hpp"

namespace smnn::drivers::discovering {

struct Experiment {
  std::string source;  // for people: "Lorenz ...", or the file's name
  discovery::Trajectories training;
  discovery::Trajectories held_out;  // begins at the last training point; no points: none
  std::optional<discovery::Model> truth;
};

struct DataChoice {
  std::optional<std::int64_t> points;  // for training
  double noise = 0;  // share of every variable's deviation, added to training data
  std::uint64_t seed = 0;
  double hold_out = 0.2;  // share of a file's points that are held out
};

/// Simulates a system; after the training points a fifth as many, without noise, are held out.
Experiment simulate_system(System const& system, DataChoice const& choice);

/// Splits data of a user's.
Experiment split_data(std::string const& source, discovery::Trajectories const& data,
                      DataChoice const& choice);

struct Outcome {
  discovery::Discovery found;
  std::optional<discovery::ModelDifference> difference;  // from the truth
  std::optional<discovery::Forecast> forecast;           // of the held-out data
  double seconds = 0;                                    // for the discovery alone
};

Outcome run(Experiment const& experiment, std::vector<discovery::Term> const& terms,
            discovery::Options const& options);

/// The rest of an outcome, from what was found in so many seconds.
Outcome compare_with_experiment(Experiment const& experiment, discovery::Discovery found,
                                double seconds);

}  // namespace smnn::drivers::discovering
