#include "options/training_options.hpp"

#include <charconv>
#include <limits>
#include <string>

namespace smnn::drivers {
namespace {

constexpr auto group = "Training";

template <class T>
CLI::Option* add(CLI::App& app, std::string const& name, T& value, std::string const& help) {
  return app.add_option(name, value, help)->capture_default_str()->group(group);
}

// "latest", or the step that a checkpoint's name ends in.
void resume_from(network::TrainingOptions& options, std::string const& text) {
  options.resume = true;
  options.resume_step.reset();
  if (text == "latest") return;
  std::int64_t step = -1;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), step);
  if (error == std::errc() && end == text.data() + text.size() && step >= 0) {
    options.resume_step = step;
    return;
  }
  throw CLI::ValidationError("--resume", "is '" + text + "', expected 'latest' or a step");
}

void add_checkpoint_options(CLI::App& app, network::TrainingOptions& options) {
  auto const count = CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000});
  add(app, "--checkpoint", options.checkpoint,
      "Folder to save to: at times, at the end, upon a signal (TERM, INT, USR1)")
      ->type_name("FOLDER");
  add(app, "--checkpoint-epochs", options.checkpoint_epochs, "Save every so many epochs; 0: do not")
      ->check(count);
  add(app, "--checkpoint-minutes", options.checkpoint_minutes,
      "Save every so many minutes; 0: do not")
      ->check(CLI::NonNegativeNumber);
  add(app, "--checkpoint-keep", options.checkpoint_keep, "Keep so many of the last checkpoints")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}));
  app.add_option_function<std::string>(
         "--resume", [&options](std::string const& text) { resume_from(options, text); },
         "Go on from the last checkpoint that is whole, or that of a step, forgetting later ones")
      ->expected(0, 1)
      ->default_str("latest")
      ->type_name("[latest|STEP]")
      ->needs("--checkpoint")
      ->group(group);
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
  add_checkpoint_options(app, options);
  add(app, "--history", options.history, "CSV file of the losses, a line an epoch")
      ->type_name("FILE");
}

void report_to(Console& console, network::TrainingOptions& options) {
  if (console.quiet) options.progress = network::ProgressStyle::warnings;
  options.log = [&console](std::string const& line) { console.record(line); };
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
