#include "smnn/discovery/trajectories.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "smnn/kernels/random.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::discovery {
namespace {

constexpr std::int64_t fewest_points = 8;  // for the noise estimate and the smoothing

std::string where(Trajectories const& data, std::int64_t b, std::int64_t t) {
  return (data.count > 1 ? "trajectory " + std::to_string(b) + ", " : std::string()) + "point " +
         std::to_string(t);
}

void check_sizes(Trajectories const& data) {
  if (data.dims() < 1 || data.dims() > max_variables) {
    throw InvalidArgument("data: got " + std::to_string(data.dims()) +
                          " variables, expected 1 to " + std::to_string(max_variables) +
                          "; choose among the columns");
  }
  std::set<std::string> const names(data.variables.begin(), data.variables.end());
  if (names.size() != data.variables.size()) {
    throw InvalidArgument("data: two variables have the same name, expected different ones");
  }
  if (data.points < fewest_points) {
    throw InvalidArgument("data: got " + std::to_string(data.points) +
                          " points, expected at least " + std::to_string(fewest_points));
  }
  auto const size = static_cast<std::size_t>(data.samples());
  if (data.times.size() != size || data.values.size() != size * data.variables.size()) {
    throw InvalidArgument("data: got " + std::to_string(data.times.size()) + " times and " +
                          std::to_string(data.values.size()) + " values, expected " +
                          std::to_string(size) + " and " +
                          std::to_string(size * data.variables.size()));
  }
}

void check_times(Trajectories const& data) {
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 1; t < data.points; ++t) {
      if (data.time(b, t) > data.time(b, t - 1)) continue;
      throw InvalidArgument(
          "data: the time at " + where(data, b, t) + " is " + std::to_string(data.time(b, t)) +
          ", after " + std::to_string(data.time(b, t - 1)) +
          "; expected increasing times: sort the rows and remove duplicates (or average them)");
    }
  }
}

void check_values(Trajectories const& data) {
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 0; t < data.points; ++t) {
      for (std::int64_t d = 0; d < data.dims(); ++d) {
        if (std::isfinite(data.state(b, t)[d])) continue;
        throw InvalidArgument("data: the value of '" + data.variables[static_cast<std::size_t>(d)] +
                              "' at " + where(data, b, t) +
                              " is not finite; remove that row (times may be uneven)");
      }
    }
  }
}

/// Weights of the divided difference of order k at points t[0..k]; it vanishes on polynomials of
/// degree k-1.
std::vector<double> divided_difference(double const* t, int k) {
  std::vector<double> weights(static_cast<std::size_t>(k + 1), 1);
  double const span = (t[k] - t[0]) / k;  // keeps the weights of order one
  for (int i = 0; i <= k; ++i) {
    for (int j = 0; j <= k; ++j) {
      if (j != i) weights[static_cast<std::size_t>(i)] *= span / (t[i] - t[j]);
    }
  }
  return weights;
}

/// Root mean square of the divided differences of order k of variable d, each divided by the root
/// of its weights' sum of squares: the noise, if the motion leaves nothing.
double difference_noise(Trajectories const& data, std::int64_t d, int k) {
  double sum = 0;
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = 0; t + k < data.points; ++t) {
      auto const weights =
          divided_difference(&data.times[static_cast<std::size_t>(b * data.points + t)], k);
      double difference = 0;
      double squares = 0;
      for (int i = 0; i <= k; ++i) {
        double const weight = weights[static_cast<std::size_t>(i)];
        difference += weight * data.state(b, t + i)[d];
        squares += weight * weight;
      }
      sum += difference * difference / squares;
    }
  }
  return std::sqrt(sum / static_cast<double>(data.count * (data.points - k)));
}

}  // namespace

std::vector<double> deviations(Trajectories const& data) {
  auto const n = static_cast<double>(data.samples());
  std::vector<double> result;
  for (std::int64_t d = 0; d < data.dims(); ++d) {
    double mean = 0;
    for (std::int64_t i = 0; i < data.samples(); ++i) mean += data.state(0, i)[d] / n;
    double sum = 0;
    for (std::int64_t i = 0; i < data.samples(); ++i) {
      double const difference = data.state(0, i)[d] - mean;
      sum += difference * difference / n;
    }
    result.push_back(std::sqrt(sum));
  }
  return result;
}

void validate(Trajectories const& data) {
  check_sizes(data);
  check_times(data);
  check_values(data);
  auto const deviation = deviations(data);
  for (std::size_t d = 0; d < deviation.size(); ++d) {
    double const size = std::fabs(data.values[d]);
    if (deviation[d] > 1e-12 * size && deviation[d] > 0) continue;
    throw InvalidArgument("data: '" + data.variables[d] + "' is constant (" +
                          std::to_string(data.values[d]) +
                          "), expected a variable that varies; leave the column out");
  }
}

Trajectories slice(Trajectories const& data, std::int64_t begin, std::int64_t end) {
  Trajectories part{data.variables, data.count, end - begin, {}, {}};
  for (std::int64_t b = 0; b < data.count; ++b) {
    for (std::int64_t t = begin; t < end; ++t) part.times.push_back(data.time(b, t));
    part.values.insert(part.values.end(), data.state(b, begin),
                       data.state(b, begin) + (end - begin) * data.dims());
  }
  return part;
}

void add_noise(Trajectories& data, double share, std::uint64_t seed) {
  auto const deviation = deviations(data);
  auto const dims = static_cast<std::size_t>(data.dims());
  for (std::size_t i = 0; i < data.values.size(); ++i) {
    data.values[i] += share * deviation[i % dims] *
                      kernels::random_normal(seed, i % dims, static_cast<std::uint64_t>(i / dims));
  }
}

std::vector<double> estimate_noise(Trajectories const& data) {
  constexpr int highest_order = 10;
  std::vector<double> noise;
  for (std::int64_t d = 0; d < data.dims(); ++d) {
    double least = std::numeric_limits<double>::infinity();
    for (int k = 2; k <= highest_order && k < data.points; ++k) {
      least = std::min(least, difference_noise(data, d, k));
    }
    noise.push_back(least);
  }
  return noise;
}

}  // namespace smnn::discovery
