/// @file
/// The delayed oscillator of Suarez and Schopf (1988), disturbed by white noise.
#pragma once

#include <cstdint>
#include <vector>

namespace smnn::climate {

/// dT = (T - T^3 - 0.75 T(t - 6)) dt + s dW, the simplest model of El Nino: a wave that the warming
/// sends away comes back after a delay and ends it. Undisturbed, its period is 16.164 units of time
/// and its root mean square 1.087. Solved by Heun's method in steps of at most 1/20.
class DelayedOscillator {
 public:
  struct Settings {
    std::int64_t samples = 1;
    double step = 1;  ///< From one sample to the next, in periods.
    double forcing = 0;
    std::uint64_t seed = 0;
  };

  /// The index T and what it was a quarter of a period before.
  struct Pair {
    double now = 0;
    double before = 0;
  };

  /// Second moments of a pair.
  struct Moments {
    double now = 0;
    double both = 0;
    double before = 0;
  };

  /// What is known of a sample that is still to come: means, and moments of the difference from it.
  struct Outlook {
    Pair mean;
    Moments spread;
  };

  /// Integrates all of it, from a random phase.
  explicit DelayedOscillator(Settings const& settings);

  Pair sample(std::int64_t i) const;

  /// Samples start .. start + steps - 1, given all that is before sample `start` (1 .. samples), as
  /// means over an ensemble: so many members, each disturbed by noise of its own.
  std::vector<Outlook> outlook(std::int64_t start, std::int64_t steps, std::int64_t members) const;

  /// Means over a long time, of this seed's own.
  Moments long_run() const;

 private:
  double step_forward(std::vector<double> const& values, std::int64_t i, double normal) const;
  void extend(std::vector<double>& values, std::uint64_t stream, std::uint64_t index,
              std::int64_t steps) const;
  std::int64_t position(std::int64_t sample) const { return history_ + sample * substeps_; }

  Settings settings_;
  std::int64_t substeps_;  // per sample
  double dt_;
  std::int64_t delay_;    // in substeps
  std::int64_t quarter_;  // likewise
  std::int64_t history_;  // substeps before sample 0
  std::vector<double> values_;
};

}  // namespace smnn::climate
