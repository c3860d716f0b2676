#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <smnn/climate/baselines.hpp>
#include <smnn/solver/error.hpp>

#include "small_record.hpp"

namespace smnn::climate {
namespace {

using test::axis_from;
using test::record_of;

Grid three_points() { return {{0}, {0, 120, 240}, {0, 1, 2}}; }

TimeAxis months(std::int64_t size) { return axis_from(Sampling::monthly, {1990, 1, 1}, size); }

// A year that is no harmonic, different at each point.
double season(std::int64_t point, std::int64_t time) {
  return static_cast<double>((time % 12) * (time % 12) + 100 * point) / 16;
}

float at(std::vector<float> const& values, std::int64_t steps, std::int64_t point,
         std::int64_t step) {
  return values.at(static_cast<std::size_t>(point * steps + step));
}

TEST(Climatology, IsTheMeanOfEveryMonthOverItsTimesOnly) {
  // The years 0 .. 4 are off by 0, 1, ... degrees: the last two by 3.5 in the mean.
  Record const record = record_of(three_points(), months(60), [](auto point, auto time) {
    return season(point, time) + static_cast<double>(time / 12);
  });
  auto const values = climatology(record, 36, 60, 30);
  for (std::int64_t point = 0; point < 3; ++point) {
    for (std::int64_t i = 0; i < 30; ++i)
      ASSERT_FLOAT_EQ(at(values, 30, point, i), static_cast<float>(season(point, i) + 3.5));
  }
}

TEST(Climatology, OfWeeksIsThatOfThePartsOfTheYear) {
  // Weeks drift by a day or two a year: the mean over years of a slow season is off by no more
  // than it changes in a week and a half, 2 pi / 52 * 1.5 of its amplitude.
  TimeAxis const time = axis_from(Sampling::weekly, {1990, 1, 3}, 700);
  auto const slow = [&](std::int64_t, std::int64_t i) {
    return 10 *
           std::cos(2 * std::numbers::pi * year_fraction(time.dates[static_cast<std::size_t>(i)]));
  };
  Record const record = record_of(three_points(), time, slow);
  auto const values = climatology(record, 78, 600, 100);
  for (std::int64_t i = 0; i < 100; ++i) ASSERT_NEAR(at(values, 100, 1, i), slow(1, 600 + i), 1.9);
  for (std::int64_t begin = 0; begin < 60; ++begin)  // some phase of a year of 52 weeks is empty
    for (float const value : climatology(record, begin, begin + 52, 60))
      ASSERT_LE(std::abs(value), 10);
}

TEST(Persistence, KeepsTheLastValue) {
  Record const record = record_of(three_points(), months(20), season);
  auto const values = persistence(record, 17, 5);
  for (std::int64_t i = 0; i < 5; ++i)
    EXPECT_EQ(at(values, 5, 2, i), static_cast<float>(season(2, 16)));
}

TEST(LastYear, ComesAgainAndAgain) {
  Record const record = record_of(three_points(), months(24), season);
  auto const values = last_year(record, 15, 40);
  for (std::int64_t i = 0; i < 40; ++i)
    ASSERT_EQ(at(values, 40, 1, i), static_cast<float>(season(1, 15 + i)));
}

TEST(LagCorrelation, IsThatOfTheNoise) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  double noise = 0;
  Record const record = record_of(three_points(), months(2400), [&](auto point, auto time) {
    noise = time == 0 ? normal(random) : 0.8 * noise + 0.6 * normal(random);
    return season(point, time) + noise;
  });
  // The estimate's standard deviation is sqrt((1 - .8^2) / 7200) = .007; means of 200 years take a
  // little away.
  EXPECT_NEAR(lag_correlation({}, record, 0, 2400), 0.8, 0.03);
}

TEST(DampedPersistence, LetsTheLastAnomalyDecay) {
  Record const record = record_of(three_points(), months(36), [](auto point, auto time) {
    return season(point, time) + (time == 35 ? 3 : 0);
  });
  auto const mean = climatology(record, 0, 36, 4);
  auto const values = damped_persistence(record, 0, 36, 4, 0.5);
  for (std::int64_t i = 0; i < 4; ++i) {
    // The last December is 3 degrees too warm, their mean over three years one.
    EXPECT_NEAR(at(values, 4, 1, i) - at(mean, 4, 1, i), 2 * std::pow(0.5, i + 1), 1e-5);
  }
}

TEST(SeasonalFit, FindsHarmonicsAndTrend) {
  auto const curve = [](std::int64_t point, std::int64_t time) {
    double const angle = 2 * std::numbers::pi * static_cast<double>(time) / 12;
    return 20 + static_cast<double>(point) + 4 * std::sin(angle) - std::cos(2 * angle) +
           0.01 * static_cast<double>(time);
  };
  Record const record = record_of(three_points(), months(240), curve);
  auto const values = seasonal_fit(record, 50, 180, 60, 2, true);
  // Data and results are floats of about 20: 1e-6 each.
  for (std::int64_t i = 0; i < 60; ++i) ASSERT_NEAR(at(values, 60, 2, i), curve(2, 180 + i), 2e-5);
  auto const flat = seasonal_fit(record, 60, 180, 60, 2, false);
  // Without the trend it stays behind by that of the past's middle: 60 to 120 months.
  EXPECT_NEAR(curve(2, 180) - static_cast<double>(at(flat, 60, 2, 0)), 0.6, 0.1);
}

TEST(Baselines, DoNotReadTheFuture) {
  for (Sampling const sampling : {Sampling::monthly, Sampling::weekly, Sampling::daily}) {
    TimeAxis const time =
        axis_from(sampling, {1990, 1, 1}, sampling == Sampling::daily ? 1500 : 700);
    std::int64_t const start = 2 * time.size() / 3;
    Record const past = record_of(three_points(), time, [&](auto point, auto i) {
      return i < start ? season(point, i * i) : std::numeric_limits<double>::quiet_NaN();
    });
    std::int64_t const window = time.phases() + 3;
    for (Baseline const& baseline : baselines({}, window)) {
      // Further than the record reaches.
      auto const values = baseline.forecast(past, start, time.size());
      ASSERT_EQ(values.size(), static_cast<std::size_t>(3 * time.size())) << baseline.name;
      for (float const value : values) ASSERT_TRUE(std::isfinite(value)) << baseline.name;
    }
  }
}

TEST(Baselines, GoOnBehindTheRecord) {
  Record const record = record_of(three_points(), months(40), season);
  auto const values = climatology(record, 0, 40, 24);
  for (std::int64_t i = 0; i < 24; ++i)
    ASSERT_FLOAT_EQ(at(values, 24, 0, i), static_cast<float>(season(0, 40 + i)));
}

TEST(Baselines, SayWhatIsWrongWithTheirTimes) {
  Record const record = record_of(three_points(), months(40), season);
  EXPECT_THROW((void)persistence(record, 0, 1), InvalidArgument);
  EXPECT_THROW((void)persistence(record, 41, 1), InvalidArgument);
  EXPECT_THROW((void)persistence(record, 1, 0), InvalidArgument);
  EXPECT_THROW((void)last_year(record, 11, 1), InvalidArgument);
  EXPECT_THROW((void)climatology(record, 29, 40, 1), InvalidArgument);
  EXPECT_THROW((void)climatology(record, -1, 40, 1), InvalidArgument);
  EXPECT_THROW((void)seasonal_fit(record, 0, 40, 1, 6, false), InvalidArgument);  // sin(pi t) = 0
  EXPECT_THROW((void)part_of(record, 30, 41), InvalidArgument);
}

TEST(YearsBefore, CountDatesAndStopAtTheRecordsStart) {
  TimeAxis const weeks = axis_from(Sampling::weekly, {1990, 1, 3}, 700);
  std::int64_t const begin = years_before(weeks, 600, 2);
  Date two_years_ago = weeks.dates[600];
  two_years_ago.year -= 2;
  EXPECT_GE(weeks.dates[static_cast<std::size_t>(begin)], two_years_ago);
  EXPECT_LT(weeks.dates[static_cast<std::size_t>(begin) - 1], two_years_ago);
  EXPECT_EQ(years_before(weeks, 600, 50), 0);
  EXPECT_EQ(years_before(months(40), 40, 2), 16);
}

}  // namespace
}  // namespace smnn::climate
