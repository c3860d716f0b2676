#include "smnn/network/optimiser/schedule.hpp"

#include <algorithm>

#include "smnn/network/detail/require_option.hpp"

namespace smnn::network {

void check(ScheduleOptions const& options) {
  using Kind = ScheduleOptions::Kind;
  auto const require = [](bool holds, char const* option, auto got, char const* expected) {
    detail::require_option(holds, "learning rate schedule", option, got, expected);
  };
  if (options.kind == Kind::constant) return;
  require(options.factor > 0 && options.factor < 1, "factor", options.factor, "one in (0, 1)");
  if (options.kind == Kind::step) {
    require(options.period >= 1, "period", options.period, "at least 1 epoch");
    return;
  }
  require(options.patience >= 0, "patience", options.patience, "at least 0 epochs");
  require(options.cooldown >= 0, "cooldown", options.cooldown, "at least 0 epochs");
  require(options.threshold >= 0 && options.threshold < 1, "threshold", options.threshold,
          "one in [0, 1)");
  require(options.minimum >= 0, "minimum", options.minimum, "a number not below 0");
}

Schedule::Schedule(double learning_rate, ScheduleOptions const& options) : options_(options) {
  check(options);
  state_.rate = learning_rate;
}

void Schedule::end_epoch(double loss) {
  ++state_.epochs;
  switch (options_.kind) {
    case ScheduleOptions::Kind::constant:
      break;
    case ScheduleOptions::Kind::step:
      if (state_.epochs % options_.period == 0) state_.rate *= options_.factor;
      break;
    case ScheduleOptions::Kind::plateau:
      watch(loss);
      break;
  }
}

void Schedule::watch(double loss) {
  if (loss < state_.best * (1 - options_.threshold)) {
    state_.best = loss;
    state_.bad_epochs = 0;
  } else {
    ++state_.bad_epochs;
  }
  if (state_.cooldown_left > 0) {
    --state_.cooldown_left;
    state_.bad_epochs = 0;
  }
  if (state_.bad_epochs <= options_.patience) return;
  // PyTorch's: a change too small to matter is not made.
  constexpr double smallest_change = 1e-8;
  double const rate = std::max(state_.rate * options_.factor, options_.minimum);
  if (state_.rate - rate > smallest_change) state_.rate = rate;
  state_.cooldown_left = options_.cooldown;
  state_.bad_epochs = 0;
}

}  // namespace smnn::network
