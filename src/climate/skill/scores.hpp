/// @file
/// How good forecasts of sea-surface temperature are: over regions, by lead time, at every point.
///
/// Fields are (own points, steps), in degrees Celsius; errors are divided by `deviation`, the
/// standard deviation of the whole record, as the published figures are. Every rank has the points
/// of its tile; sums over ranks are made in the ranks' order, so that runs on as many ranks agree
/// in all bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/climate/skill/region.hpp"
#include "smnn/distributed/communicator.hpp"

namespace smnn::climate {

/// Sums over some points and leads, which can be added up further. A mean over nothing is NaN.
struct ErrorSums {
  double points = 0, squares = 0;         ///< Unweighted: their number, squared errors.
  double area = 0, weighted_squares = 0;  ///< Weighted by area.
  /// Of anomalies from a climatology, weighted by area: forecast x truth, and either's squares.
  double products = 0, forecast_squares = 0, truth_squares = 0;

  ErrorSums& operator+=(ErrorSums const& other);
  /// Mean squared error, every point counting alike, as published.
  double mse() const { return squares / points; }
  /// Every square kilometre counting alike.
  double weighted_mse() const { return weighted_squares / area; }
  /// Not centred; NaN for the climatology itself, whose anomalies are 0.
  double anomaly_correlation() const;
};

/// 1 - MSE / MSE of what it is compared with: 1 is perfect, 0 no better.
double skill(double mse, double mse_of_reference);

/// Of a forecast: sums for all regions() and leads.
class Scores {
 public:
  explicit Scores(std::int64_t steps);

  std::int64_t steps() const { return steps_; }
  ErrorSums& at(std::size_t region, std::int64_t lead);
  ErrorSums const& at(std::size_t region, std::int64_t lead) const;
  /// All leads together.
  ErrorSums overall(std::size_t region = 0) const;
  /// Adds those of another start. Throws InvalidArgument unless there are as many steps.
  Scores& operator+=(Scores const& other);

 private:
  std::int64_t steps_;
  std::vector<ErrorSums> sums_;  // (regions, steps)
};

/// What a forecast is compared with.
struct Truth {
  Grid const& grid;
  distributed::Range points;  ///< This rank's tile.
  std::int64_t steps = 0;
  std::span<float const> values;
  std::span<float const> climatology;  ///< That anomalies are taken from.
  double deviation = 1;                ///< Degrees Celsius.
};

/// Collective. Throws InvalidArgument, on all ranks, unless the fields have points times steps
/// values and the deviation is positive.
Scores score(distributed::Communicator const& ranks, Truth const& truth,
             std::span<float const> forecast);

/// Mean squared error over the leads at each own point, standardised. Not collective.
std::vector<double> mse_of_points(Truth const& truth, std::span<float const> forecast);

/// The mean over a region, weighted by area, at every step; NaN if it has no point. For Nino 3.4
/// this is the index. Collective.
std::vector<double> area_mean(distributed::Communicator const& ranks, Grid const& grid,
                              distributed::Range const& points, std::int64_t steps,
                              std::span<float const> values, Region const& region);

}  // namespace smnn::climate
