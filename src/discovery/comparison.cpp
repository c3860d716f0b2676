#include "smnn/discovery/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "smnn/discovery/simulate.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::discovery {
namespace {

constexpr double valid_error = 0.4;  // deviations

/// The simulated states, NaN from where they blow up.
std::vector<double> simulate_or_nan(Model const& model, std::vector<double> const& start,
                                    std::vector<double> const& times) {
  std::size_t const size = times.size() * start.size();
  try {
    return simulate(model, start, times);
  } catch (NumericalError const&) {
    std::vector<double> states = start;
    states.resize(size, std::numeric_limits<double>::quiet_NaN());
    // Whatever could be had: halve the time until it works.
    for (std::size_t count = times.size() / 2; count > 1; count /= 2) {
      try {
        auto const part = simulate(
            model, start, {times.begin(), times.begin() + static_cast<std::ptrdiff_t>(count)});
        std::copy(part.begin(), part.end(), states.begin());
        return states;
      } catch (NumericalError const&) {
        continue;
      }
    }
    return states;
  }
}

double squared_error(double const* a, double const* b, std::vector<double> const& deviations) {
  double sum = 0;
  for (std::size_t d = 0; d < deviations.size(); ++d) {
    double const error = (a[d] - b[d]) / deviations[d];
    sum += error * error;
  }
  return sum / static_cast<double>(deviations.size());
}

}  // namespace

Forecast forecast(Model const& model, Trajectories const& data, std::vector<double> const& starts,
                  std::vector<double> const& deviations) {
  Forecast result;
  auto const dims = static_cast<std::size_t>(data.dims());
  std::int64_t const early = std::max<std::int64_t>(data.points / 10, 1);
  double early_squares = 0;
  result.valid_to_the_end = true;
  for (std::int64_t b = 0; b < data.count; ++b) {
    auto const first = static_cast<std::ptrdiff_t>(b * data.points);
    std::vector<double> const times(data.times.begin() + first,
                                    data.times.begin() + first + data.points);
    auto const at =
        starts.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(b) * dims);
    auto const states = simulate_or_nan(model, {at, at + static_cast<std::ptrdiff_t>(dims)}, times);
    bool valid = true;
    double valid_time = 0;
    for (std::int64_t t = 0; t < data.points; ++t) {
      double const squares =
          squared_error(&states[static_cast<std::size_t>(t) * dims], data.state(b, t), deviations);
      valid = valid && std::sqrt(squares) <= valid_error;
      if (valid) valid_time = data.time(b, t) - data.time(b, 0);
      if (t < early) early_squares += squares;
    }
    result.valid_time += valid_time / static_cast<double>(data.count);
    result.valid_to_the_end = result.valid_to_the_end && valid;
    result.states.insert(result.states.end(), states.begin(), states.end());
  }
  result.short_term_error = std::sqrt(early_squares / static_cast<double>(early * data.count));
  return result;
}

}  // namespace smnn::discovery
