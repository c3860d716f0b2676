/// @file
/// How to train, and how it ended.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "smnn/network/optimiser/adam.hpp"
#include "smnn/network/optimiser/schedule.hpp"

namespace smnn::network {

enum class ProgressStyle {
  automatic,  ///< A bar if standard error is a terminal, else lines.
  bar,
  lines,
  warnings,  ///< Nothing else.
  silent
};

struct TrainingOptions {
  std::int64_t epochs = 100;
  std::int64_t batch = 0;  ///< Samples of a step, over all ranks; 0: all.
  bool shuffle = true;
  bool drop_last = false;  ///< Leave out a last batch that is not full.
  std::uint64_t seed = 0;  ///< Of the order of the samples.
  /// Neighbouring ranks that evaluate the same samples, each a part of them, such as the points of
  /// a Line: batches are shared among shards of so many ranks. The number of ranks is a multiple.
  int ranks_per_shard = 1;

  AdamOptions adam;
  ScheduleOptions schedule;
  double clip_norm = 0;  ///< Largest norm of the gradient; 0: any.

  /// Ends when the watched loss (the validation's first if there is one, else the training's) has
  /// not fallen for this many epochs; 0: never.
  std::int64_t patience = 0;
  /// With validation or patience: ends with the parameters of the best epoch, not the last.
  bool restore_best = true;
  double time_limit_minutes = 0;  ///< Ends as upon a signal; 0: none.
  bool handle_signals = true;     ///< SIGINT, SIGTERM, SIGUSR1: finish the batch, save, end.

  std::filesystem::path checkpoint;    ///< Folder; empty: none.
  std::int64_t checkpoint_keep = 2;    ///< How many of them.
  std::int64_t checkpoint_epochs = 0;  ///< Also at the end and upon a signal; 0: not by epochs.
  double checkpoint_minutes = 5;       ///< 0: not by time.
  bool resume = false;  ///< Continue from a checkpoint; IoError if there is none that is whole.
  /// From that of so many batches, forgetting newer ones at the next save; none: from the newest.
  std::optional<std::int64_t> resume_step;
  /// What of the data and the model must be the same when resuming, by name.
  std::map<std::string, std::string> configuration;
  std::filesystem::path history;  ///< CSV, a row an epoch; empty: none.

  ProgressStyle progress = ProgressStyle::automatic;
  /// On rank 0 gets the lines that ProgressStyle::lines would show, whatever is shown; may be
  /// empty.
  std::function<void(std::string const&)> log;
  std::string program = "smnn";  ///< For the checkpoint's provenance.
};

/// Throws InvalidArgument unless every option is in its range.
void check(TrainingOptions const& options);

struct TrainingResult {
  enum class End { epochs_done, early_stop, signal, time_limit };
  End end = End::epochs_done;
  std::int64_t epochs = 0;      ///< Complete ones, with those before a resume.
  std::int64_t best_epoch = 0;  ///< From 1; 0: none was complete.
  double best_loss = 0;         ///< The watched one.
  double last_loss = 0;         ///< The training's first loss in the last complete epoch.

  /// Whether resuming would go on.
  bool interrupted() const { return end == End::signal || end == End::time_limit; }
};

}  // namespace smnn::network
