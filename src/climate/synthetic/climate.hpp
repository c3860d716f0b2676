/// @file
/// A climate that is known completely, so that forecasts can be judged by the best possible one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/climate/synthetic/options.hpp"
#include "smnn/climate/synthetic/oscillator.hpp"
#include "smnn/climate/synthetic/red_noise.hpp"

namespace smnn::climate {

/// What makes the fields of some times in a row; a few hundred numbers a time.
struct ClimateStates {
  distributed::Range times;                         ///< Indices; may go on after the last.
  std::vector<double> noise;                        ///< (times, RedNoise::modes())
  std::vector<DelayedOscillator::Pair> oscillator;  ///< One per time.
};

/// Mean squared errors over the ocean's cells, each of the same weight, in K^2.
struct ExpectedError {
  std::int64_t lead = 0;  ///< Steps after the last known time.
  double noise = 0;       ///< Exact.
  double oscillator = 0;  ///< By ensembles.
  double total() const { return noise + oscillator; }
};

/// Temperature = mean + season + trend + oscillator + noise, a function of the options alone. The
/// values of a cell are the same bits whoever computes them, with whichever neighbours.
class SyntheticClimate {
 public:
  /// Throws InvalidArgument; see check().
  explicit SyntheticClimate(SyntheticOptions const& options);

  SyntheticOptions const& options() const { return options_; }
  Grid const& grid() const { return grid_; }  ///< Rows from north to south.
  TimeAxis const& time() const { return time_; }
  RedNoise const& noise() const { return noise_; }
  DelayedOscillator const& oscillator() const { return oscillator_; }

  /// Dates of times, which may go on after the last.
  TimeAxis dates(distributed::Range const& times) const;

  /// The states of all times in order, some at once.
  class Walk {
   public:
    explicit Walk(SyntheticClimate const& climate) : climate_(&climate) {}
    ClimateStates next(std::int64_t count);

   private:
    SyntheticClimate const* climate_;
    std::int64_t time_ = 0;
    std::vector<double> noise_;
  };

  /// The best forecast of times start .. start + steps - 1, given all that is before time `start`:
  /// of every part its expectation. Throws InvalidArgument unless start is 1 .. time().size() and
  /// steps is positive.
  ClimateStates best_forecast(std::int64_t start, std::int64_t steps) const;

  /// Mean, season and trend alone, which are the expectation of the far future.
  ClimateStates climatology(std::int64_t start, std::int64_t steps) const;

  /// Temperatures in degrees Celsius of whole rows, land included: (times, rows, columns).
  void evaluate(ClimateStates const& states, distributed::Range const& rows,
                std::span<double> temperatures) const;

  /// Of the best forecast from this start. Leads are positive, ascending.
  std::vector<ExpectedError> best_errors(std::int64_t start,
                                         std::vector<std::int64_t> const& leads) const;
  /// The same in the mean over starts that are spread over the times.
  std::vector<ExpectedError> best_errors(std::vector<std::int64_t> const& leads) const;
  /// Of the climatology, at any lead (which the result leaves at 0).
  ExpectedError climatology_error() const;

 private:
  std::vector<ExpectedError> mean_errors(std::vector<std::int64_t> const& first,
                                         std::int64_t members,
                                         std::vector<std::int64_t> const& leads) const;
  double oscillator_error(DelayedOscillator::Moments const& spread) const;
  void check_start(std::int64_t start, std::int64_t steps) const;
  void row_factors(ClimateStates const& states, std::int64_t time, std::int64_t row,
                   std::span<double> factors) const;
  double base(std::int64_t row, Date const& date) const;

  SyntheticOptions options_;
  Grid grid_;
  TimeAxis time_;
  RedNoise noise_;
  DelayedOscillator oscillator_;
  std::vector<double> row_basis_;     // (rows, harmonics): of latitude
  std::vector<double> column_basis_;  // (harmonics + 2, columns): of longitude, then the Pacific's
  DelayedOscillator::Moments imprint_;  // mean products of the Pacific's patterns over the ocean
};

}  // namespace smnn::climate
