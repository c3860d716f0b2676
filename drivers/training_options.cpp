#include "training_options.hpp"

#include <limits>

namespace smnn::drivers {
namespace {

constexpr auto group = "Training";

template <class T>
CLI::Option* add(CLI::App& app, std::string const& name, T& value, std::string const& help) {
  return app.add_option(name, value, help)->capture_default_str()->group(group);
}

}  // namespace

void add_training_options(CLI::App& app, network::TrainingOptions& options) {
  auto const positive_integer = CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000});
  auto const count = CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000});
  add(app, "--epochs", options.epochs, "Passes over the samples")->check(positive_integer);
  add(app, "--batch", options.batch, "Samples of a step, over all ranks; 0: all")->check(count);
  add(app, "--learning-rate", options.adam.learning_rate, "Of Adam")->check(CLI::PositiveNumber);
  add(app, "--weight-decay", options.adam.weight_decay, "Of Adam")->check(CLI::NonNegativeNumber);
  add(app, "--clip", options.clip_norm, "Largest norm of the gradient; 0: any")
      ->check(CLI::NonNegativeNumber);
  if (app.get_option_no_throw("--seed") == nullptr)
    add(app, "--seed", options.seed, "Of every random number; a run depends on it alone");
  add(app, "--patience", options.patience, "End after so many epochs without progress; 0: never")
      ->check(count);
  add(app, "--time-limit", options.time_limit_minutes,
      "Minutes after which to save and end; 0: none")
      ->check(CLI::NonNegativeNumber);
  add(app, "--checkpoint", options.checkpoint, "HDF5 file to save the training to")
      ->type_name("FILE");
  add(app, "--checkpoint-epochs", options.checkpoint_epochs,
      "Save every so many epochs; 0: every five minutes and at the end")
      ->check(count);
  app.add_flag("--resume", options.resume, "Go on from the checkpoint")
      ->needs("--checkpoint")
      ->group(group);
  add(app, "--history", options.history, "CSV file of the losses, a line an epoch")
      ->type_name("FILE");
  app.add_flag_callback(
         "--quiet", [&options] { options.progress = network::ProgressStyle::silent; },
         "No progress")
      ->group(group);
}

char const* to_string(network::TrainingResult::End end) {
  using End = network::TrainingResult::End;
  switch (end) {
    case End::epochs_done:
      return "epochs done";
    case End::early_stop:
      return "no progress";
    case End::signal:
      return "signal";
    case End::time_limit:
      return "time limit";
  }
  return "unknown";
}

}  // namespace smnn::drivers
