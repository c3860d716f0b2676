/// @file
/// Random initial values, as the published data sets have them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smnn::pde {

/// The random numbers of one sample: functions of seed, split and sample, whoever asks for them.
class SampleRandom {
 public:
  /// `split` tells train, valid and test apart; samples count from 0 in each.
  SampleRandom(std::uint64_t seed, std::uint64_t split, std::int64_t sample);

  /// The next one, uniform in [0, 1). A sample has 2^20 at most.
  double uniform();
  double uniform(double from, double to);

 private:
  std::uint64_t seed_;
  std::uint64_t stream_;
  std::uint64_t index_;
};

struct SineRanges {
  std::int64_t count = 10;
  double amplitude = 0.5;                          ///< From its negative on.
  std::vector<std::int64_t> frequencies = {1, 2};  ///< Of which each sine has one, in periods.
};

/// Throws InvalidArgument, naming what is wrong, unless count is 0 to 300 000, the amplitude is
/// finite, and there are frequencies, none negative.
void check(SineRanges const& ranges);

/// u(x) = sum_i a_i sin(2 pi l_i x / L + p_i)
class SineSum {
 public:
  /// Takes its random numbers in the order a, l, p of one sine after the other: amplitudes and
  /// phases, in [0, 2 pi), are uniform.
  SineSum(SineRanges const& ranges, SampleRandom& random);

  /// At x / L.
  double operator()(double position) const;

 private:
  struct Sine {
    double amplitude;
    std::int64_t frequency;
    double phase;
  };
  std::vector<Sine> sines_;
};

}  // namespace smnn::pde
