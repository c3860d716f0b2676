#include "smnn/network/training/options.hpp"

#include "smnn/config.hpp"
#include "smnn/network/detail/require_option.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::network {

void check(TrainingOptions const& options) {
  auto const require = [](bool holds, char const* option, auto got, char const* expected) {
    detail::require_option(holds, "training", option, got, expected);
  };
  require(options.epochs >= 0, "epochs", options.epochs, "at least 0");
  require(options.batch >= 0, "batch", options.batch, "at least 1, or 0 for all samples");
  require(options.ranks_per_shard >= 1, "ranks_per_shard",
          static_cast<std::int64_t>(options.ranks_per_shard), "at least 1");
  require(options.clip_norm >= 0, "clip_norm", options.clip_norm, "at least 0");
  require(options.patience >= 0, "patience", options.patience, "at least 0 epochs");
  require(options.time_limit_minutes >= 0, "time_limit_minutes", options.time_limit_minutes,
          "at least 0");
  require(options.checkpoint_epochs >= 0, "checkpoint_epochs", options.checkpoint_epochs,
          "at least 0");
  require(options.checkpoint_minutes >= 0, "checkpoint_minutes", options.checkpoint_minutes,
          "at least 0");
  require(options.checkpoint_keep >= 1, "checkpoint_keep", options.checkpoint_keep, "at least 1");
  check(options.adam);
  check(options.schedule);
  if (options.resume && options.checkpoint.empty())
    throw InvalidArgument("training: resume without a folder of checkpoints");
#ifndef SMNN_HAVE_HDF5
  if (!options.checkpoint.empty()) {
    throw InvalidArgument(
        "training: checkpoints need HDF5, which this build is without (SMNN_ENABLE_HDF5)");
  }
#endif
}

}  // namespace smnn::network
