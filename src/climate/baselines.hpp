/// @file
/// What a forecast of sea-surface temperature has to beat.
///
/// Each of these reads the times before `start` only and returns the `steps` times from `start` on,
/// (own points, steps), in degrees Celsius. Sums are made in double. All throw InvalidArgument if
/// the past is too short for them, or `start` and `steps` are no part of any future: 1 <= start <=
/// record.time.size(), steps >= 1.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "smnn/climate/record.hpp"
#include "smnn/distributed/communicator.hpp"

namespace smnn::climate {

/// The date of time `i` of an axis, or of what follows it.
Date date_at(TimeAxis const& time, std::int64_t i);

/// The first of the times before `start` that are at most so many years older than it; 0 if the
/// record does not go back so far.
std::int64_t years_before(TimeAxis const& time, std::int64_t start, std::int64_t years);

/// The mean of every phase of the year over the times begin .. start-1, which are a year at least.
/// A phase that none of them has (weeks drift through the year) takes the mean of its neighbour.
std::vector<float> climatology(Record const& record, std::int64_t begin, std::int64_t start,
                               std::int64_t steps);

/// The last value for ever.
std::vector<float> persistence(Record const& record, std::int64_t start, std::int64_t steps);

/// The last year again and again: the last value of the same phase.
std::vector<float> last_year(Record const& record, std::int64_t start, std::int64_t steps);

/// Lag-1 autocorrelation of the anomalies from the climatology of the times begin .. start-1, all
/// points together: sum a(t-1) a(t) / sum a(t)^2, between 0 and 1. One number for the globe makes
/// better forecasts than one for each point, which few years know less well. Collective.
double lag_correlation(distributed::Communicator const& ranks, Record const& record,
                       std::int64_t begin, std::int64_t start);

/// The climatology of the times from `begin` on, and the last anomaly from it times r^lead.
std::vector<float> damped_persistence(Record const& record, std::int64_t begin, std::int64_t start,
                                      std::int64_t steps, double r);

/// Least squares over the times from `begin` on: a mean, `harmonics` pairs of sine and cosine of
/// the year, and a trend or none.
std::vector<float> seasonal_fit(Record const& record, std::int64_t begin, std::int64_t start,
                                std::int64_t steps, int harmonics, bool trend);

/// Its calls are collective: ranks may have to agree on a number.
struct Baseline {
  std::string name;
  std::function<std::vector<float>(Record const&, std::int64_t start, std::int64_t steps)> forecast;
};

/// All of the above: the climatologies of ten years, of the last `window` times and of all times;
/// two harmonics of the last ten years. The one of ten years comes first, that of the window
/// second: skill is measured against them.
std::vector<Baseline> baselines(distributed::Communicator const& ranks, std::int64_t window);

/// The record's own values of the times begin .. end-1, (own points, end - begin).
std::vector<float> part_of(Record const& record, std::int64_t begin, std::int64_t end);

}  // namespace smnn::climate
