/// @file
/// Where a training stands, apart from its parameters and moments: listed here once, for saving,
/// loading and telling other ranks.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "smnn/network/optimiser/schedule.hpp"

namespace smnn::network {

struct TrainingState {
  std::int64_t epoch = 0;  ///< Complete ones.
  std::int64_t batch = 0;  ///< Complete ones of the epoch that is under way.
  double seconds = 0;      ///< All runs together.
  std::int64_t optimiser_steps = 0;
  Schedule::State schedule;

  std::int64_t keeps_best = 0;  ///< Whether the best epoch's parameters are kept.
  std::int64_t best_epoch = 0;  ///< From 1; 0: none.
  double best_loss = std::numeric_limits<double>::infinity();
  double last_loss = 0;

  /// Of the epoch that is under way: samples, the largest norm of a gradient, sums of the losses.
  std::int64_t epoch_samples = 0;
  double epoch_norm = 0;
  std::vector<double> epoch_losses;

  std::vector<double> objective;  ///< Objective::state().
  std::vector<double> history;    ///< History::values().
};

/// Calls `visit(name, member)` for every number of a (const) state.
template <class State, class Visit>
void for_each_number(State& state, Visit const& visit) {
  visit("epoch", state.epoch);
  visit("batch", state.batch);
  visit("seconds", state.seconds);
  visit("optimiser_steps", state.optimiser_steps);
  visit("schedule_epochs", state.schedule.epochs);
  visit("schedule_rate", state.schedule.rate);
  visit("schedule_best", state.schedule.best);
  visit("schedule_bad_epochs", state.schedule.bad_epochs);
  visit("schedule_cooldown_left", state.schedule.cooldown_left);
  visit("keeps_best", state.keeps_best);
  visit("best_epoch", state.best_epoch);
  visit("best_loss", state.best_loss);
  visit("last_loss", state.last_loss);
  visit("epoch_samples", state.epoch_samples);
  visit("epoch_norm", state.epoch_norm);
}

/// Calls `visit(name, member)` for every list of numbers of a (const) state.
template <class State, class Visit>
void for_each_list(State& state, Visit const& visit) {
  visit("epoch_losses", state.epoch_losses);
  visit("objective", state.objective);
  visit("history", state.history);
}

}  // namespace smnn::network
