/// @file
/// The training loop of every learning driver.
///
///     Parameters<double, Space> parameters(space, layout, seed);
///     Trainer<double, Space> trainer(communicator, space, objective, parameters, options);
///     TrainingResult const result = trainer.train();
#pragma once

#include <Kokkos_Core.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/network/optimiser/adam.hpp"
#include "smnn/network/optimiser/gradient_clip.hpp"
#include "smnn/network/optimiser/schedule.hpp"
#include "smnn/network/parameters/parameters.hpp"
#include "smnn/network/training/checkpoint/checkpoint_store.hpp"
#include "smnn/network/training/checkpoint/state.hpp"
#include "smnn/network/training/distributed_objective.hpp"
#include "smnn/network/training/history.hpp"
#include "smnn/network/training/objective.hpp"
#include "smnn/network/training/options.hpp"
#include "smnn/network/training/progress.hpp"
#include "smnn/network/training/sampler.hpp"
#include "smnn/network/training/signals.hpp"

namespace smnn::network {

/// Minimises an objective over shuffled batches. Data-parallel: each rank evaluates its part of
/// every batch, and gradients and losses are summed in the order of the ranks, so that parameters
/// are the same bits on all of them and a run depends on its seed and number of ranks only. Ranks
/// may also share samples (TrainingOptions::ranks_per_shard).
/// Every call is collective; an error on one rank is thrown on all, with the same message.
template <class Real, class ExecutionSpace>
class Trainer {
 public:
  using ObjectiveType = Objective<Real, ExecutionSpace>;
  using ParameterSet = Parameters<Real, ExecutionSpace>;

  /// The objectives must stay until the trainer is gone; the parameters are shared with the
  /// caller's copy. Their values on rank 0 are where all ranks start. Throws InvalidArgument.
  Trainer(distributed::Communicator communicator, ExecutionSpace const& space,
          ObjectiveType& objective, ParameterSet parameters, TrainingOptions options,
          ObjectiveType* validation = nullptr);

  /// Trains until the epochs are done, the watched loss has stopped falling, or a signal or the
  /// time limit. Throws NumericalError, naming epoch and batch, if a loss or gradient is not
  /// finite; the parameters are then those before that batch, and no checkpoint is written. IoError
  /// if a file cannot be written, or resuming was asked for and is not possible.
  TrainingResult train();

  /// One row per complete epoch.
  History const& history() const { return history_; }

 private:
  using Clock = std::chrono::steady_clock;

  // What ranks ask for, counted over them.
  struct Votes {
    double signal = 0;
    double time_limit = 0;
    double checkpoint = 0;
    bool stop() const { return signal > 0 || time_limit > 0; }
  };

  /// Loads the checkpoint, or makes all ranks start alike.
  Resumption start();
  /// False if a vote has stopped it before its end.
  bool run_epoch(SignalWatch const& signals, Progress& progress);
  void run_batch(std::span<std::int64_t const> batch, SignalWatch const& signals);
  void finish_epoch(SignalWatch const& signals, Progress& progress);
  std::vector<double> validate(SignalWatch const& signals);
  TrainingResult finish(TrainingResult::End end);

  void evaluate(DistributedObjective<Real, ExecutionSpace>& objective,
                std::span<std::int64_t const> batch, bool with_gradients, std::span<double> losses,
                SignalWatch const& signals);
  void require_finite(double value, std::string const& what, std::string const& where) const;
  void save();
  bool ended() const { return state_.epoch >= options_.epochs || out_of_patience(); }
  bool out_of_patience() const;
  bool checkpoint_wanted() const { return !options_.checkpoint.empty(); }
  std::vector<double> epoch_means() const;
  double seconds() const;
  Moment moment() const;
  TrainingBuffers<Real, ExecutionSpace> buffers() const;

  distributed::Communicator communicator_;
  ExecutionSpace space_;
  ParameterSet parameters_;
  TrainingOptions options_;
  Sampler sampler_;
  DistributedObjective<Real, ExecutionSpace> objective_;
  std::optional<DistributedObjective<Real, ExecutionSpace>> validation_;
  std::optional<Sampler> validation_sampler_;
  Adam<Real, ExecutionSpace> adam_;
  GradientNorm<Real, ExecutionSpace> norm_;
  Schedule schedule_;
  History history_;
  CheckpointStore<Real, ExecutionSpace> store_;
  typename ParameterSet::Buffer best_;
  TrainingState state_;
  Votes votes_;
  bool started_ = false;
  std::optional<std::int64_t> saved_step_;
  double seconds_before_ = 0;  // of the runs that this one resumes
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_save_ = Clock::now();
};

}  // namespace smnn::network
