// A mechanistic forecast on an axis that ranks share is that of the whole axis, to rounding.
#include <gtest/gtest.h>

#include "distributed/line_comparison.hpp"
#include "smnn/forecast/mechanistic_forecast.hpp"
#include "smnn/network/architectures/initial_value_head.hpp"
#include "smnn/network/architectures/residual_network.hpp"
#include "smnn/network/architectures/step_head.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::LayerPointer;
using network::ParameterLayout;

// The published networks, small.
struct MakeForecastOnLine {
  LinePointer line;
  std::int64_t length;

  template <class Real, class Space>
  LayerPointer<Real, Space> operator()(ParameterLayout& layout) const {
    forecast::MechanisticForecastOptions options;
    options.levels = 4;
    options.points = length;
    options.orders = 3;
    options.initial_orders = 2;
    auto const residual = [&](char const* name, std::int64_t channels) {
      network::ResidualNetworkOptions net;
      net.in_channels = options.levels;
      net.out_channels = channels;
      net.length = length;
      net.filters = 4;
      net.blocks = 2;
      net.width = 5;
      net.line = line;
      return network::residual_network<Real, Space>(layout, name, net);
    };
    network::InitialValueHeadOptions initial;
    initial.in_channels = options.levels;
    initial.out_channels = options.initial_orders - 1;
    initial.length = length;
    initial.filters = {4, 4};
    initial.line = line;
    network::StepHeadOptions step;
    step.in_channels = options.levels;
    step.length = length;
    step.filters = {4, 4};
    step.low = 0.1;
    step.high = 0.5;
    step.start = 0.2;
    step.line = line;
    forecast::ForecastNetworks<Real, Space> networks;
    networks.coefficients = residual("coefficients", options.levels * options.orders);
    networks.rhs = residual("rhs", options.levels);
    networks.initial_values =
        network::initial_value_head<Real, Space>(layout, "initial_values", initial);
    networks.step = network::step_head<Real, Space>(layout, "step", step);
    return std::make_unique<forecast::MechanisticForecast<Real, Space>>(
        "forecast", std::move(networks), options);
  }
};

template <class Platform>
class ForecastOnLine : public testing::Test {};
TYPED_TEST_SUITE(ForecastOnLine, Platforms, PlatformNames);

// As of the networks alone (test_networks_on_line).
TYPED_TEST(ForecastOnLine, IsThatOfTheWholeAxis) {
  for (auto const& line : {even_line(47), uneven_line()}) {
    expect_as_on_one_rank<TypeParam>(line,
                                     [](LinePointer const& on, std::int64_t length) {
                                       return MakeForecastOnLine{on, length};
                                     },
                                     {.samples = 2, .terms = 5000, .weights = 0.3});
  }
}

}  // namespace
}  // namespace smnn::test
