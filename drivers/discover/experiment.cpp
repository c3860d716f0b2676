#include "discover/experiment.hpp"

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cmath>
#include <smnn/discovery/simulate.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::discovering {

using namespace discovery;

Experiment simulate_system(System const& system, DataChoice const& choice) {
  std::int64_t const points = choice.points.value_or(system.points);
  std::int64_t const more = std::max<std::int64_t>(points / 5, 1);
  Trajectories const all = simulate(system.truth, system.starts, system.step, points + more);
  Experiment experiment{system.name, slice(all, 0, points), slice(all, points - 1, points + more),
                        system.truth};
  if (choice.noise > 0) add_noise(experiment.training, choice.noise, choice.seed);
  return experiment;
}

Experiment split_data(std::string const& source, Trajectories const& data,
                      DataChoice const& choice) {
  validate(data);
  std::int64_t const available = std::min(choice.points.value_or(data.points), data.points);
  auto const held =
      static_cast<std::int64_t>(std::floor(choice.hold_out * static_cast<double>(available)));
  std::int64_t const points = available - held;
  Experiment experiment{source, slice(data, 0, points), {}, std::nullopt};
  if (held > 0) experiment.held_out = slice(data, points - 1, available);
  if (choice.noise > 0) add_noise(experiment.training, choice.noise, choice.seed);
  return experiment;
}

Outcome run(Experiment const& experiment, std::vector<Term> const& terms, Options const& options) {
  Kokkos::Timer const timer;
  Discovery found = discover(Kokkos::DefaultExecutionSpace(), experiment.training, terms, options);
  return compare_with_experiment(experiment, std::move(found), timer.seconds());
}

Outcome compare_with_experiment(Experiment const& experiment, Discovery found, double seconds) {
  Outcome outcome;
  outcome.found = std::move(found);
  outcome.seconds = seconds;
  Model const& model = outcome.found.model;
  if (experiment.truth) outcome.difference = compare(model, *experiment.truth);
  if (experiment.held_out.points < 2) return outcome;
  Trajectories const& training = experiment.training;
  auto const dims = static_cast<std::int64_t>(model.dims());
  std::vector<double> starts;
  for (std::int64_t b = 0; b < training.count; ++b) {
    auto const last = outcome.found.states.begin() + ((b + 1) * training.points - 1) * dims;
    starts.insert(starts.end(), last, last + dims);
  }
  outcome.forecast = forecast(model, experiment.held_out, starts, deviations(training));
  return outcome;
}

}  // namespace smnn::drivers::discovering
