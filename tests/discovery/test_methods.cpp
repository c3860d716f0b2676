// The methods on short data: structure, coefficients, standard errors, links, warnings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <cmath>
#include <smnn/discovery/comparison.hpp>
#include <smnn/discovery/discover.hpp>
#include <smnn/kernels/random.hpp>
#include <smnn/solver/error.hpp>

#include "systems.hpp"

namespace smnn::discovery {
namespace {

Kokkos::DefaultExecutionSpace const& space() {
  static Kokkos::DefaultExecutionSpace const instance;
  return instance;
}

Discovery find(Model const& truth, Trajectories const& data, Options options = {}) {
  options.link = truth.link;
  return discover(space(), data, truth.terms, options);
}

void expect_exact(Discovery const& found, Model const& truth, double tolerance) {
  ModelDifference const difference = compare(found.model, truth);
  EXPECT_EQ(difference.missed, 0);
  EXPECT_EQ(difference.spurious, 0);
  EXPECT_LT(difference.largest_relative, tolerance);
}

TEST(VariableProjection, FindsLorenzInCleanData) {
  Options options;
  options.method = Method::variable_projection;
  // Truncation of Pade's formulas at K = 4: 5.5e-6 on 10 000 points.
  expect_exact(find(lorenz(), lorenz_data(2000), options), lorenz(), 2e-5);
}

TEST(VariableProjection, TakesAnAbsoluteThresholdInstead) {
  Options options;
  options.method = Method::variable_projection;
  options.threshold = 0.5;
  options.contribution = 0;
  expect_exact(find(lorenz(), lorenz_data(2000, 0.01), options), lorenz(), 0.03);
}

TEST(Joint, FindsLorenzInCleanDataToRoundingAndTruncation) {
  Discovery const found = find(lorenz(), lorenz_data(2000));
  expect_exact(found, lorenz(), 1e-6);
  EXPECT_TRUE(found.converged);
  EXPECT_TRUE(found.warnings.empty());
}

class NoisyLorenz : public testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(Joint, NoisyLorenz, testing::Values(0.01, 0.05, 0.1, 0.2));

// The error of maximum likelihood is proportional to the noise; .38 % at 5 % is two of its
// deviations at 2000 points for the least certain coefficient.
TEST_P(NoisyLorenz, IsFoundWithErrorsProportionalToTheNoise) {
  expect_exact(find(lorenz(), lorenz_data(2000, GetParam())), lorenz(), 0.3 * GetParam());
}

TEST_P(NoisyLorenz, HasStandardErrorsThatTellTheErrors) {
  Discovery const found = find(lorenz(), lorenz_data(2000, GetParam()));
  Model const truth = lorenz();
  double squares = 0;
  int count = 0;
  for (std::size_t i = 0; i < truth.coefficients.size(); ++i) {
    if (truth.coefficients[i] == 0) continue;
    double const pull =
        (found.model.coefficients[i] - truth.coefficients[i]) / found.standard_errors[i];
    EXPECT_LT(std::fabs(pull), 5) << i;
    squares += pull * pull;
    ++count;
  }
  // Mean square of seven correlated numbers of variance 1.
  EXPECT_GT(squares / count, 0.02);
  EXPECT_LT(squares / count, 6);
}

TEST(Joint, IsNotLedAstrayByManyCandidates) {
  for (double const noise : {0., 0.05}) {
    Trajectories const data = lorenz_data(3000, noise);
    auto const terms = make_terms(data.variables, {.degree = 5});  // 168 coefficients
    expect_exact(discover(space(), data, terms), lorenz(), 0.3 * noise + 1e-6);
  }
}

TEST(Joint, EstimatesTheNoiseAndRemovesItFromTheStates) {
  Trajectories const clean = lorenz_data(2000);
  Discovery const found = find(lorenz(), lorenz_data(2000, 0.1));
  auto const size = deviations(clean);
  std::vector<double> squares(3, 0);
  for (std::size_t i = 0; i < clean.values.size(); ++i) {
    double const error = found.states[i] - clean.values[i];
    squares[i % 3] += error * error / 2000;
  }
  for (std::size_t d = 0; d < 3; ++d) {
    EXPECT_NEAR(found.noise[d] / size[d], 0.1, 0.01) << d;
    EXPECT_LT(std::sqrt(squares[d]) / size[d], 0.01) << d;  // a tenth of the noise
  }
}

TEST(Joint, TakesUnevenTimes) {
  std::vector<double> times{0};
  for (int t = 1; t < 1500; ++t) times.push_back(times.back() + 0.006 + 0.008 * (t * 7 % 5) / 4);
  Trajectories data{lorenz().variables, 1, 1500, times, simulate(lorenz(), {1, 1, 1}, times)};
  expect_exact(find(lorenz(), data), lorenz(), 1e-5);
  add_noise(data, 0.05, 1);
  expect_exact(find(lorenz(), data), lorenz(), 0.02);
}

TEST(Joint, CombinesSeveralTrajectories) {
  Model const truth =
      make_model({"S", "I"}, {}, {{0, "S I", -0.4}, {1, "S I", 0.4}, {1, "I", -0.1}});
  Trajectories data = simulate(truth, {{0.99, 0.01}, {0.6, 0.02}, {0.4, 0.4}}, 0.25, 300);
  add_noise(data, 0.02, 1);
  expect_exact(find(truth, data), truth, 0.02);
}

TEST(Joint, FindsSinesAndCosines) {
  Model const truth = make_model({"angle", "speed"}, {.degree = 1, .sine = true, .cosine = true},
                                 {{0, "speed", 1}, {1, "sin(angle)", -2}, {1, "speed", -0.1}});
  Trajectories data = simulate(truth, {{2.5, 0}, {0.5, 2}}, 0.05, 500);
  add_noise(data, 0.01, 1);
  expect_exact(find(truth, data), truth, 0.02);
}

TEST(Joint, WorksWithOtherOrders) {
  for (int const orders : {3, 5, 6}) {
    Options options;
    options.orders = orders;
    expect_exact(find(lorenz(), lorenz_data(1500), options), lorenz(), orders == 3 ? 1e-3 : 1e-6);
  }
}

TEST(VariableProjection, WorksWithTaylorAsPublished) {
  Options options;
  options.method = Method::variable_projection;
  options.smoothness = Smoothness::taylor;
  options.threshold = 0.5;
  options.contribution = 0;
  for (auto const& [orders, tolerance] : {std::pair(3, 0.03), std::pair(5, 3e-4)}) {
    options.orders = orders;
    expect_exact(find(lorenz(), lorenz_data(1500), options), lorenz(), tolerance);
  }
}

TEST(Joint, WarnsWhereTheEquationsDoNotFit) {
  Model const truth = lorenz();
  auto const terms = make_terms(truth.variables, {.exclude = {"x y"}});
  Discovery const found = discover(space(), lorenz_data(1500), terms);
  EXPECT_THAT(found.warnings, testing::Contains(testing::HasSubstr("candidates may be missing")));
}

TEST(Joint, FindsEquationsUnderEveryLink) {
  for (double const noise : {0., 0.01}) {
    Model const saturated =
        make_model({"x", "y"}, {}, {{0, "y", 2}, {1, "x", -2}, {1, "y", -0.3}}, Link::tanh);
    Trajectories data = simulate(saturated, {{3, 0}, {0, 1.5}}, 0.02, 600);
    add_noise(data, noise, 1);
    expect_exact(find(saturated, data), saturated, noise + 1e-6);

    Model const elovich = make_model({"q"}, {}, {{0, "1", 1}, {0, "q", -0.8}}, Link::exp);
    data = simulate(elovich, {{0}, {2}, {-1}}, 0.02, 400);
    add_noise(data, noise, 1);
    expect_exact(find(elovich, data), elovich, 2 * noise + 1e-6);

    Model enzyme = make_model({"S"}, {}, {{0, "S", -2.5}}, Link::rational);
    enzyme.denominators[1] = 5. / 3;
    data = simulate(enzyme, {{4}, {1.5}, {0.5}}, 0.02, 300);
    add_noise(data, noise, 1);
    expect_exact(find(enzyme, data), enzyme, 3 * noise + 1e-6);
  }
}

TEST(Joint, SaysSoWhereNoEquationFollowsTheData) {
  // Two random walks, sampled so densely that they look smooth.
  Trajectories data{{"a", "b"}, 1, 1500, {}, {}};
  double state[2] = {};
  double speed[2] = {};
  for (std::uint64_t t = 0; t < 1500; ++t) {
    data.times.push_back(0.1 * static_cast<double>(t));
    for (std::uint64_t d = 0; d < 2; ++d) {
      speed[d] += 0.1 * kernels::random_normal(1, d, t) - 0.05 * speed[d];
      state[d] += 0.1 * speed[d] - 0.01 * state[d];
      data.values.push_back(state[d]);
    }
  }
  Discovery const found = discover(space(), data, make_terms(data.variables, {.degree = 3}));
  EXPECT_THAT(found.warnings, testing::Contains(testing::HasSubstr("follow the data for long")));
}

TEST(Joint, WarnsOfTermsThatTheDataCannotTellApart) {
  // On a circle x^2 + y^2 = 1: the constant is the sum of two squares.
  Model const truth = make_model({"x", "y"}, {}, {{0, "y", 1}, {1, "x", -1}});
  Discovery const found = find(truth, simulate(truth, {{1, 0}}, 0.05, 400));
  EXPECT_THAT(found.warnings, testing::Contains(testing::HasSubstr("cannot be told apart")));
  expect_exact(found, truth, 1e-6);
}

TEST(Discover, RefusesOptionsOutOfRange) {
  Trajectories const data = lorenz_data(100);
  auto const refuses = [&data](Options const& options) {
    EXPECT_THROW(discover(space(), data, lorenz().terms, options), InvalidArgument);
  };
  refuses({.orders = 2});
  refuses({.threshold = -1});
  refuses({.significance = NAN});
  refuses({.method = Method::variable_projection, .link = Link::tanh});
}

TEST(Forecast, IsValidWhileTheErrorIsSmall) {
  Model const truth = make_model({"x"}, {.degree = 1}, {{0, "x", -1}});
  Trajectories const data = simulate(truth, {{1}, {2}}, 0.1, 51);
  Forecast const perfect = forecast(truth, data, {1, 2}, {1});
  EXPECT_TRUE(perfect.valid_to_the_end);
  EXPECT_LT(perfect.short_term_error, 1e-9);
  Model wrong = truth;
  wrong.coefficient(0, 1) = 1;  // exp(t) - exp(-t) > .4 from t = .2
  Forecast const bad = forecast(wrong, data, {1, 1}, {1});
  EXPECT_FALSE(bad.valid_to_the_end);
  EXPECT_LT(bad.valid_time, 0.2);
}

TEST(Simulate, IsAccurate) {
  Model const oscillator = make_model({"x", "v"}, {.degree = 1}, {{0, "v", 1}, {1, "x", -1}});
  Trajectories const data = simulate(oscillator, {{1, 0}}, 0.5, 41);
  for (std::int64_t t = 0; t < data.points; ++t) {
    EXPECT_NEAR(data.state(0, t)[0], std::cos(data.time(0, t)), 1e-9) << t;
  }
}

TEST(Simulate, SaysWhereASolutionBlowsUp) {
  Model const explosive = make_model({"x"}, {}, {{0, "x^2", 1}});  // 1 / (1 - t)
  try {
    simulate(explosive, {{1}}, 0.1, 30);
    FAIL() << "expected a NumericalError";
  } catch (NumericalError const& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("at time 1.0"));
  }
}

}  // namespace
}  // namespace smnn::discovery
