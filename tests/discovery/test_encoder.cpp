// The mechanistic network that discovers equations: its gradient, its masks, its windows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "error_of.hpp"
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

  explicit Rig(Trajectories const& data, EncoderOptions const& options = small_options(),
               int degree = 2)
      : candidates(data.variables, make_terms(data.variables, {.degree = degree}), Link::identity),
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

class EncoderGradient : public testing::TestWithParam<Coefficients> {};
INSTANTIATE_TEST_SUITE_P(All, EncoderGradient,
                         testing::Values(Coefficients::head, Coefficients::projected));

TEST_P(EncoderGradient, IsThatOfFiniteDifferences) {
  EncoderOptions options = small_options();
  options.coefficients = GetParam();
  Rig setup(circle(1, 12), options, 1);
  setup.objective.begin_epoch(setup.space, setup.parameters, 0);
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

EncoderOptions projected_options() {
  EncoderOptions options = small_options();
  options.coefficients = Coefficients::projected;
  options.threshold = 0.2;
  return options;
}

// Candidates of degree 1, since on a circle squares and constant cannot be told apart: x' = -y,
// y' = x, up to the truncation of Taylor's formulas at K = 3 and a step of 0.1, about h^2.
void expect_the_circle(Model const& found) {
  Model const candidates(found.variables, found.terms, Link::identity);
  Model truth = candidates;
  truth.coefficient(0, 2) = -1;
  truth.coefficient(1, 1) = 1;
  ASSERT_EQ(to_string(truth.terms[1], truth.variables), "x");
  ASSERT_EQ(to_string(truth.terms[2], truth.variables), "y");
  ModelDifference const difference = compare(found, truth);
  EXPECT_TRUE(difference.same_structure());
  EXPECT_LT(difference.largest_relative, 0.02);
}

TEST(Encoder, ProjectsOnTheDataWhileItsStatesAreWorse) {
  Rig setup(circle(2, 60), projected_options(), 1);
  setup.objective.begin_epoch(setup.space, setup.parameters, 0);
  expect_the_circle(setup.objective.model(setup.space, setup.parameters));

  // Another objective takes the coefficients over.
  Rig other(circle(2, 60), projected_options(), 1);
  other.objective.restore(setup.objective.state());
  EXPECT_EQ(other.objective.model(other.space, other.parameters).coefficients,
            setup.objective.model(setup.space, setup.parameters).coefficients);
  EXPECT_THROW(other.objective.restore(std::vector<double>(3)), InvalidArgument);
}

TEST(Encoder, GivesEveryPointTheStateOfOneWindow) {
  Trajectories const data = circle(2, 13);
  Rig setup(data);
  std::vector<double> const states = setup.objective.states(setup.space, setup.parameters);
  ASSERT_EQ(states.size(), 2u * 13 * 2);
  // Windows begin at 0 and 6, and at 7 for the last point. States are of order 1, sums of a dozen
  // terms that BLAS adds in an order that depends on how many windows there are.
  for (auto const& [first, last] : {std::pair{0, 6}, std::pair{7, 13}}) {
    Rig alone(slice(data, first, last));
    auto const part = alone.objective.states(alone.space, alone.parameters);
    for (int b = 0; b < 2; ++b) {
      for (int i = 0; i < 12; ++i) {
        EXPECT_NEAR(states[static_cast<std::size_t>((b * 13 + first) * 2 + i)],
                    part[static_cast<std::size_t>(b * 12 + i)], 1e-14)
            << "trajectory " << b << ", points from " << first << ", value " << i;
      }
    }
  }
}

TEST(Encoder, GivesTheEquationsOfItsHead) {
  Rig setup(circle(2, 12));
  Discovery const found = setup.objective.of_head(setup.space, setup.parameters);
  EXPECT_EQ(found.model.coefficients,
            setup.objective.model(setup.space, setup.parameters).coefficients);
  EXPECT_EQ(found.states, setup.objective.states(setup.space, setup.parameters));
  EXPECT_TRUE(std::isnan(found.standard_errors[0]));
  EXPECT_TRUE(found.warnings.empty());  // about the data, which these equations are not from
}

// Makes the encoder give back its inputs: x = relu(x) - relu(-x), hidden = 2 inputs.
void make_identity(Rig& setup, std::size_t inputs) {
  auto const values = Kokkos::create_mirror_view(setup.parameters.values());
  Kokkos::deep_copy(values, 0.0);
  auto const weight = [&](char const* name, std::size_t row, std::size_t column) -> double& {
    auto const& array = setup.layout.array(name);
    return values(static_cast<std::size_t>(array.offset) +
                  row * static_cast<std::size_t>(array.shape[1]) + column);
  };
  for (std::size_t i = 0; i < inputs; ++i) {
    weight("encoder.0.weight", i, i) = 1;
    weight("encoder.0.weight", inputs + i, i) = -1;
    weight("encoder.2.weight", i, i) = 1;
    weight("encoder.2.weight", inputs + i, inputs + i) = 1;
    weight("encoder.4.weight", i, i) = 1;
    weight("encoder.4.weight", i, inputs + i) = -1;
  }
  Kokkos::deep_copy(setup.parameters.values(), values);
}

TEST(Encoder, PolishesByProjectionOnItsStates) {
  EncoderOptions options = small_options();
  options.threshold = 0.2;
  options.hidden = 24;
  Trajectories const data = circle(2, 60);
  Rig setup(data, options, 1);
  make_identity(setup, 12);
  Discovery const found = setup.objective.polished(setup.space, setup.parameters);
  EXPECT_EQ(found.states, data.values);
  expect_the_circle(found.model);
  EXPECT_GT(found.standard_errors[found.model.index(0, 2)], 0);
  EXPECT_EQ(found.standard_errors[found.model.index(0, 1)], 0);
}

TEST(Encoder, RefusesWhatItCannotDo) {
  auto const message = [](Trajectories const& data, EncoderOptions const& options) {
    return test::error_of([&] { Rig const setup(data, options); });
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
