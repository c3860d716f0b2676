#include "sst/model/model.hpp"

#include <algorithm>
#include <smnn/network/architectures/perceptron.hpp>
#include <smnn/network/layers/cosine_transform.hpp>
#include <smnn/solver/error.hpp>
#include <utility>
#include <vector>

#include "options/solver_options.hpp"

namespace smnn::drivers::sst {
namespace {

using Sequential = network::Sequential<Real, Space>;

// As published: steps start at .1 and stay within these.
network::SigmoidFunction<Real> step_range() { return {1e-3, 0.999, 0.1}; }

network::LayerPointer<Real, Space> decoder(network::ParameterLayout& layout, char const* name,
                                           ModelOptions const& options, std::int64_t outputs,
                                           network::LayerPointer<Real, Space> last = nullptr) {
  Sequential::Layers layers;
  network::add_perceptron<Real, Space>(layers, layout, name, options.code,
                                       {options.decoder_width, options.decoder_width}, outputs);
  if (last) layers.push_back(std::move(last));
  return std::make_unique<Sequential>(name, std::move(layers));
}

std::string yes_or_no(bool flag) { return flag ? "yes" : "no"; }

}  // namespace

ModelOptions preset(std::string const& name, std::int64_t window, std::int64_t horizon) {
  ModelOptions options;
  options.form.window = window;
  options.form.horizon = horizon;
  options.cosines = std::max<std::int64_t>(1, window / 4);
  options.initial_steps = std::min(options.initial_steps, window);
  if (name == "quick") {
    options.form.cycle_years = 10;
    options.constant_coefficients = true;
    options.one_step = true;
    options.encoder_width = 64;
    options.code = 8;
    options.decoder_width = 64;
  } else if (name != "published") {
    throw InvalidArgument("preset: got '" + name + "', expected published or quick");
  }
  return options;
}

OptionMap to_map(ModelOptions const& options) {
  climate::WindowForm const& form = options.form;
  return {{"kind", "climate"},
          {"window", std::to_string(form.window)},
          {"horizon", std::to_string(form.horizon)},
          {"cycle_years", std::to_string(form.cycle_years)},
          {"mean", text_of(form.mean)},
          {"deviation", text_of(form.deviation)},
          {"initial_steps", std::to_string(options.initial_steps)},
          {"orders", std::to_string(options.orders)},
          {"constant_coefficients", yes_or_no(options.constant_coefficients)},
          {"one_step", yes_or_no(options.one_step)},
          {"cosines", std::to_string(options.cosines)},
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
                  .cycle_years = reader.integer("cycle_years"),
                  .mean = reader.number("mean"),
                  .deviation = reader.number("deviation")};
  options.initial_steps = reader.integer("initial_steps");
  options.orders = reader.integer("orders");
  options.constant_coefficients = reader.flag("constant_coefficients");
  options.one_step = reader.flag("one_step");
  options.cosines = reader.integer("cosines");
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
  series.one_step = options.one_step;
  series.problem.smoothness = options.smoothness;
  series.problem.time_points = series.points();
  series.solver = solver;

  Sequential::Layers encoder;
  encoder.push_back(std::make_unique<network::CosineTransform<Real, Space>>(
      "cosines", 1, series.window, options.cosines));
  network::add_perceptron<Real, Space>(encoder, layout, "encoder", options.cosines,
                                       {options.encoder_width}, options.code);
  forecast::SeriesNetworks<Real, Space> networks;
  networks.encoder = std::make_unique<Sequential>("encoder", std::move(encoder));
  networks.coefficients = decoder(layout, "coefficients", options, series.coefficients());
  networks.rhs = decoder(layout, "rhs", options, series.points());
  networks.steps = decoder(layout, "steps", options, series.steps(),
                           std::make_unique<network::Sigmoid<Real, Space>>(
                               "steps.sigmoid", series.steps(), step_range()));
  return std::make_unique<Model>("sst", std::move(networks), series);
}

}  // namespace smnn::drivers::sst
