/// A small record and a small model of it.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "smnn/climate/learning/objective.hpp"
#include "smnn/climate/learning/partners.hpp"
#include "smnn/kernels/random.hpp"
#include "smnn/network/architectures/perceptron.hpp"

namespace smnn::test::small_climate {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

/// 3 x 6 cells, of which two are land; the middle row has one ocean cell only.
inline climate::Grid grid() {
  return {{-10, 0, 10}, {0, 60, 120, 180, 240, 300}, {0, 1, 2, 3, 5, 8, 12, 13, 14, 16, 17}};
}

/// Months from 1950 on.
inline climate::TimeAxis months(std::int64_t count) {
  climate::TimeAxis const start{climate::Sampling::monthly, {{1950, 1, 1}}};
  climate::TimeAxis axis = start.following(count - 1);
  axis.dates.insert(axis.dates.begin(), start.dates.front());
  return axis;
}

/// Of a tile: each point has its own season, and noise that is a function of point and time.
inline climate::Record record(distributed::Range const& points, std::int64_t times) {
  climate::Record result{grid(), months(times), points, {}};
  for (std::int64_t p = points.begin; p < points.end; ++p) {
    for (std::int64_t t = 0; t < times; ++t) {
      double const season = std::cos(2 * 3.14159265358979 * static_cast<double>(t - p) / 12);
      double const noise = kernels::random_uniform(3, 4, static_cast<std::uint64_t>(p * 1000 + t));
      result.values.push_back(static_cast<float>(15 + static_cast<double>(p) + 5 * season + noise));
    }
  }
  return result;
}

inline climate::WindowForm form() {
  climate::WindowForm form;
  form.window = 8;
  form.horizon = 5;
  form.history_years = 2;
  form.deviation = 5;
  return form;
}

/// One dense layer for each network.
inline std::unique_ptr<forecast::SeriesForecast<double, Space>> model(
    network::ParameterLayout& layout) {
  forecast::SeriesForecastOptions options;
  options.window = form().window;
  options.horizon = form().horizon;
  options.initial_steps = 2;
  constexpr std::int64_t code = 4;
  auto const dense = [&](char const* name, std::int64_t in, std::int64_t out) {
    return std::make_unique<network::Dense<double, Space>>(layout, name, in, out);
  };
  forecast::SeriesNetworks<double, Space> networks;
  networks.encoder = dense("encoder", options.inputs(), code);
  networks.coefficients = dense("coefficients", code, options.coefficients());
  networks.rhs = dense("rhs", code, options.points());
  network::Sequential<double, Space>::Layers layers;
  layers.push_back(dense("steps", code, options.steps()));
  layers.push_back(std::make_unique<network::Sigmoid<double, Space>>(
      "sigmoid", options.steps(), network::SigmoidFunction<double>(0.05, 1, 0.3)));
  networks.steps = std::make_unique<network::Sequential<double, Space>>("steps", std::move(layers));
  return std::make_unique<forecast::SeriesForecast<double, Space>>("small", std::move(networks),
                                                                   options);
}

}  // namespace smnn::test::small_climate
