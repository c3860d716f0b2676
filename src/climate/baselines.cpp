#include "smnn/climate/baselines.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "smnn/climate/detail/year/future.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

// Of a baseline that forecasts every point by itself: forecast(series, result), both of one point.
template <class Forecast>
std::vector<float> at_every_point(Record const& record, std::int64_t steps,
                                  Forecast const& forecast) {
  std::vector<float> values(static_cast<std::size_t>(record.points.size() * steps));
  for (std::int64_t point = record.points.begin; point < record.points.end; ++point)
    forecast(record.series(point), values.data() + (point - record.points.begin) * steps);
  return values;
}

std::vector<float> of_last_years(Record const& record, std::int64_t start, std::int64_t steps,
                                 int years) {
  return climatology(record, years_before(record.time, start, years), start, steps);
}

}  // namespace

std::vector<float> climatology(Record const& record, std::int64_t begin, std::int64_t start,
                               std::int64_t steps) {
  std::int64_t const phases = record.time.phases();
  detail::check_past("climatology", record, begin, start, steps, phases);
  detail::PhaseMeans const phase_means(detail::phases_of(record.time, begin, start), phases);
  auto const future = detail::phases_of(record.time, start, start + steps);
  std::vector<double> means;
  return at_every_point(record, steps, [&](float const* series, float* result) {
    phase_means.of(series + begin, means);
    for (std::int64_t const phase : future)
      *result++ = static_cast<float>(means[static_cast<std::size_t>(phase)]);
  });
}

std::vector<float> persistence(Record const& record, std::int64_t start, std::int64_t steps) {
  detail::check_past("persistence", record, 0, start, steps, 1);
  return at_every_point(record, steps, [&](float const* series, float* result) {
    std::fill_n(result, steps, series[start - 1]);
  });
}

std::vector<float> last_year(Record const& record, std::int64_t start, std::int64_t steps) {
  std::int64_t const phases = record.time.phases();
  detail::check_past("last year repeated", record, 0, start, steps, phases);
  return at_every_point(record, steps, [&](float const* series, float* result) {
    for (std::int64_t i = 0; i < steps; ++i) result[i] = series[start - phases + i % phases];
  });
}

double lag_correlation(distributed::Communicator const& ranks, Record const& record,
                       std::int64_t begin, std::int64_t start) {
  std::int64_t const phases = record.time.phases();
  // Of one year alone, all anomalies from its climatology are 0.
  detail::check_past("autocorrelation", record, begin, start, 1, 2 * phases);
  auto const past = detail::phases_of(record.time, begin, start);
  detail::PhaseMeans const phase_means(past, phases);
  std::vector<double> means;
  std::array<double, 2> sums{};  // products, squares
  for (std::int64_t point = record.points.begin; point < record.points.end; ++point) {
    float const* const series = record.series(point) + begin;
    phase_means.of(series, means);
    double before = 0;
    for (std::size_t i = 0; i < past.size(); ++i) {
      double const anomaly =
          static_cast<double>(series[i]) - means[static_cast<std::size_t>(past[i])];
      sums[0] += before * anomaly;
      sums[1] += anomaly * anomaly;
      before = anomaly;
    }
  }
  ranks.sum_in_rank_order(std::span(sums));
  return sums[1] > 0 ? std::clamp(sums[0] / sums[1], 0.0, 1.0) : 0;
}

std::vector<float> damped_persistence(Record const& record, std::int64_t begin, std::int64_t start,
                                      std::int64_t steps, double r) {
  std::int64_t const phases = record.time.phases();
  detail::check_past("damped persistence", record, begin, start, steps, phases);
  detail::PhaseMeans const phase_means(detail::phases_of(record.time, begin, start), phases);
  auto const future = detail::phases_of(record.time, start - 1, start + steps);
  std::vector<double> means;
  return at_every_point(record, steps, [&](float const* series, float* result) {
    phase_means.of(series + begin, means);
    auto const mean = [&](std::size_t i) { return means[static_cast<std::size_t>(future[i])]; };
    double anomaly = static_cast<double>(series[start - 1]) - mean(0);
    for (std::size_t i = 1; i < future.size(); ++i) {
      anomaly *= r;
      *result++ = static_cast<float>(mean(i) + anomaly);
    }
  });
}

std::vector<Baseline> baselines(distributed::Communicator const& ranks, std::int64_t window) {
  using Steps = std::int64_t;
  return {
      {"climatology, 10 years", [](Record const& r, Steps start,
                                   Steps steps) { return of_last_years(r, start, steps, 10); }},
      {"climatology, window",
       [window](Record const& r, Steps start, Steps steps) {
         return climatology(r, std::max<Steps>(start - window, 0), start, steps);
       }},
      {"climatology, all years",
       [](Record const& r, Steps start, Steps steps) { return climatology(r, 0, start, steps); }},
      {"persistence", persistence},
      {"last year repeated", last_year},
      {"damped persistence",
       [ranks](Record const& r, Steps start, Steps steps) {
         Steps const begin = years_before(r.time, start, 10);
         return damped_persistence(r, begin, start, steps, lag_correlation(ranks, r, begin, start));
       }},
      {"two harmonics, 10 years",
       [](Record const& r, Steps start, Steps steps) {
         return seasonal_fit(r, years_before(r.time, start, 10), start, steps, 2, false);
       }},
      {"two harmonics and trend",
       [](Record const& r, Steps start, Steps steps) {
         return seasonal_fit(r, years_before(r.time, start, 10), start, steps, 2, true);
       }},
  };
}

std::vector<float> part_of(Record const& record, std::int64_t begin, std::int64_t end) {
  if (begin < 0 || begin > end || end > record.time.size()) {
    throw InvalidArgument("times " + std::to_string(begin) + " .. " + std::to_string(end) +
                          ": expected a part of 0 .. " + std::to_string(record.time.size()));
  }
  return at_every_point(record, end - begin, [&](float const* series, float* result) {
    std::copy(series + begin, series + end, result);
  });
}

}  // namespace smnn::climate
