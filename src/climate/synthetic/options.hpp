/// @file
/// Which synthetic climate to make.
#pragma once

#include <cstdint>

#include "smnn/climate/record.hpp"

namespace smnn::climate {

/// The defaults are sizes that the real ocean has, on a small grid.
struct SyntheticOptions {
  std::int64_t rows = 36;     ///< Latitudes.
  std::int64_t columns = 72;  ///< Longitudes.
  Sampling sampling = Sampling::monthly;
  std::int64_t steps = 480;  ///< Times.
  Date first = {1982, 1, 1};
  std::uint64_t seed = 0;

  double season = 4;        ///< K, amplitude of the annual cycle at 45 degrees.
  double trend = 0.15;      ///< K per decade at the equator.
  double oscillator = 1;    ///< K per unit of the oscillator, whose root mean square is about 1.
  double noise = 0.5;       ///< K, standard deviation of the red noise.
  double period = 1461;     ///< Days, of the oscillator if nothing disturbs it.
  double forcing = 0.3;     ///< White noise that disturbs it, per square root of its unit of time.
  double noise_time = 90;   ///< Days in which the noise's autocorrelation falls to 1/e.
  double noise_scale = 20;  ///< Degrees in which its correlation falls to exp(-1/2).
};

/// Throws InvalidArgument, naming the option, what was got and expected.
void check(SyntheticOptions const& options);

/// Days from one time to the next; of a month, the mean.
double days_of_a_step(Sampling sampling);

}  // namespace smnn::climate
