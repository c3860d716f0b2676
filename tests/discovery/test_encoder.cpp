// The mechanistic network that discovers equations: its gradient, its masks, its windows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "smnn/discovery/encoder.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::discovery {
namespace {

using Space = Kokkos::DefaultExecutionSpace;

// A circle of radius 2, sampled at steps of 0.1.
Trajectories circle(std::int64_t count, std::int64_t points) {
  Trajectories data;
  data.variables = {"x", "y"};
  data.count = count;
  data.points = points;
  for (std::int64_t b = 0; b < count; ++b) {
    for (std::int64_t t = 0; t < points; ++t) {
      double const time = 0.1 * static_cast<double>(t);
      data.times.push_back(time);
      data.values.push_back(2 * std::cos(time + static_cast<double>(b)));
      data.values.push_back(2 * std::sin(time + static_cast<double>(b)));
    }
  }
  return data;
}

EncoderOptions small_options() {
  EncoderOptions options;
  options.window = 6;
  options.hidden = 5;
  options.code = 3;
  return options;
}

struct Rig {
  Space space;
  network::ParameterLayout layout;
  Model candidates;
  EncoderObjective<Space> objective;
  network::Parameters<double, Space> parameters;

  explicit Rig(Trajectories const& data, EncoderOptions const& options = small_options())
      : candidates(data.variables, make_terms(data.variables, {}), Link::identity),
        objective(space, layout, data, candidates, options),
        parameters(space, layout, 4) {}

  std::vector<double> evaluate(std::vector<std::int64_t> const& samples, bool with_gradients,
                               double factor = 1) {
    std::vector<double> losses(3);
    objective.evaluate(space, parameters, {samples, with_gradients, factor}, losses);
    space.fence();
    return losses;
  }
};

TEST(Encoder, HasTheGradientOfFiniteDifferences) {
  Rig setup(circle(1, 12));
  std::vector<std::int64_t> const samples{4, 0, 2};
  constexpr double factor = 0.25;
  setup.evaluate(samples, true, factor);
  auto const gradient =
      Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), setup.parameters.gradients());
  auto const values =
      Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), setup.parameters.values());
  constexpr double h = 1e-6;  // truncation h^2 and rounding 1e-15 / h are below 1e-8
  for (std::size_t i = 0; i < values.extent(0); ++i) {
    double const value = values(i);
    auto const at = [&](double x) {
      values(i) = x;
      Kokkos::deep_copy(setup.parameters.values(), values);
      return factor * setup.evaluate(samples, false)[0];
    };
    double const difference = (at(value + h) - at(value - h)) / (2 * h);
    at(value);
    EXPECT_NEAR(gradient(i), difference, 1e-7 * (1 + std::abs(difference))) << "parameter " << i;
  }
}

TEST(Encoder, SumsItsLossesOverSamples) {
  Rig setup(circle(2, 12));
  ASSERT_EQ(setup.objective.samples(), 14);  // 7 windows of 6 in each trajectory of 12
  std::vector<double> const both = setup.evaluate({3, 9}, false);
  std::vector<double> const first = setup.evaluate({3}, false);
  std::vector<double> const second = setup.evaluate({9}, false);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(first[i] + second[i], both[i], 1e-13 * both[i]);
  EXPECT_NEAR(both[0], both[1] + both[2], 1e-13 * both[0]);
}

TEST(Encoder, MasksSmallCoefficientsAfterTheFirstRound) {
  EncoderOptions options = small_options();
  options.round_epochs = 10;
  options.threshold = 0.2;
  Rig setup(circle(1, 12), options);
  Model const before = setup.objective.model(setup.space, setup.parameters);
  for (std::int64_t const epoch : {0, 1, 9})
    setup.objective.begin_epoch(setup.space, setup.parameters, epoch);
  EXPECT_EQ(setup.objective.model(setup.space, setup.parameters).coefficients, before.coefficients);
  setup.objective.begin_epoch(setup.space, setup.parameters, 10);
  Model const after = setup.objective.model(setup.space, setup.parameters);
  int masked = 0;
  for (std::size_t i = 0; i < before.coefficients.size(); ++i) {
    bool const small = std::abs(before.coefficients[i]) <= 0.2;
    EXPECT_EQ(after.coefficients[i], small ? 0 : before.coefficients[i]);
    masked += small ? 1 : 0;
  }
  EXPECT_GT(masked, 0);
  EXPECT_LT(masked, 12);

  // Another objective takes the mask over.
  Rig other(circle(1, 12), options);
  other.objective.restore(setup.objective.state());
  EXPECT_EQ(other.objective.model(other.space, other.parameters).coefficients, after.coefficients);
  EXPECT_THROW(other.objective.restore(std::vector<double>(3)), InvalidArgument);
}

TEST(Encoder, GivesTheStatesOfItsWindows) {
  Rig setup(circle(2, 12));
  Trajectories const states = setup.objective.encoded(setup.space, setup.parameters, 3);
  EXPECT_EQ(states.count, 5);  // windows 0, 3, 6, 9, 12
  EXPECT_EQ(states.points, 6);
  EXPECT_EQ(states.values.size(), 5u * 6 * 2);
  EXPECT_DOUBLE_EQ(states.time(1, 0), 0.3);
  EXPECT_DOUBLE_EQ(states.time(3, 0), 0.2);  // window 9 is the third of the second trajectory
}

TEST(Encoder, RefusesWhatItCannotDo) {
  auto const message = [](Trajectories const& data, EncoderOptions const& options) {
    try {
      Rig const setup(data, options);
    } catch (InvalidArgument const& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EncoderOptions options = small_options();
  options.window = 13;
  EXPECT_EQ(message(circle(1, 12), options),
            "encoder: window is 13, expected 3 to 12, the points of a trajectory");
  Trajectories uneven = circle(1, 12);
  uneven.times[7] += 0.02;
  EXPECT_NE(message(uneven, small_options()).find("the step between points 7 and 8"),
            std::string::npos)
      << message(uneven, small_options());
}

}  // namespace
}  // namespace smnn::discovery
