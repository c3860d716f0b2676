// The forecast of series: its gradients, what it starts from, and what the codes' penalty adds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "smnn/forecast/series_forecast.hpp"
#include "smnn/network/architectures/perceptron.hpp"
#include "support/gradient_check.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using forecast::SeriesForecast;
using forecast::SeriesForecastOptions;
using network::LayerPointer;
using network::ParameterLayout;

using Space = Kokkos::DefaultExecutionSpace;

constexpr std::int64_t code_size = 3;

// Networks of one dense layer each; the steps between .1 and .5.
struct MakeSeriesForecast {
  SeriesForecastOptions options;

  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    auto const dense = [&](char const* name, std::int64_t inputs,
                           std::int64_t outputs) -> LayerPointer<Real, Space> {
      return std::make_unique<network::Dense<Real, Space>>(layout, name, inputs, outputs);
    };
    forecast::SeriesNetworks<Real, Space> networks;
    networks.encoder = dense("encoder", options.inputs(), code_size);
    networks.coefficients = dense("coefficients", code_size, options.coefficients());
    networks.rhs = dense("rhs", code_size, options.rhs());
    std::vector<LayerPointer<Real, Space>> layers;
    layers.push_back(dense("steps", code_size, options.steps()));
    layers.push_back(std::make_unique<network::Sigmoid<Real, Space>>(
        "steps", options.steps(), network::SigmoidFunction<Real>(0.1, 0.5)));
    networks.steps = std::make_unique<network::Sequential<Real, Space>>("steps", std::move(layers));
    return std::make_unique<SeriesForecast<Real, Space>>("series", std::move(networks), options);
  }
};

SeriesForecastOptions small_series() {
  SeriesForecastOptions options;
  options.window = 5;
  options.horizon = 3;
  options.initial_steps = 2;
  options.orders = 3;
  return options;
}

TEST(SeriesForecast, HasTheGradientsOfDifferences) {
  expect_gradients_of_differences<Space>(MakeSeriesForecast{small_series()}, 2);
}

TEST(SeriesForecast, HasTheGradientsOfDifferencesWhereAllIsConstantOverTime) {
  SeriesForecastOptions options = small_series();
  options.constant_coefficients = true;
  options.constant_rhs = true;
  options.one_step = true;
  options.features = 2;
  expect_gradients_of_differences<Space>(MakeSeriesForecast{options}, 2);
}

// As the forecast of fields: the networks' rounding times what the ODEs make of it.
TEST(SeriesForecast, WorksInFloat) {
  expect_float_as_double<Space>(MakeSeriesForecast{small_series()}, 3, 1200);
}

// y' = 0 (coefficients 0, 1, 0; rhs 0) goes on with the mean of what it starts from, if that is
// constant: with the value itself.
TEST(SeriesForecast, GoesOnFromTheLastValuesOfTheWindow) {
  SeriesForecastOptions options = small_series();
  options.constant_coefficients = true;
  LayerRun<double, Space> run(MakeSeriesForecast{options}, 1);
  std::vector<double> parameters(static_cast<std::size_t>(run.parameters().size()), 0.0);
  auto const& bias = run.parameters().layout().array("coefficients.bias");
  parameters[static_cast<std::size_t>(bias.offset) + 1] = 1;
  run.set(run.parameters().values(), parameters);
  run.set(run.x(), {9, 8, 7, 2.5, 2.5});
  run.forward();
  EXPECT_THAT(to_host(run.y()), testing::Each(testing::DoubleNear(2.5, 1e-12)));
}

// With a penalty of g on the codes, the gradient of the encoder's bias grows by g; once.
TEST(SeriesForecast, AddsTheGradientOfAPenaltyOnItsCodesOnce) {
  LayerRun<double, Space> run(MakeSeriesForecast{small_series()}, 1);
  auto& layer = dynamic_cast<SeriesForecast<double, Space>&>(run.layer());
  auto const& bias = run.parameters().layout().array("encoder.bias");
  auto const gradient = [&] {
    run.parameters().clear_gradients(Space());
    run.backward_of_parameters_only();
    std::vector<double> const all = to_host(run.parameters().gradients());
    auto const begin = all.begin() + bias.offset;
    return std::vector<double>(begin, begin + bias.size);
  };
  run.forward();
  std::vector<double> expected = gradient();
  auto const penalty = to_device<double, Space::memory_space>({1, -2, 3});
  layer.add_code_gradient(
      network::Matrix<double const, Space::memory_space>(penalty.data(), 1, code_size));
  std::vector<double> const with_penalty = gradient();
  EXPECT_EQ(gradient(), expected);
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(with_penalty[i] - expected[i], (std::vector<double>{1, -2, 3})[i], 1e-12);
}

TEST(SeriesForecast, RefusesMoreInitialStepsThanTheWindowHas) {
  SeriesForecastOptions options = small_series();
  options.initial_steps = 6;
  ParameterLayout layout;
  try {
    MakeSeriesForecast{options}.operator()<double, Space>(layout);
    FAIL() << "no error";
  } catch (InvalidArgument const& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("window 5, features 0, initial_steps 6"));
  }
}

}  // namespace
}  // namespace smnn::test
