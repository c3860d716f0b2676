// The forecast by ODEs: its gradients, and its solution against the solver alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error_of.hpp"
#include "smnn/forecast/mechanistic_forecast.hpp"
#include "smnn/network/layers/activation.hpp"
#include "smnn/network/layers/dense.hpp"
#include "smnn/network/layers/sequential.hpp"
#include "smnn/solver/solver.hpp"
#include "support/gradient_check.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using forecast::ForecastNetworks;
using forecast::MechanisticForecast;
using forecast::MechanisticForecastOptions;
using network::LayerPointer;
using network::ParameterLayout;

template <class Real, class Space>
LayerPointer<Real, Space> sequence(std::string const& name, LayerPointer<Real, Space> first,
                                   LayerPointer<Real, Space> second) {
  std::vector<LayerPointer<Real, Space>> layers;
  layers.push_back(std::move(first));
  layers.push_back(std::move(second));
  return std::make_unique<network::Sequential<Real, Space>>(name, std::move(layers));
}

// Networks of one dense layer each; the steps between .1 and .5.
struct MakeForecast {
  MechanisticForecastOptions options;

  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    std::int64_t const inputs = options.levels * options.points;
    auto const dense = [&](std::string const& name,
                           std::int64_t outputs) -> LayerPointer<Real, Space> {
      return std::make_unique<network::Dense<Real, Space>>(layout, name, inputs, outputs);
    };
    ForecastNetworks<Real, Space> networks;
    networks.coefficients = dense("coefficients", inputs * options.orders);
    networks.rhs = dense("rhs", inputs);
    networks.initial_values = dense("initial", (options.initial_orders - 1) * options.points);
    networks.step = sequence<Real, Space>("step", dense("step", 1),
                                          std::make_unique<network::Sigmoid<Real, Space>>(
                                              "step", 1, network::SigmoidFunction<Real>(0.1, 0.5)));
    return std::make_unique<MechanisticForecast<Real, Space>>("forecast", std::move(networks),
                                                              options);
  }
};

MechanisticForecastOptions small() {
  MechanisticForecastOptions options;
  options.levels = 4;
  options.points = 3;
  options.orders = 3;
  options.initial_orders = 2;
  return options;
}

using Space = Kokkos::DefaultExecutionSpace;

TEST(MechanisticForecast, HasTheGradientsOfDifferences) {
  expect_gradients_of_differences<Space>(MakeForecast{small()}, 2);
}

// Between float networks the solver works in double: what is left is the networks' rounding, of
// sums of 12 terms, times what the ODEs make of it, about 100 here.
TEST(MechanisticForecast, WorksInFloat) {
  expect_float_as_double<Space>(MakeForecast{small()}, 3, 1200);
}

// Every point's ODE, put together by hand from the arrays that the layer shows.
TEST(MechanisticForecast, SolvesTheOdesThatItShows) {
  MechanisticForecastOptions const options = small();
  constexpr std::int64_t samples = 2;
  LayerRun<double, Space> run(MakeForecast{options}, samples);
  run.forward();
  auto const& layer = dynamic_cast<MechanisticForecast<double, Space> const&>(run.layer());
  std::vector<double> const x = to_host(run.x());
  std::vector<double> const y = to_host(run.y());
  std::vector<double> const coefficients = to_host(layer.coefficients());
  std::vector<double> const rhs = to_host(layer.rhs());
  std::vector<double> const initial = to_host(layer.initial_values());
  std::vector<double> const steps = to_host(layer.steps());
  auto const systems = static_cast<std::size_t>(samples * options.points);
  auto const t_count = static_cast<std::size_t>(options.levels);
  auto const k_count = static_cast<std::size_t>(options.orders);
  auto const points = static_cast<std::size_t>(options.points);
  using Memory = Space::memory_space;
  for (std::size_t s = 0; s < systems; ++s) {
    std::size_t const sample = s / points;
    std::size_t const point = s % points;
    EXPECT_EQ(initial[s], x[(sample * t_count + t_count - 1) * points + point]);
    std::vector<double> c, f, u, h(t_count - 1, steps[s]);
    for (std::size_t t = 0; t < t_count; ++t) {
      for (std::size_t r = 0; r < k_count; ++r)
        c.push_back(coefficients[(t * k_count + r) * systems + s]);
      f.push_back(rhs[t * systems + s]);
    }
    for (std::size_t r = 0; r < 2; ++r) u.push_back(initial[r * systems + s]);
    auto const c_view = to_device<double, Memory>(c), f_view = to_device<double, Memory>(f),
               u_view = to_device<double, Memory>(u), h_view = to_device<double, Memory>(h);
    using View5 = Kokkos::View<double*****, Kokkos::LayoutRight, Memory>;
    using View4 = Kokkos::View<double****, Kokkos::LayoutRight, Memory>;
    Space const space;
    Problem const problem(
        space, View5(c_view.data(), 1, t_count, 1, 1, k_count),
        Kokkos::View<double***, Kokkos::LayoutRight, Memory>(f_view.data(), 1, t_count, 1),
        View4(u_view.data(), 1, 1, 1, 2),
        Kokkos::View<double**, Kokkos::LayoutRight, Memory>(h_view.data(), 1, t_count - 1));
    Kokkos::View<double****, Kokkos::LayoutRight, Memory> const found("y", 1, t_count, 1, k_count);
    make_solver<double>(space, problem.extents())->solve(space, problem, found);
    space.fence();
    std::vector<double> const expected = to_host(found);
    // Two orders of the same sums: rounding, times the condition of these small problems.
    for (std::size_t t = 0; t < t_count; ++t) {
      EXPECT_NEAR(y[(sample * t_count + t) * points + point], expected[t * k_count], 1e-12)
          << "system " << s << ", level " << t;
    }
  }
}

TEST(MechanisticForecast, RefusesWhatDoesNotFit) {
  auto const message = [](MechanisticForecastOptions const& options, std::int64_t outputs) {
    ParameterLayout layout;
    auto const dense = [&](char const* name, std::int64_t count) -> LayerPointer<double, Space> {
      return std::make_unique<network::Dense<double, Space>>(layout, name, 12, count);
    };
    return error_of([&] {
      MechanisticForecast<double, Space>(
          "f", {dense("c", outputs), dense("r", 12), dense("i", 3), dense("s", 1)}, options);
    });
  };
  EXPECT_EQ(message(small(), 36), "no error");
  EXPECT_THAT(message(small(), 35),
              testing::HasSubstr("coefficients has 12 inputs and 35 outputs"));
  MechanisticForecastOptions options = small();
  options.initial_orders = 4;
  EXPECT_THAT(message(options, 36), testing::HasSubstr("initial_orders 4"));
}

}  // namespace
}  // namespace smnn::test
