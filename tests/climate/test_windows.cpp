// Windows of climate records: what is seen, what is taken off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "small_climate.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using namespace small_climate;
using climate::SeriesWindows;
using climate::WindowForm;
using climate::WindowPlace;
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

TEST(SeriesWindows, AreScaledByMeanAndDeviation) {
  WindowForm const form{.window = 3, .horizon = 2, .cycle_years = 0, .mean = 1, .deviation = 2};
  auto const windows = windows_of(months(10), counted(20), form);
  EXPECT_EQ(windows.first_start(), 3);
  Rows const input("input", 2, 3), target("target", 2, 2);
  std::vector<WindowPlace> const places{{0, 4}, {1, 8}};
  windows.read_inputs(Space(), places, input);
  windows.read_targets(Space(), places, target);
  EXPECT_THAT(to_host(input), testing::ElementsAre(0, 0.5, 1, 7, 7.5, 8));
  EXPECT_THAT(to_host(target), testing::ElementsAre(1.5, 2, 8.5, 9));
  windows.unscale(Space(), places, target);
  EXPECT_THAT(to_host(target), testing::ElementsAre(4, 5, 18, 19));
}

// A pure seasonal cycle leaves nothing.
TEST(SeriesWindows, SeasonsAreTakenOff) {
  std::vector<float> values;
  for (int t = 0; t < 60; ++t) values.push_back(static_cast<float>(t % 12 * t % 12));
  WindowForm const form{.window = 7, .horizon = 20, .cycle_years = 2, .mean = 0, .deviation = 1};
  auto const windows = windows_of(months(60), values, form);
  EXPECT_EQ(windows.first_start(), 24);
  Rows const input("input", 1, 7), target("target", 1, 20);
  windows.read_inputs(Space(), {{0, 31}}, input);
  windows.read_targets(Space(), {{0, 31}}, target);
  EXPECT_THAT(to_host(input), testing::Each(0));
  EXPECT_THAT(to_host(target), testing::Each(0));
}

// Values that count months: two years' values before month 30 of the same phase as month 33 are 21
// and 9, of month 28 they are 28 and 16.
TEST(SeriesWindows, TheCycleIsTheMeanOfTheLastYearsBeforeTheStart) {
  WindowForm const form{.window = 2, .horizon = 4, .cycle_years = 2, .mean = 0, .deviation = 1};
  auto const windows = windows_of(months(60), counted(60), form);
  Rows const input("input", 1, 2), target("target", 1, 4);
  windows.read_inputs(Space(), {{0, 30}}, input);
  windows.read_targets(Space(), {{0, 30}}, target);
  EXPECT_EQ(to_host(input)[0], 28 - 22);
  EXPECT_EQ(to_host(target)[3], 33 - 15);
}

// Whatever is changed at the start and after it, inputs and cycles stay as they are.
TEST(SeriesWindows, NothingAfterTheStartIsSeen) {
  for (climate::Sampling const sampling :
       {climate::Sampling::monthly, climate::Sampling::weekly, climate::Sampling::daily}) {
    climate::TimeAxis const first{sampling, {{1950, 1, 1}}};
    climate::TimeAxis const time = first.following(1200);
    WindowForm const form{
        .window = 60, .horizon = 100, .cycle_years = 2, .mean = 0, .deviation = 1};
    std::vector<float> values;
    for (int t = 0; t < 1200; ++t)
      values.push_back(static_cast<float>(kernels::random_uniform(1, 2, static_cast<unsigned>(t))));
    auto const seen = [&](std::int64_t start) {
      auto const windows = windows_of(time, values, form);
      Rows const input("input", 1, 60), cycle("cycle", 1, 100);
      windows.read_inputs(Space(), {{0, start}}, input);
      windows.unscale(Space(), {{0, start}}, cycle);
      std::vector<double> all = to_host(input);
      std::vector<double> const rest = to_host(cycle);
      all.insert(all.end(), rest.begin(), rest.end());
      return all;
    };
    std::int64_t const start = windows_of(time, values, form).first_start() + 3;
    std::vector<double> const before = seen(start);
    for (std::size_t t = static_cast<std::size_t>(start); t < values.size(); ++t) values[t] = 1e6F;
    EXPECT_EQ(seen(start), before);
  }
}

TEST(SeriesWindows, ThatReachOutAreRefused) {
  auto const windows = windows_of(months(40), counted(40), form());
  Rows const input("input", 1, 8), target("target", 1, 5);
  auto const message = [&](std::int64_t start, std::int64_t row) {
    try {
      windows.read_targets(Space(), {{row, start}}, target);
    } catch (InvalidArgument const& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_EQ(message(35, 0), "no error");
  EXPECT_THAT(message(36, 0), testing::HasSubstr("time 36 of row 0, expected one of 24 .. 35"));
  EXPECT_THAT(message(23, 0), testing::HasSubstr("time 23"));
  EXPECT_THAT(message(30, 1), testing::HasSubstr("row below 1"));
  windows.read_inputs(Space(), {{0, 40}}, input);  // a forecast of what is not there yet
}

}  // namespace
}  // namespace smnn::test
