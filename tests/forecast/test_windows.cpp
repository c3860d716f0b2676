// Windows of trajectories, the objective on them, roll-outs and their errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "smnn/forecast/roll_out.hpp"
#include "smnn/forecast/window_objective.hpp"
#include "smnn/network/layers/dense.hpp"
#include "smnn/solver/error.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using forecast::SquareSums;
using forecast::Trajectories;
using forecast::Window;
using forecast::WindowObjective;
using forecast::WindowOptions;
using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

constexpr std::int64_t count = 3, levels = 9, points = 4, window = 3;

// Of trajectory n, level l, point x: 100 n + 10 l + x.
std::vector<double> numbered() {
  std::vector<double> fields;
  for (std::int64_t n = 0; n < count; ++n)
    for (std::int64_t l = 0; l < levels; ++l)
      for (std::int64_t x = 0; x < points; ++x)
        fields.push_back(static_cast<double>(100 * n + 10 * l + x));
  return fields;
}

Trajectories<double, Space> trajectories(std::vector<double> const& fields) {
  return {Space(), fields, count, levels, points};
}

template <class Action>
std::string message_of(Action const& action) {
  try {
    action();
  } catch (InvalidArgument const& error) {
    return error.what();
  }
  return "no error";
}

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
  EXPECT_EQ(message_of([&] { data.read(Space(), {{0, 6}}, 0, 3, rows); }), "no error");
  EXPECT_THAT(message_of([&] {
                data.read(Space(), {{0, 7}}, 0, 3, rows);
              }),
              testing::HasSubstr("levels 7 to 9 of trajectory 0"));
  EXPECT_THAT(message_of([&] {
                data.read(Space(), {{3, 0}}, 0, 3, rows);
              }),
              testing::HasSubstr("trajectory 3"));
  EXPECT_THAT(message_of([&] { trajectories({1, 2, 3}); }), testing::HasSubstr("3 numbers"));
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

// l is piecewise linear in the parameters: away from kinks, central differences have no error but
// rounding, 1e-16 l / h.
TEST(WindowObjective, HasTheGradientOfDifferences) {
  Linear linear;
  auto objective = linear.objective({.random = false});
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
    return message_of([&] { WindowObjective<double, Space>(linear.model, linear.data, options); });
  };
  EXPECT_EQ(message({.levels = 3}), "no error");
  EXPECT_THAT(message({.levels = 6}), testing::HasSubstr("2 x 6 - 1 levels"));
  EXPECT_THAT(message({.levels = 4}), testing::HasSubstr("expected 4 x 4"));
  EXPECT_THAT(message({.levels = 3, .windows_per_trajectory = 0}), testing::HasSubstr("0 of"));
}

// Goes on from the last level l of the input with l, l + 1, l + 2, whatever came before it.
class CountOn final : public network::LayerBase<double, Space> {
 public:
  CountOn() : LayerBase("count on", "", window * points, window * points) {}

 protected:
  void run_forward(Space const&, ParameterSet const&, Input const& x, Output const& y) override {
    auto const in = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), x);
    auto const out = Kokkos::create_mirror_view(y);
    for (std::size_t b = 0; b < y.extent(0); ++b)
      for (std::size_t l = 0; l < window; ++l)
        for (std::size_t i = 0; i < points; ++i)
          out(b, l * points + i) = in(b, (window - 1) * points + i) + static_cast<double>(l);
    Kokkos::deep_copy(y, out);
  }
  void run_backward(Space const&, ParameterSet const&, Input const&, Input const&, Input const&,
                    Output const&) override {}
};

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
  EXPECT_THAT(message_of([&] { forecast::roll_out(Space(), none, model, data, window, 0, 2); }),
              testing::HasSubstr("0 times"));
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
  EXPECT_THAT(message_of([&] {
                forecast::square_sums(Space(), distributed::Communicator(), trajectories(off),
                                      trajectories(truth), levels);
              }),
              testing::HasSubstr("more than 9"));
}

}  // namespace
}  // namespace smnn::test
