// Roll-outs and their errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "small_windows.hpp"
#include "smnn/forecast/roll_out.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using namespace small_windows;
using forecast::SquareSums;

TEST(RollOut, GoesOnFromItsOwnForecasts) {
  CountOn model;
  model.reserve(2);
  network::Parameters<double, Space> const none(Space(), {}, 0);
  auto const data = trajectories(numbered());
  auto const result = forecast::roll_out(Space(), none, model, data, window, 4, 2);
  ASSERT_EQ(result.levels(), window + 4 * (window - 1));
  std::vector<double> const fields = to_host(result.fields());
  std::size_t i = 0;
  for (std::int64_t n = 0; n < count; ++n) {
    for (std::int64_t l = 0; l < result.levels(); ++l) {
      std::int64_t const known = std::min(l, window - 1);
      for (std::int64_t x = 0; x < points; ++x, ++i)
        EXPECT_EQ(fields[i], static_cast<double>(100 * n + 10 * known + x + l - known));
    }
  }
  EXPECT_THAT(error_of([&] { forecast::roll_out(Space(), none, model, data, window, 0, 2); }),
              testing::HasSubstr("0 times"));
}

// A model that is wrong in its last level only is right as long as that is not kept.
TEST(RollOut, KeepsTheFirstLevelsOfEveryForecast) {
  CountOn model(0.5);
  model.reserve(count);
  network::Parameters<double, Space> const none(Space(), {}, 0);
  auto const data = trajectories(numbered());
  auto const last = [&](std::int64_t times, std::int64_t advance) {
    auto const result =
        forecast::roll_out(Space(), none, model, data, window, times, count, advance);
    EXPECT_EQ(result.levels(), window + 4);
    return to_host(result.fields()).back();
  };
  double const known = 100 * (count - 1) + 10 * (window - 1) + points - 1;
  EXPECT_EQ(last(4, 1), known + 4);
  EXPECT_EQ(last(2, 2), known + 5);
  EXPECT_EQ(last(2, 0), known + 5);
  EXPECT_THAT(
      error_of([&] { forecast::roll_out(Space(), none, model, data, window, 1, count, window); }),
      testing::HasSubstr("3 levels ahead"));
}

TEST(RollOut, IsJudgedByThePublishedFigures) {
  std::vector<double> const truth(count * levels * points, 2);
  std::vector<double> off = truth;
  for (std::size_t i = 0; i < off.size(); ++i) {
    std::size_t const level = i / points % levels;
    off[i] += 0.1 * static_cast<double>(level);
  }
  SquareSums const sums = forecast::square_sums(Space(), distributed::Communicator(),
                                                trajectories(off), trajectories(truth), window);
  ASSERT_EQ(sums.levels, levels - window);
  double errors = 0, notebook = 0;
  for (int level = window; level < levels; ++level) {
    double const error = 0.01 * level * level;
    errors += error / 4;
    notebook += error / std::pow(2 + 0.1 * level, 2);
  }
  int const frames = levels - window;
  EXPECT_NEAR(forecast::relative_error(sums), errors / frames, 1e-14);
  EXPECT_NEAR(forecast::relative_error(sums, 1), 0.01 * window * window / 4, 1e-14);
  EXPECT_NEAR(forecast::notebook_error(sums), notebook / frames, 1e-14);
  EXPECT_NEAR(forecast::error_growth(sums).back(), 0.01 * 64 / 4, 1e-14);
  EXPECT_THAT(error_of([&] {
                forecast::square_sums(Space(), distributed::Communicator(), trajectories(off),
                                      trajectories(truth), levels);
              }),
              testing::HasSubstr("more than 9"));
}

}  // namespace
}  // namespace smnn::test
