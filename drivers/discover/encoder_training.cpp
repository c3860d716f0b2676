#include "encoder_training.hpp"

#include <limits>
#include <smnn/network/training/trainer.hpp>
#include <utility>

namespace smnn::drivers::discovering {

using Space = Kokkos::DefaultExecutionSpace;

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
                      network::TrainingOptions const& training) {
  discovery::Trajectories const& data = experiment.training;
  Space const space;
  network::ParameterLayout layout;
  discovery::EncoderObjective<Space> objective(
      space, layout, data, discovery::Model(data.variables, terms, discovery::Link::identity),
      encoder);
  network::Parameters<double, Space> const parameters(space, layout, training.seed);
  network::Trainer<double, Space> trainer(ranks, space, objective, parameters, training);
  Kokkos::Timer const timer;
  network::TrainingResult const result = trainer.train();

  discovery::Discovery found = objective.polished(space, parameters);
  if (encoder.coefficients == discovery::Coefficients::head && !polish) {
    found.model = objective.model(space, parameters);
    found.standard_errors.assign(found.standard_errors.size(),
                                 std::numeric_limits<double>::quiet_NaN());
  }
  if (result.interrupted()) {
    found.converged = false;
    found.warnings.push_back("the training ended after " + std::to_string(result.epochs) + " of " +
                             std::to_string(training.epochs) +
                             " epochs; go on from its checkpoint with --resume");
  }
  return compare_with_experiment(experiment, std::move(found), timer.seconds());
}

}  // namespace smnn::drivers::discovering
