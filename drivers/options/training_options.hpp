/// Command-line options of training, the same for every subcommand that learns.
#pragma once

#include <CLI/CLI.hpp>
#include <smnn/network/training/options.hpp>

#include "support/console.hpp"

namespace smnn::drivers {

/// Adds --epochs, --batch, --learning-rate, --weight-decay, --clip, --seed, --patience,
/// --time-limit, --checkpoint, --checkpoint-epochs, --checkpoint-minutes, --checkpoint-keep,
/// --resume and --history, with the defaults that `options` has; not --seed if the subcommand has
/// its own. `options` must live until the command line has been parsed.
void add_training_options(CLI::App& app, network::TrainingOptions& options);

/// Shows the progress of the training as the console is asked to, and records it in its log.
/// `console` must outlive the training.
void report_to(Console& console, network::TrainingOptions& options);

/// "epochs done", "no progress", "signal", "time limit".
char const* to_string(network::TrainingResult::End end);

}  // namespace smnn::drivers
