/// What `smnn fit` fits: series over common times.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smnn::drivers::fitting {

struct Data {
  std::string source;              // for people
  std::vector<std::string> names;  // S
  std::vector<double> time;        // T
  std::vector<double> values;      // (S, T)
  std::vector<double> truth;       // (S, T), empty if it is not known

  std::int64_t series() const { return static_cast<std::int64_t>(names.size()); }
  std::int64_t points() const { return static_cast<std::int64_t>(time.size()); }
};

/// The noisy damped sine of the S-MNN paper's example: (sin 2t + noise N(0,1)) exp(-t/10) at
/// t = 0, 0.1, ...
Data damped_sine(std::int64_t points, double noise, std::uint64_t seed);

/// Mean and deviation of each series; (0, 1) for all if not `standardise`d. Throws InvalidArgument
/// naming a series that is constant.
struct Scaling {
  std::vector<double> mean;
  std::vector<double> deviation;
};
Scaling scaling_of(Data const& data, bool standardise);

}  // namespace smnn::drivers::fitting
