/// @file
/// Mean and deviation of many numbers, gathered in parts.
#pragma once

#include <cmath>
#include <limits>

namespace smnn::climate::detail {

/// Count, mean and sum of squares about it: Welford's for numbers one by one, Chan's for two sets.
struct Moments {
  double count = 0;
  double mean = 0;
  double squares = 0;

  void add(double value) {
    count += 1;
    double const before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }

  void add(Moments const& other) {
    if (other.count == 0) return;
    double const all = count + other.count;
    double const apart = other.mean - mean;
    mean += apart * (other.count / all);
    squares += other.squares + apart * apart * (count * other.count / all);
    count = all;
  }

  /// Of the numbers themselves, not of a population that they are drawn from.
  double deviation() const {
    return count > 0 ? std::sqrt(squares / count) : std::numeric_limits<double>::quiet_NaN();
  }
};

}  // namespace smnn::climate::detail
