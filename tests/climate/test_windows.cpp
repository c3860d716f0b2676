// Windows of climate records: what is seen, what is taken off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "error_of.hpp"
#include "small_climate.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using namespace small_climate;
using climate::SeriesWindows;
using climate::WindowForm;
using Rows = Kokkos::View<double**, Kokkos::LayoutRight, Memory>;

SeriesWindows<double, Space> windows_of(climate::TimeAxis const& time,
                                        std::vector<float> const& values, WindowForm const& form) {
  return {Space(), time, values, form};
}

std::vector<float> counted(std::int64_t count) {
  std::vector<float> values(static_cast<std::size_t>(count));
  std::iota(values.begin(), values.end(), 0.0F);
  return values;
}

// Without a seasonal cycle.
WindowForm plain(std::int64_t window, std::int64_t horizon) {
  WindowForm form;
  form.window = window;
  form.horizon = horizon;
  form.cycle_years = 0;
  return form;
}

// With one, in degrees Celsius.
WindowForm seasonal(std::int64_t window, std::int64_t horizon, std::int64_t history) {
  WindowForm form;
  form.window = window;
  form.horizon = horizon;
  form.history_years = history;
  return form;
}

TEST(SeriesWindows, AreScaledByMeanAndDeviation) {
  WindowForm form = plain(3, 2);
  form.mean = 1;
  form.deviation = 2;
  auto windows = windows_of(months(10), counted(20), form);
  EXPECT_EQ(windows.first_start(), 3);
  Rows const input("input", 2, 3), target("target", 2, 2);
  windows.choose(Space(), {{0, 4}, {1, 8}});
  windows.read_inputs(Space(), input);
  windows.read_targets(Space(), target);
  EXPECT_THAT(to_host(input), testing::ElementsAre(0, 0.5, 1, 7, 7.5, 8));
  EXPECT_THAT(to_host(target), testing::ElementsAre(1.5, 2, 8.5, 9));
  windows.unscale(Space(), target);
  EXPECT_THAT(to_host(target), testing::ElementsAre(4, 5, 18, 19));
}

// A pure seasonal cycle of whole numbers leaves nothing but the rounding of weights and sums.
TEST(SeriesWindows, SeasonsAreTakenOff) {
  std::vector<float> values;
  for (int t = 0; t < 60; ++t) values.push_back(static_cast<float>((t % 12) * (t % 12)));
  auto windows = windows_of(months(60), values, seasonal(7, 20, 2));
  EXPECT_EQ(windows.first_start(), 24);
  Rows const input("input", 1, 7), target("target", 1, 20);
  windows.choose(Space(), {{0, 31}});
  windows.read_inputs(Space(), input);
  windows.read_targets(Space(), target);
  EXPECT_THAT(to_host(input), testing::Each(testing::DoubleNear(0, 1e-5)));
  EXPECT_THAT(to_host(target), testing::Each(testing::DoubleNear(0, 1e-5)));
}

// Months counted from 0: before month 30 lie the years 18 .. 29 and 6 .. 17, of means 23.5
// and 11.5, about which each month lies alike.
TEST(SeriesWindows, TheCycleIsTheWeightedMeanOfTheYearsBeforeTheStart) {
  WindowForm form = seasonal(2, 4, 2);
  form.level_years = 3;
  auto windows = windows_of(months(60), counted(60), form);
  Rows const input("input", 1, 2), target("target", 1, 4);
  windows.choose(Space(), {{0, 30}});
  windows.read_inputs(Space(), input);
  windows.read_targets(Space(), target);
  double const weight = std::exp(-1.0 / 3);
  double const level = (23.5 + weight * 11.5) / (1 + weight);
  double const season_of_28 = 28 - 23.5, season_of_33 = 21 - 23.5;
  EXPECT_NEAR(to_host(input)[0], 28 - (level + season_of_28), 1e-5);
  EXPECT_NEAR(to_host(target)[3], 33 - (level + season_of_33), 1e-5);
}

// The older of two years counts for exp(-1 / cycle_years) in a season.
TEST(SeriesWindows, SeasonsOfOlderYearsCountLess) {
  std::vector<float> values(36, 0.0F);
  values[3] = 12;  // in the year before the last: a mean of 1, 11 above it
  WindowForm form = seasonal(1, 12, 2);
  form.cycle_years = 2;
  form.level_years = 1e9;
  auto windows = windows_of(months(36), values, form);
  Rows const target("target", 1, 12);
  windows.choose(Space(), {{0, 24}});
  windows.read_targets(Space(), target);
  double const weight = std::exp(-0.5);
  EXPECT_NEAR(to_host(target)[3], -(0.5 + weight * 11 / (1 + weight)), 1e-6);
  EXPECT_NEAR(to_host(target)[4], -(0.5 - weight * 1 / (1 + weight)), 1e-6);
}

// Whatever is changed at the start and after it, inputs and cycles stay as they are.
TEST(SeriesWindows, NothingAfterTheStartIsSeen) {
  for (climate::Sampling const sampling :
       {climate::Sampling::monthly, climate::Sampling::weekly, climate::Sampling::daily}) {
    climate::TimeAxis const first{sampling, {{1950, 1, 1}}};
    climate::TimeAxis const time = first.following(1200);
    std::vector<float> values;
    for (unsigned t = 0; t < 1200; ++t)
      values.push_back(static_cast<float>(kernels::random_uniform(1, 2, t)));
    auto const seen = [&](std::int64_t start) {
      auto windows = windows_of(time, values, seasonal(60, 100, 2));
      Rows const input("input", 1, 60), cycle("cycle", 1, 100);
      windows.choose(Space(), {{0, start}});
      windows.read_inputs(Space(), input);
      windows.unscale(Space(), cycle);
      std::vector<double> all = to_host(input);
      std::vector<double> const rest = to_host(cycle);
      all.insert(all.end(), rest.begin(), rest.end());
      return all;
    };
    std::int64_t const start = windows_of(time, values, seasonal(60, 100, 2)).first_start() + 3;
    std::vector<double> const before = seen(start);
    for (std::size_t t = static_cast<std::size_t>(start); t < values.size(); ++t) values[t] = 1e6F;
    EXPECT_EQ(seen(start), before);
  }
}

TEST(SeriesWindows, ThatReachOutAreRefused) {
  auto windows = windows_of(months(40), counted(40), form());
  auto const message = [&](std::int64_t start, std::int64_t row, bool future) {
    return test::error_of([&] { windows.choose(Space(), {{row, start}}, future); });
  };
  EXPECT_EQ(message(35, 0, false), "no error");
  EXPECT_THAT(message(36, 0, false),
              testing::HasSubstr("time 36 of row 0, expected one of 24 .. 35"));
  EXPECT_THAT(message(23, 0, false), testing::HasSubstr("time 23"));
  EXPECT_THAT(message(30, 1, false), testing::HasSubstr("row below 1"));
  EXPECT_EQ(message(40, 0, true), "no error");
  EXPECT_THAT(message(41, 0, true), testing::HasSubstr("24 .. 40"));
}

}  // namespace
}  // namespace smnn::test
