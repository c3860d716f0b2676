#include "kdv/model/model.hpp"

#include <smnn/forecast/mechanistic_forecast.hpp>
#include <smnn/network/architectures/fourier_operator.hpp>
#include <smnn/network/architectures/initial_value_head.hpp>
#include <smnn/network/architectures/residual_network.hpp>
#include <smnn/network/architectures/step_head.hpp>
#include <smnn/solver/error.hpp>
#include <utility>

#include "options/solver_options.hpp"

namespace smnn::drivers::kdv {
namespace {

network::ResidualNetworkOptions residual_options(ModelOptions const& options,
                                                 std::int64_t out_channels, std::int64_t length,
                                                 network::LinePointer const& line) {
  network::ResidualNetworkOptions result;
  result.in_channels = options.levels;
  result.out_channels = out_channels;
  result.length = length;
  result.filters = options.filters;
  result.blocks = options.blocks;
  result.blocks_per_doubling = options.doubling;
  result.line = line;
  return result;
}

// As published: the fifth and sixth convolution halve the length.
std::vector<std::int64_t> head_strides(std::size_t convolutions) {
  std::vector<std::int64_t> strides(convolutions, 1);
  for (std::size_t const i : {std::size_t{4}, std::size_t{5}})
    if (i < convolutions) strides[i] = 2;
  return strides;
}

ModelPointer mechanistic(network::ParameterLayout& layout, ModelOptions const& options,
                         SolverOptions const& solver, std::int64_t length,
                         network::LinePointer const& line) {
  forecast::MechanisticForecastOptions forecast;
  forecast.levels = options.levels;
  forecast.points = length;
  forecast.orders = options.orders;
  forecast.initial_orders = options.orders - 1;
  forecast.problem.smoothness = options.smoothness;
  forecast.solver = solver;

  network::HeadForm const form =
      options.dense_heads ? network::HeadForm::dense : network::HeadForm::convolutional;
  network::InitialValueHeadOptions initial;
  initial.in_channels = options.levels;
  initial.out_channels = forecast.initial_orders - 1;
  initial.length = length;
  initial.form = form;
  initial.filters = options.head_filters;
  initial.strides = head_strides(options.head_filters.size());
  initial.line = line;
  network::StepHeadOptions step;
  step.in_channels = options.levels;
  step.length = length;
  step.form = form;
  step.filters = options.head_filters;
  step.strides = initial.strides;
  step.line = line;

  auto const residual = [&](char const* name, std::int64_t channels) {
    return network::residual_network<Real, Space>(
        layout, name, residual_options(options, channels, length, line));
  };
  forecast::ForecastNetworks<Real, Space> networks;
  networks.coefficients = residual("coefficients", options.levels * options.orders);
  networks.rhs = residual("rhs", options.levels);
  networks.initial_values =
      network::initial_value_head<Real, Space>(layout, "initial_values", initial);
  networks.step = network::step_head<Real, Space>(layout, "step", step);
  return std::make_unique<forecast::MechanisticForecast<Real, Space>>("kdv", std::move(networks),
                                                                      forecast);
}

ModelPointer fourier(network::ParameterLayout& layout, ModelOptions const& options) {
  network::FourierOperatorOptions result;
  result.in_channels = options.levels;
  result.out_channels = options.levels;
  result.length = options.points;
  result.channels = options.channels;
  result.modes = options.modes;
  result.blocks = options.blocks;
  return network::fourier_operator<Real, Space>(layout, "fourier", result);
}

}  // namespace

char const* to_string(ModelKind kind) {
  switch (kind) {
    case ModelKind::mechanistic:
      return "mechanistic";
    case ModelKind::direct:
      return "direct";
    case ModelKind::fourier:
      break;
  }
  return "fourier";
}

ModelKind kind_named(std::string const& name) {
  for (ModelKind const kind : {ModelKind::mechanistic, ModelKind::direct, ModelKind::fourier})
    if (name == to_string(kind)) return kind;
  throw InvalidArgument("model: kind is '" + name + "', expected mechanistic, direct or fourier");
}

ModelOptions preset(std::string const& name, ModelKind kind) {
  ModelOptions options;
  options.kind = kind;
  if (name == "quick") {
    options.filters = 16;
    options.blocks = 4;
    options.doubling = 0;
    options.head_filters = {16, 32, 16};
    options.channels = 20;
    options.modes = 16;
  } else if (name != "published") {
    throw InvalidArgument("preset: got '" + name + "', expected published or quick");
  }
  // In place of two residual networks and two heads.
  if (kind == ModelKind::direct) options.filters = name == "quick" ? 28 : 96;
  if (kind == ModelKind::fourier) options.blocks = 4;
  return options;
}

OptionMap to_map(ModelOptions const& options) {
  return {{"kind", to_string(options.kind)},
          {"levels", std::to_string(options.levels)},
          {"points", std::to_string(options.points)},
          {"orders", std::to_string(options.orders)},
          {"filters", std::to_string(options.filters)},
          {"blocks", std::to_string(options.blocks)},
          {"doubling", std::to_string(options.doubling)},
          {"heads", options.dense_heads ? "dense" : "convolutional"},
          {"head_filters", text_of(options.head_filters)},
          {"channels", std::to_string(options.channels)},
          {"modes", std::to_string(options.modes)},
          {"smoothness", drivers::to_string(options.smoothness)}};
}

ModelOptions from_map(OptionMap const& map) {
  OptionReader const reader(map, "smnn kdv");
  ModelOptions options;
  options.kind = kind_named(reader.text("kind"));
  options.levels = reader.integer("levels");
  options.points = reader.integer("points");
  options.orders = reader.integer("orders");
  options.filters = reader.integer("filters");
  options.blocks = reader.integer("blocks");
  options.doubling = reader.integer("doubling");
  options.dense_heads = reader.text("heads") == "dense";
  options.head_filters = reader.integers("head_filters", 100);
  options.channels = reader.integer("channels");
  options.modes = reader.integer("modes");
  auto const smoothness = smoothness_named(reader.text("smoothness"));
  if (!smoothness) {
    throw InvalidArgument("model: smoothness is '" + reader.text("smoothness") +
                          "', expected taylor, central or pade");
  }
  options.smoothness = *smoothness;
  return options;
}

ModelPointer make_model(network::ParameterLayout& layout, ModelOptions const& options,
                        SolverOptions const& solver, network::LinePointer const& line) {
  bool const shared = line != nullptr && line->ranks() > 1;
  std::int64_t const length = line ? line->points().size() : options.points;
  switch (options.kind) {
    case ModelKind::mechanistic:
      return mechanistic(layout, options, solver, length, line);
    case ModelKind::direct:
      return network::residual_network<Real, Space>(
          layout, "direct", residual_options(options, options.levels, length, line));
    case ModelKind::fourier:
      break;
  }
  if (shared) {
    throw InvalidArgument("model: a Fourier operator on an axis of " +
                          std::to_string(line->ranks()) +
                          " ranks, expected 1: its modes reach over the whole axis");
  }
  return fourier(layout, options);
}

}  // namespace smnn::drivers::kdv
