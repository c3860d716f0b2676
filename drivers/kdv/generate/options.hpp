/// What data set to generate. The defaults are the published one's.
#pragma once

#include <cstdint>
#include <optional>
#include <smnn/pde/kdv/random_sines.hpp>
#include <smnn/pde/kdv/solver.hpp>
#include <string>
#include <vector>

namespace smnn::drivers::kdv {

enum class Storage { double_precision, single_precision };

struct GenerateOptions {
  std::string output;  ///< HDF5 file; appears when it is complete.

  // Every sample has a length and an end time of its own, uniform within (1 +- spread).
  double length = 128;
  double length_spread = 0.1;
  double end_time = 50;
  double end_spread = 0.1;
  std::optional<double> domain = std::nullopt;  ///< This length for all samples.
  std::vector<double> times = {};               ///< These levels for all samples.

  std::int64_t points = 256;
  std::int64_t levels = 250;  ///< From 0 to the end time.
  std::int64_t keep = 140;    ///< The last of them, which are written.
  std::int64_t refine = 2;    ///< The solver has so many times the points.

  std::vector<std::string> initial = {"sines"};  ///< See InitialField.
  pde::SineRanges sines = {};

  std::int64_t train = 512;
  std::int64_t valid = 512;
  std::int64_t test = 512;
  std::uint64_t seed = 0;
  bool single = false;  ///< One sample, in test, with x shared by ranks.

  pde::KdvOptions kdv = {};
  Storage storage = Storage::double_precision;

  /// Levels that are written.
  std::int64_t written_levels() const {
    return times.empty() ? keep : static_cast<std::int64_t>(times.size());
  }
  std::int64_t solved_points() const { return points * refine; }
};

/// Throws InvalidArgument, naming the option, for what the command line alone cannot refuse.
void check(GenerateOptions const& options);

/// Length and levels of one sample, which takes its first two random numbers for them.
struct SampleFrame {
  double length;
  std::vector<double> times;
};
SampleFrame make_frame(GenerateOptions const& options, pde::SampleRandom& random);

}  // namespace smnn::drivers::kdv
