/// @file
/// Noise that is smooth in space and an autoregressive process of order 1 in time.
#pragma once

#include <cstdint>
#include <vector>

namespace smnn::climate {

/// A sum of products of harmonics of latitude and of longitude, each times an AR(1) process of its
/// own. With s the scale in radians, the product of the harmonics l and m has a variance
/// proportional to exp(-(l^2 + m^2) s^2 / 2), up to l, m = 3 / s, so that the noise has variance 1
/// everywhere and a correlation of nearly exp(-(dlatitude^2 + dlongitude^2) / (2 s^2)): it is
/// homogeneous in degrees, not on the sphere, whose poles nobody forecasts. In time its
/// autocorrelation is exp(-days / time).
class RedNoise {
 public:
  struct Settings {
    double step_days = 1;
    double time = 1;    ///< Days.
    double scale = 20;  ///< Degrees.
    std::uint64_t seed = 0;
  };

  explicit RedNoise(Settings const& settings);

  /// Harmonics along either axis: 1, cos(x), sin(x), cos(2 x), ... sin(order x).
  std::int64_t harmonics() const { return 2 * order_ + 1; }
  /// Coefficients of a time: (harmonics of longitude, harmonics of latitude).
  std::int64_t modes() const { return harmonics() * harmonics(); }
  /// Autocorrelation from one time to the next.
  double memory() const { return memory_; }

  /// All harmonics at an angle in degrees, each times the square root of its share of the variance.
  std::vector<double> weighted_harmonics(double degrees) const;

  /// Turns the coefficients of time i - 1 into those of time i; at time 0 nothing is before. All
  /// are standard normal.
  void step_forward(std::vector<double>& coefficients, std::int64_t i) const;

 private:
  std::uint64_t seed_;
  std::int64_t order_;
  double memory_;
  std::vector<double> roots_;  // of the variances of orders 0 .. order_
};

}  // namespace smnn::climate
