/// @file
/// Learning rate over the epochs, with the rules of PyTorch's schedulers.
#pragma once

#include <cstdint>
#include <limits>

namespace smnn::network {

struct ScheduleOptions {
  enum class Kind {
    constant,
    step,    ///< Times `factor` every `period` epochs.
    plateau  ///< Times `factor` when the loss has not improved for more than `patience` epochs.
  };
  Kind kind = Kind::constant;
  double factor = 0.1;
  std::int64_t period = 30;
  std::int64_t patience = 10;
  double threshold = 1e-4;    ///< An improvement is a loss below best * (1 - threshold).
  std::int64_t cooldown = 0;  ///< Epochs after a reduction that do not count as bad.
  double minimum = 0;         ///< Plateau: the rate does not fall below.
};

/// Throws InvalidArgument unless every option is in its range.
void check(ScheduleOptions const& options);

class Schedule {
 public:
  /// All that changes.
  struct State {
    std::int64_t epochs = 0;
    double rate = 0;
    double best = std::numeric_limits<double>::infinity();
    std::int64_t bad_epochs = 0;
    std::int64_t cooldown_left = 0;
  };

  Schedule(double learning_rate, ScheduleOptions const& options);

  /// Of the coming epoch.
  double rate() const { return state_.rate; }

  /// To be called after every epoch with the loss that is watched.
  void end_epoch(double loss);

  State const& state() const { return state_; }
  void restore(State const& state) { state_ = state; }

 private:
  void watch(double loss);

  ScheduleOptions options_;
  State state_;
};

}  // namespace smnn::network
