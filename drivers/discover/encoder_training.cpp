#include "discover/encoder_training.hpp"

#include <map>
#include <smnn/network/training/trainer.hpp>
#include <string>
#include <utility>

#include "options/solver_options.hpp"
#include "support/fingerprint.hpp"
#include "support/table.hpp"

namespace smnn::drivers::discovering {

using Space = Kokkos::DefaultExecutionSpace;

namespace {

/// What a training must be resumed with.
std::map<std::string, std::string> configuration(discovery::Trajectories const& data,
                                                 std::vector<discovery::Term> const& terms,
                                                 discovery::EncoderOptions const& encoder) {
  std::string names;
  for (auto const& term : terms) names += to_string(term, data.variables) + ", ";
  bool const projects = encoder.coefficients == discovery::Coefficients::projected;
  return {{"data", fingerprint(data.values)},
          {"times", fingerprint(data.times)},
          {"terms", names},
          {"method", projects ? "alternating" : "encoder"},
          {"window", std::to_string(encoder.window)},
          {"orders", std::to_string(encoder.orders)},
          {"smoothness", to_string(encoder.smoothness)},
          {"threshold", csv_number(encoder.threshold)},
          {"contribution", csv_number(encoder.contribution)},
          {"round_epochs", std::to_string(encoder.round_epochs)}};
}

}  // namespace

network::TrainingOptions published_training() {
  network::TrainingOptions options;
  options.epochs = 11 * discovery::EncoderOptions{}.round_epochs;
  options.batch = 512;
  options.adam.learning_rate = 5e-4;
  options.program = "smnn discover";
  return options;
}

Outcome train_encoder(distributed::Communicator const& ranks, Experiment const& experiment,
                      std::vector<discovery::Term> const& terms,
                      discovery::EncoderOptions const& encoder, bool polish,
                      network::TrainingOptions training) {
  discovery::Trajectories const& data = experiment.training;
  training.configuration = configuration(data, terms, encoder);
  Space const space;
  network::ParameterLayout layout;
  discovery::EncoderObjective<Space> objective(
      space, layout, data, discovery::Model(data.variables, terms, discovery::Link::identity),
      encoder);
  network::Parameters<double, Space> const parameters(space, layout, training.seed);
  network::Trainer<double, Space> trainer(ranks, space, objective, parameters, training);
  Kokkos::Timer const timer;
  network::TrainingResult const result = trainer.train();

  bool const of_head = encoder.coefficients == discovery::Coefficients::head && !polish;
  discovery::Discovery found =
      of_head ? objective.of_head(space, parameters) : objective.polished(space, parameters);
  if (result.interrupted()) {
    found.converged = false;
    found.warnings.push_back("the training ended after " + std::to_string(result.epochs) + " of " +
                             std::to_string(training.epochs) +
                             " epochs; go on from its checkpoint with --resume");
  }
  return compare_with_experiment(experiment, std::move(found), timer.seconds());
}

}  // namespace smnn::drivers::discovering
