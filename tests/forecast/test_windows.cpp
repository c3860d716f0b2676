// Windows of trajectories and the objective on them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "small_windows.hpp"
#include "smnn/forecast/window_objective.hpp"
#include "smnn/network/layers/dense.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using namespace small_windows;
using forecast::Trajectories;
using forecast::Window;
using forecast::WindowObjective;
using forecast::WindowOptions;
using Memory = Space::memory_space;

TEST(Trajectories, GiveWindows) {
  auto const data = trajectories(numbered());
  Kokkos::View<double**, Kokkos::LayoutRight, Memory> const rows("rows", 2, 2 * points);
  data.read(Space(), {{2, 4}, {0, 0}}, 1, 2, rows);
  EXPECT_THAT(to_host(rows), testing::ElementsAre(250, 251, 252, 253, 260, 261, 262, 263, 10, 11,
                                                  12, 13, 20, 21, 22, 23));
}

TEST(Trajectories, RefuseWindowsThatReachOut) {
  auto const data = trajectories(numbered());
  Kokkos::View<double**, Kokkos::LayoutRight, Memory> const rows("rows", 1, 3 * points);
  EXPECT_EQ(error_of([&] { data.read(Space(), {{0, 6}}, 0, 3, rows); }), "no error");
  EXPECT_THAT(error_of([&] {
                data.read(Space(), {{0, 7}}, 0, 3, rows);
              }),
              testing::HasSubstr("levels 7 to 9 of trajectory 0"));
  EXPECT_THAT(error_of([&] {
                data.read(Space(), {{3, 0}}, 0, 3, rows);
              }),
              testing::HasSubstr("trajectory 3"));
  EXPECT_THAT(error_of([&] { trajectories({1, 2, 3}); }), testing::HasSubstr("3 numbers"));
}

// A linear model of everything, and its objective.
struct Linear {
  network::ParameterLayout layout;
  network::Dense<double, Space> model{layout, "dense", window* points, window* points};
  network::Parameters<double, Space> parameters{Space(), layout, 5};
  Trajectories<double, Space> data = trajectories(random_values(count * levels * points, 1));

  WindowObjective<double, Space> objective(WindowOptions options) {
    options.levels = window;
    WindowObjective<double, Space> result(model, data, options);
    result.reserve(result.samples());
    return result;
  }
};

std::vector<double> losses_of(WindowObjective<double, Space>& objective, Linear& linear,
                              std::vector<std::int64_t> const& samples, bool with_gradients,
                              double factor = 1) {
  std::vector<double> losses(2);
  objective.evaluate(Space(), linear.parameters, {samples, with_gradients, factor}, losses);
  Kokkos::fence();
  return losses;
}

TEST(WindowObjective, AddsUpTheDifferences) {
  Linear linear;
  auto objective = linear.objective({.windows_per_trajectory = 2, .random = false});
  ASSERT_EQ(objective.samples(), 6);
  std::vector<double> const fields = to_host(linear.data.fields());
  std::vector<double> const values = to_host(linear.parameters.values());
  double absolute = 0, squares = 0;
  constexpr std::int64_t features = window * points;
  for (std::int64_t const sample : {1, 4}) {
    Window const at = objective.window(sample);
    EXPECT_EQ(at.trajectory, sample / 2);
    EXPECT_EQ(at.level, sample % 2 == 0 ? 0 : levels - 2 * window + 1);
    auto const first = static_cast<std::size_t>((at.trajectory * levels + at.level) * points);
    for (std::size_t o = 0; o < features; ++o) {
      double y = values[features * features + o];
      for (std::size_t i = 0; i < features; ++i) y += values[o * features + i] * fields[first + i];
      double const difference = y - fields[first + (window - 1) * points + o];
      absolute += std::abs(difference) / window;
      squares += difference * difference / window;
    }
  }
  std::vector<double> const losses = losses_of(objective, linear, {1, 4}, false);
  EXPECT_NEAR(losses[0], absolute, 1e-13 * absolute);  // 24 terms
  EXPECT_NEAR(losses[1], squares, 1e-13 * squares);
}

class WindowGradient : public testing::TestWithParam<forecast::WindowLoss> {};

// l is piecewise linear or quadratic in the parameters: away from kinks, central differences have
// no error but rounding, 1e-16 l / h.
TEST_P(WindowGradient, IsThatOfTheFirstLoss) {
  Linear linear;
  auto objective = linear.objective({.random = false, .loss = GetParam()});
  constexpr double h = 1e-6, factor = 0.5;
  losses_of(objective, linear, {0, 1, 2}, true, factor);
  std::vector<double> const gradient = to_host(linear.parameters.gradients());
  std::vector<double> const at = to_host(linear.parameters.values());
  for (std::size_t i = 0; i < at.size(); i += 7) {
    auto const loss = [&](double value) {
      std::vector<double> moved = at;
      moved[i] = value;
      Kokkos::deep_copy(linear.parameters.values(), to_device<double, Memory>(moved));
      return losses_of(objective, linear, {0, 1, 2}, false)[0];
    };
    EXPECT_NEAR(gradient[i], factor * (loss(at[i] + h) - loss(at[i] - h)) / (2 * h), 1e-7) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Losses, WindowGradient,
                         testing::Values(forecast::WindowLoss::absolute,
                                         forecast::WindowLoss::squares));

TEST(WindowObjective, NamesTheMinimisedLossFirst) {
  Linear linear;
  auto absolute = linear.objective({.random = false});
  auto squares = linear.objective({.random = false, .loss = forecast::WindowLoss::squares});
  EXPECT_THAT(absolute.loss_names(), testing::ElementsAre("absolute", "squares"));
  EXPECT_THAT(squares.loss_names(), testing::ElementsAre("squares", "absolute"));
  std::vector<double> const losses = losses_of(absolute, linear, {0, 2}, false);
  EXPECT_THAT(losses_of(squares, linear, {0, 2}, false),
              testing::ElementsAre(losses[1], losses[0]));
}

TEST(WindowObjective, DrawsWindowsAnewInEveryEpoch) {
  Linear linear;
  auto objective = linear.objective({.windows_per_trajectory = 200, .random = true, .seed = 3});
  auto const beginnings = [&](std::int64_t epoch) {
    objective.begin_epoch(Space(), linear.parameters, epoch);
    std::vector<std::int64_t> all;
    for (std::int64_t i = 0; i < objective.samples(); ++i) all.push_back(objective.window(i).level);
    return all;
  };
  auto const first = beginnings(0);
  auto const second = beginnings(1);
  EXPECT_NE(first, second);
  EXPECT_EQ(first, beginnings(0));
  // Each of the 5 beginnings, of 600 draws: all are met but with probability 5 (4/5)^600.
  EXPECT_EQ(std::set<std::int64_t>(first.begin(), first.end()),
            (std::set<std::int64_t>{0, 1, 2, 3, 4}));
  beginnings(1);
  std::vector<double> const state = objective.state();
  beginnings(0);
  objective.restore(state);
  EXPECT_EQ(objective.window(7).level, second[7]);
  EXPECT_THROW(objective.restore(std::vector<double>{}), InvalidArgument);
}

TEST(WindowObjective, RefusesWhatDoesNotFit) {
  Linear linear;
  auto const message = [&](WindowOptions const& options) {
    return error_of([&] { WindowObjective<double, Space>(linear.model, linear.data, options); });
  };
  EXPECT_EQ(message({.levels = 3}), "no error");
  EXPECT_THAT(message({.levels = 6}), testing::HasSubstr("2 x 6 - 1 levels"));
  EXPECT_THAT(message({.levels = 4}), testing::HasSubstr("expected 4 x 4"));
  EXPECT_THAT(message({.levels = 3, .windows_per_trajectory = 0}), testing::HasSubstr("0 of"));
  EXPECT_EQ(message({.levels = 3, .own_forecasts = 2}), "no error");
  EXPECT_THAT(message({.levels = 3, .own_forecasts = 3}), testing::HasSubstr("behind 3 forecasts"));
  EXPECT_THAT(message({.levels = 3, .own_forecasts = -1}), testing::HasSubstr("-1 forecasts"));
}

// From n forecasts of its own, which grow by 1 a level where the data grow by 10, the model's
// levels are 18 n, 18 n + 9 and 18 n + 18 below the data.
TEST(WindowObjective, GoesOnFromForecastsOfTheModel) {
  CountOn model;
  auto const data = trajectories(numbered());
  WindowObjective<double, Space> objective(model, data,
                                           {.levels = window, .random = false, .own_forecasts = 2});
  objective.reserve(count);
  network::Parameters<double, Space> const none(Space(), {}, 0);
  auto const loss = [&](std::vector<std::int64_t> const& samples) {
    std::vector<double> losses(2);
    objective.evaluate(Space(), none, {samples, false, 1}, losses);
    return losses[0];
  };
  for (std::int64_t const n : {0, 1, 2}) {
    EXPECT_EQ(objective.own_forecasts(n), n);
    EXPECT_EQ(objective.window(n).level, 2 * n);
    EXPECT_EQ(loss({n}), static_cast<double>(points * (18 * n + 9)));
  }
  EXPECT_EQ(loss({0, 2, 1}), points * (9 + 27 + 45));
}

TEST(WindowObjective, DrawsHowManyForecastsComeFirst) {
  CountOn model;
  auto const data = trajectories(numbered());
  WindowObjective<double, Space> objective(
      model, data, {.levels = window, .windows_per_trajectory = 300, .own_forecasts = 2});
  std::vector<std::int64_t> before, drawn(3);
  for (std::int64_t i = 0; i < objective.samples(); ++i) {
    std::int64_t const n = objective.own_forecasts(i);
    before.push_back(n);
    ASSERT_LT(n, 3);
    ++drawn[static_cast<std::size_t>(n)];
    EXPECT_GE(objective.window(i).level, 2 * n);
    EXPECT_LE(objective.window(i).level, levels - 2 * window + 1);
  }
  // 300 expected of 900, with a standard deviation of 14.
  EXPECT_THAT(drawn, testing::Each(testing::AllOf(testing::Gt(230), testing::Lt(370))));
  objective.restore(std::vector<double>{1});
  std::vector<std::int64_t> after;
  for (std::int64_t i = 0; i < objective.samples(); ++i)
    after.push_back(objective.own_forecasts(i));
  EXPECT_NE(before, after);
}

}  // namespace
}  // namespace smnn::test
