// What of the synthetic climate can be forecast.
#include <cmath>
#include <cstddef>
#include <string>

#include "smnn/climate/synthetic/climate.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

// A forecast's: the sampling adds a thousandth of the oscillator's share to its error.
constexpr std::int64_t members_of_a_forecast = 1024;
// For errors in the mean over starts, of which each adds its own.
constexpr std::int64_t starts = 32;
constexpr std::int64_t members_of_a_start = 128;

double squared(double value) { return value * value; }

}  // namespace

void SyntheticClimate::check_start(std::int64_t start, std::int64_t steps) const {
  if (start < 1 || start > time_.size()) {
    throw InvalidArgument("start: got time " + std::to_string(start) + ", expected 1 to " +
                          std::to_string(time_.size()));
  }
  constexpr std::int64_t most = 10'000;
  if (steps < 1 || steps > most) {
    throw InvalidArgument("steps of the forecast: got " + std::to_string(steps) +
                          ", expected 1 to " + std::to_string(most));
  }
}

ClimateStates SyntheticClimate::best_forecast(std::int64_t start, std::int64_t steps) const {
  check_start(start, steps);
  ClimateStates states = climatology(start, steps);
  std::vector<double> last;
  for (std::int64_t i = 0; i < start; ++i) noise_.step_forward(last, i);
  double left = 1;
  auto value = states.noise.begin();
  for (std::int64_t i = 0; i < steps; ++i) {
    left *= noise_.memory();
    for (double const coefficient : last) *value++ = left * coefficient;
  }
  std::vector<DelayedOscillator::Outlook> const outlook =
      oscillator_.outlook(start, steps, members_of_a_forecast);
  for (std::size_t i = 0; i < outlook.size(); ++i) states.oscillator[i] = outlook[i].mean;
  return states;
}

ClimateStates SyntheticClimate::climatology(std::int64_t start, std::int64_t steps) const {
  check_start(start, steps);
  ClimateStates states;
  states.times = {start, start + steps};
  states.noise.resize(static_cast<std::size_t>(steps * noise_.modes()));
  states.oscillator.resize(static_cast<std::size_t>(steps));
  return states;
}

double SyntheticClimate::oscillator_error(DelayedOscillator::Moments const& spread) const {
  return squared(options_.oscillator) *
         (imprint_.now * spread.now + 2 * imprint_.both * spread.both +
          imprint_.before * spread.before);
}

std::vector<ExpectedError> SyntheticClimate::mean_errors(
    std::vector<std::int64_t> const& first, std::int64_t members,
    std::vector<std::int64_t> const& leads) const {
  std::vector<ExpectedError> errors;
  for (std::int64_t const lead : leads) {
    double const kept = std::pow(noise_.memory(), 2 * static_cast<double>(lead));
    errors.push_back({lead, squared(options_.noise) * (1 - kept), 0});
  }
  if (leads.empty()) return errors;
  for (std::int64_t const start : first) {
    check_start(start, leads.back());
    auto const outlook = oscillator_.outlook(start, leads.back(), members);
    for (ExpectedError& error : errors) {
      error.oscillator +=
          oscillator_error(outlook[static_cast<std::size_t>(error.lead - 1)].spread) /
          static_cast<double>(first.size());
    }
  }
  return errors;
}

std::vector<ExpectedError> SyntheticClimate::best_errors(
    std::int64_t start, std::vector<std::int64_t> const& leads) const {
  return mean_errors({start}, members_of_a_forecast, leads);
}

std::vector<ExpectedError> SyntheticClimate::best_errors(
    std::vector<std::int64_t> const& leads) const {
  std::vector<std::int64_t> first;
  for (std::int64_t i = 0; i < starts; ++i) first.push_back(1 + i * (time_.size() - 1) / starts);
  return mean_errors(first, members_of_a_start, leads);
}

ExpectedError SyntheticClimate::climatology_error() const {
  return {0, squared(options_.noise), oscillator_error(oscillator_.long_run())};
}

}  // namespace smnn::climate
