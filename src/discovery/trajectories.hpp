/// @file
/// The data that equations are discovered from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smnn::discovery {

/// Largest number of variables D.
inline constexpr int max_variables = 8;

/// Samples of one system: B trajectories, each with T points at its own increasing times.
struct Trajectories {
  std::vector<std::string> variables;  ///< D names.
  std::int64_t count = 1;              ///< B.
  std::int64_t points = 0;             ///< T.
  std::vector<double> times;           ///< (B, T), in the caller's unit.
  std::vector<double> values;          ///< (B, T, D), each variable in its own unit.

  std::int64_t dims() const { return static_cast<std::int64_t>(variables.size()); }
  std::int64_t samples() const { return count * points; }
  double time(std::int64_t b, std::int64_t t) const {
    return times[static_cast<std::size_t>(b * points + t)];
  }
  double const* state(std::int64_t b, std::int64_t t) const {
    return values.data() + (b * points + t) * dims();
  }
};

/// Throws InvalidArgument, saying what to do, unless there are 1 to 8 variables with different
/// names, enough points, increasing times and finite values, and every variable varies.
void validate(Trajectories const& data);

/// Points begin .. end-1 of every trajectory.
Trajectories slice(Trajectories const& data, std::int64_t begin, std::int64_t end);

/// Standard deviation of every variable over all trajectories.
std::vector<double> deviations(Trajectories const& data);

/// Adds normal noise with `share` of every variable's standard deviation. The random numbers depend
/// on the seed, the variable and the position of the value alone.
void add_noise(Trajectories& data, double share, std::uint64_t seed);

/// Standard deviation of the noise of every variable: what high-order divided differences leave of
/// the data. An upper bound; close to the noise where the data are sampled densely enough to show
/// the motion without it.
std::vector<double> estimate_noise(Trajectories const& data);

}  // namespace smnn::discovery
