/// Synthetic climates to test, and their values.
#pragma once

#include <smnn/climate/synthetic/climate.hpp>
#include <vector>

namespace smnn::climate {

inline constexpr double deviations = 5;  // a correct statistic fails once in a million times

inline SyntheticOptions small_options(std::int64_t steps) {
  SyntheticOptions options;
  options.rows = 18;
  options.columns = 36;
  options.steps = steps;
  options.seed = 7;
  return options;
}

// Everything off, for tests that turn on what they look at.
inline SyntheticOptions silent_options(std::int64_t steps) {
  SyntheticOptions options = small_options(steps);
  options.season = options.trend = options.oscillator = options.noise = 0;
  return options;
}

inline std::vector<double> fields(SyntheticClimate const& climate, ClimateStates const& states) {
  std::vector<double> values(static_cast<std::size_t>(states.times.size() * climate.grid().rows() *
                                                      climate.grid().columns()));
  climate.evaluate(states, {0, climate.grid().rows()}, values);
  return values;
}

// All times of a cell.
inline std::vector<double> series(SyntheticClimate const& climate, std::int64_t row,
                                  std::int64_t column) {
  std::int64_t const steps = climate.time().size();
  std::vector<double> values(static_cast<std::size_t>(steps * climate.grid().columns()));
  climate.evaluate(SyntheticClimate::Walk(climate).next(steps), {row, row + 1}, values);
  std::vector<double> cell;
  for (std::int64_t time = 0; time < steps; ++time)
    cell.push_back(values[static_cast<std::size_t>(time * climate.grid().columns() + column)]);
  return cell;
}

}  // namespace smnn::climate
