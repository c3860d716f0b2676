#include "sst/model/model.hpp"

#include <algorithm>
#include <cmath>
#include <smnn/network/architectures/perceptron.hpp>
#include <smnn/network/layers/cosine_transform.hpp>
#include <smnn/network/layers/offset.hpp>
#include <smnn/solver/error.hpp>
#include <utility>
#include <vector>

#include "options/solver_options.hpp"

namespace smnn::drivers::sst {
namespace {

using Sequential = network::Sequential<Real, Space>;
using LayerPointer = network::LayerPointer<Real, Space>;

// As published: steps start at .1 and stay within these.
constexpr double step_start = 0.1;
network::SigmoidFunction<Real> step_range() { return {1e-3, 0.999, step_start}; }

// What begins about given numbers learns so much less at first.
constexpr double correction = 0.1;

LayerPointer decoder(network::ParameterLayout& layout, char const* name,
                     ModelOptions const& options, std::int64_t outputs, LayerPointer last) {
  Sequential::Layers layers;
  network::add_perceptron<Real, Space>(layers, layout, name, options.code,
                                       {options.decoder_width, options.decoder_width}, outputs);
  if (last) layers.push_back(std::move(last));
  return std::make_unique<Sequential>(name, std::move(layers));
}

// Null unless the ODEs begin about y + tau y' = 0.
LayerPointer beginning(char const* name, ModelOptions const& options, std::int64_t outputs,
                       std::vector<double> const& numbers) {
  if (options.decay == 0) return nullptr;
  std::vector<double> offsets;
  while (static_cast<std::int64_t>(offsets.size()) < outputs)
    offsets.insert(offsets.end(), numbers.begin(), numbers.end());
  return std::make_unique<network::Offset<Real, Space>>(std::string(name) + ".offset", offsets,
                                                        correction);
}

// y + tau y' = 0 over the orders, in units of the ODE's own steps as they start.
std::vector<double> decaying(ModelOptions const& options) {
  std::vector<double> coefficients(static_cast<std::size_t>(options.orders), 0.0);
  coefficients[0] = 1;
  coefficients[1] = options.decay * step_start;
  return coefficients;
}

// Rows of 1 / n over the last n values.
std::vector<double> means_of_last(std::vector<std::int64_t> const& counts, std::int64_t window) {
  std::vector<double> matrix;
  for (std::int64_t const count : counts) {
    if (count < 1 || count > window) {
      throw InvalidArgument("model: a mean of " + std::to_string(count) +
                            " values, expected 1 to the window's " + std::to_string(window));
    }
    for (std::int64_t t = 0; t < window; ++t)
      matrix.push_back(t < window - count ? 0.0 : 1 / static_cast<double>(count));
  }
  return matrix;
}

LayerPointer view(ModelOptions const& options) {
  std::int64_t const window = options.form.window;
  if (options.cosines > 0) {
    return std::make_unique<network::CosineTransform<Real, Space>>("cosines", 1, window,
                                                                   options.cosines);
  }
  return std::make_unique<network::FixedTransform<Real, Space>>(
      "means", 1, window, means_of_last(options.means, window));
}

std::string yes_or_no(bool flag) { return flag ? "yes" : "no"; }

}  // namespace

ModelOptions preset(std::string const& name, double times_of_a_year,
                    std::optional<std::int64_t> window) {
  auto const times = [&](double years) { return std::llround(years * times_of_a_year); };
  ModelOptions options;
  options.form.horizon = times(4);
  if (name == "quick") {
    options.form.window = window.value_or(times(10));
    options.form.cycle_years = 15;
    options.initial_steps = 1;
    options.constant_coefficients = true;
    options.constant_rhs = true;
    options.one_step = true;
    options.cosines = 0;
    for (double const years : {1.0 / 12, 0.25, 1.0, 2.0, 4.0, 10.0}) {
      std::int64_t const count = std::max<std::int64_t>(1, times(years));
      if (count <= options.form.window) options.means.push_back(count);
    }
    options.encoder_width = 16;
    options.code = 8;
    options.decoder_width = 16;
    options.decay = times_of_a_year / 3;
    return options;
  }
  if (name != "published")
    throw InvalidArgument("preset: got '" + name + "', expected published or quick");
  options.form.window = window.value_or(times(4));
  options.cosines = std::max<std::int64_t>(1, options.form.window / 4);
  options.initial_steps = std::min(options.initial_steps, options.form.window);
  return options;
}

OptionMap to_map(ModelOptions const& options) {
  climate::WindowForm const& form = options.form;
  return {{"kind", "climate"},
          {"window", std::to_string(form.window)},
          {"horizon", std::to_string(form.horizon)},
          {"cycle_years", text_of(form.cycle_years)},
          {"level_years", text_of(form.level_years)},
          {"history_years", std::to_string(form.history_years)},
          {"mean", text_of(form.mean)},
          {"deviation", text_of(form.deviation)},
          {"initial_steps", std::to_string(options.initial_steps)},
          {"orders", std::to_string(options.orders)},
          {"constant_coefficients", yes_or_no(options.constant_coefficients)},
          {"constant_rhs", yes_or_no(options.constant_rhs)},
          {"one_step", yes_or_no(options.one_step)},
          {"cosines", std::to_string(options.cosines)},
          {"means", options.means.empty() ? "0" : text_of(options.means)},
          {"decay", text_of(options.decay)},
          {"encoder_width", std::to_string(options.encoder_width)},
          {"code", std::to_string(options.code)},
          {"decoder_width", std::to_string(options.decoder_width)},
          {"smoothness", drivers::to_string(options.smoothness)}};
}

ModelOptions from_map(OptionMap const& map) {
  OptionReader const reader(map, "smnn sst");
  if (reader.text("kind") != "climate") {
    throw InvalidArgument("model: kind is '" + reader.text("kind") +
                          "', expected climate, a model of smnn sst");
  }
  ModelOptions options;
  options.form = {.window = reader.integer("window"),
                  .horizon = reader.integer("horizon"),
                  .cycle_years = reader.number("cycle_years"),
                  .level_years = reader.number("level_years"),
                  .history_years = reader.integer("history_years"),
                  .mean = reader.number("mean"),
                  .deviation = reader.number("deviation")};
  options.initial_steps = reader.integer("initial_steps");
  options.orders = reader.integer("orders");
  options.constant_coefficients = reader.flag("constant_coefficients");
  options.constant_rhs = reader.flag("constant_rhs");
  options.one_step = reader.flag("one_step");
  options.cosines = reader.integer("cosines");
  options.means = reader.integers("means", 1000);
  options.decay = reader.number("decay");
  options.encoder_width = reader.integer("encoder_width");
  options.code = reader.integer("code");
  options.decoder_width = reader.integer("decoder_width");
  auto const smoothness = smoothness_named(reader.text("smoothness"));
  if (!smoothness) {
    throw InvalidArgument("model: smoothness is '" + reader.text("smoothness") +
                          "', expected taylor, central or pade");
  }
  options.smoothness = *smoothness;
  return options;
}

std::unique_ptr<Model> make_model(network::ParameterLayout& layout, ModelOptions const& options,
                                  SolverOptions const& solver) {
  forecast::SeriesForecastOptions series;
  series.window = options.form.window;
  series.horizon = options.form.horizon;
  series.initial_steps = options.initial_steps;
  series.orders = options.orders;
  series.constant_coefficients = options.constant_coefficients;
  series.constant_rhs = options.constant_rhs;
  series.one_step = options.one_step;
  series.problem.smoothness = options.smoothness;
  series.solver = solver;

  Sequential::Layers encoder;
  encoder.push_back(view(options));
  network::add_perceptron<Real, Space>(encoder, layout, "encoder", encoder.back()->outputs(),
                                       {options.encoder_width}, options.code);
  forecast::SeriesNetworks<Real, Space> networks;
  networks.encoder = std::make_unique<Sequential>("encoder", std::move(encoder));
  networks.coefficients =
      decoder(layout, "coefficients", options, series.coefficients(),
              beginning("coefficients", options, series.coefficients(), decaying(options)));
  networks.rhs =
      decoder(layout, "rhs", options, series.rhs(), beginning("rhs", options, series.rhs(), {0}));
  networks.steps = decoder(layout, "steps", options, series.steps(),
                           std::make_unique<network::Sigmoid<Real, Space>>(
                               "steps.sigmoid", series.steps(), step_range()));
  return std::make_unique<Model>("sst", std::move(networks), series);
}

}  // namespace smnn::drivers::sst
