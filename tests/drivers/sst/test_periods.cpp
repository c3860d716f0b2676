#include <gtest/gtest.h>

#include <numbers>

#include "sst/model/periods.hpp"

namespace smnn::drivers::sst {
namespace {

TEST(OscillationPeriods, OfConstantCoefficients) {
  forecast::SeriesForecastOptions options;
  options.orders = 3;
  options.constant_coefficients = true;
  options.one_step = true;
  // y'' = -4 y, of period pi, and y + y' = 0.
  auto const periods = oscillation_periods({4, 0, 1, 1, 1, 0}, {0.5F, 0.5F}, options, 0.25);
  ASSERT_EQ(periods.size(), 2U);
  EXPECT_FLOAT_EQ(periods[0], std::numbers::pi_v<float> / 2);
  EXPECT_EQ(periods[1], 0);
  options.orders = 2;
  EXPECT_EQ(oscillation_periods({4, 0}, {1}, options, 1), std::vector<float>{0});
}

TEST(OscillationPeriods, AreTheMedianOverTimesThatOscillate) {
  forecast::SeriesForecastOptions options;
  options.orders = 3;
  options.window = options.initial_steps = 1;
  options.horizon = 3;
  ASSERT_EQ(options.points(), 4);
  std::vector<float> const coefficients{1, 0, 1, -1, 0, 1, 1, 0, 1, 1, 0, 1};
  auto const periods = oscillation_periods(coefficients, {1, 1, 0.5F}, options, 1);
  ASSERT_EQ(periods.size(), 1U);
  EXPECT_FLOAT_EQ(periods[0], 4 * std::numbers::pi_v<float>);  // of 1, 2 and 2 times 2 pi
}

}  // namespace
}  // namespace smnn::drivers::sst
