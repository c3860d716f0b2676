#include "sst/train.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <smnn/climate/baselines.hpp>
#include <smnn/climate/learning/objective.hpp>
#include <smnn/climate/sst_file.hpp>
#include <smnn/network/training/trainer.hpp>
#include <string>

#include "options/solver_options.hpp"
#include "options/training_options.hpp"
#include "sst/model/model.hpp"
#include "sst/model/scale.hpp"
#include "sst/selection.hpp"
#include "sst/spans.hpp"
#include "support/model_file.hpp"
#include "support/table.hpp"

namespace smnn::drivers::sst {
namespace {

using Objective = climate::ClimateObjective<Real, Space>;

struct Arguments {
  std::string data;
  std::string output;
  std::string preset = "quick";
  climate::SstSelection selection;
  std::string end;
  double validation_years = 5;
  double reach_degrees = 5;
  double alignment = 10;
  std::int64_t windows = 0;
  std::optional<std::int64_t> window, horizon, history_years, initial_steps, orders, cosines,
      encoder_width, code, decoder_width;
  std::optional<double> cycle_years, level_years;
  std::vector<std::int64_t> means;
  std::optional<std::string> coefficients, rhs, steps;
  bool epochs_given = false, batch_given = false, rate_given = false;
  network::TrainingOptions training;
  SolverChoice solver;
};

constexpr char const* footer = R"(
At every ocean point an encoder reads the last WINDOW values (their lowest cosines) into a code of few numbers; decoders
turn it into coefficients, right-hand side and steps of a linear ODE, whose solution goes on from the last values for
HORIZON times. Neighbouring points are made to have like codes (--alignment).
--preset published: values as they are, standardised; coefficients and steps of their own at every time.
--preset quick: what differs from the seasonal cycle before the forecast (--cycle-years, --level-years); the encoder
sees means of the last values, not cosines; each ODE has one set of coefficients, one right-hand side and one step size,
which begin about y + tau y' = 0 with tau of four months.
The record ends for training and validation at --end; a forecast from there on is for `smnn sst evaluate`.
On several ranks each has a tile of the ocean.
)";

// The option if it was given, else what there is.
template <class T>
void take(T& value, std::optional<T> const& given) {
  value = given.value_or(value);
}

ModelOptions model_options(Arguments const& arguments, climate::TimeAxis const& time) {
  ModelOptions options =
      preset(arguments.preset, climate::times_of_a_year(time.sampling), arguments.window);
  take(options.form.horizon, arguments.horizon);
  take(options.form.cycle_years, arguments.cycle_years);
  take(options.form.level_years, arguments.level_years);
  take(options.form.history_years, arguments.history_years);
  take(options.initial_steps, arguments.initial_steps);
  take(options.orders, arguments.orders);
  take(options.cosines, arguments.cosines);
  if (!arguments.means.empty()) options.means = arguments.means;
  take(options.encoder_width, arguments.encoder_width);
  take(options.code, arguments.code);
  take(options.decoder_width, arguments.decoder_width);
  if (arguments.coefficients) options.constant_coefficients = *arguments.coefficients == "constant";
  if (arguments.rhs) options.constant_rhs = *arguments.rhs == "constant";
  if (arguments.steps) options.one_step = *arguments.steps == "one";
  take(options.smoothness, arguments.solver.smoothness);
  return options;
}

// Of what is unset, the preset's. An epoch of the quick one has 20 batches at least, on small grids
// too.
void set_training(Arguments& arguments, std::int64_t points) {
  bool const published = arguments.preset == "published";
  network::TrainingOptions& training = arguments.training;
  if (!arguments.epochs_given) training.epochs = 10;
  if (!arguments.batch_given) training.batch = published ? 6480 : 2048;
  if (!arguments.rate_given) training.adam.learning_rate = published ? 1e-5 : 1e-3;
  if (arguments.windows > 0) return;
  std::int64_t const batch = std::max<std::int64_t>(training.batch, 1);
  arguments.windows = published ? 1 : std::max<std::int64_t>(1, (20 * batch + points - 1) / points);
}

std::map<std::string, std::string> configuration(Arguments const& arguments,
                                                 ModelOptions const& options,
                                                 climate::Record const& record,
                                                 Spans const& spans) {
  std::map<std::string, std::string> result = to_map(options);
  result["points"] = std::to_string(record.grid.points());
  result["test_begin"] = climate::to_string(record.time.dates.at(
      static_cast<std::size_t>(std::min(spans.test_begin, record.time.size() - 1))));
  result["windows"] = std::to_string(arguments.windows);
  result["alignment"] = text_of(arguments.alignment);
  return result;
}

std::string dates(climate::TimeAxis const& time, std::int64_t first, std::int64_t last) {
  auto const at = [&](std::int64_t i) { return climate::to_string(climate::date_at(time, i)); };
  return at(first) + " .. " + at(last);
}

void run(Arguments arguments, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  Space const space;
  climate::SstFile const file(ranks, arguments.data, arguments.selection);
  climate::Record const record = file.read();
  set_training(arguments, record.grid.points());
  ModelOptions options = model_options(arguments, record.time);

  auto const reach = static_cast<std::int64_t>(arguments.reach_degrees *
                                               static_cast<double>(record.grid.columns()) / 360);
  if (reach == 0) arguments.alignment = 0;  // no point is so near
  std::vector<float> const series =
      arguments.alignment > 0 ? climate::with_ghosts(ranks, record, reach) : record.values;
  Spans const spans =
      spans_of(record.time, options.form, climate::first_start(options.form, record.time.sampling),
               arguments.end, arguments.validation_years);
  set_scale(options.form, ranks, record, spans.validation_begin);
  climate::SeriesWindows<Real, Space> const windows(space, record.time, series, options.form);

  network::ParameterLayout layout;
  auto const model = make_model(layout, options, arguments.solver.options);
  ParameterSet const parameters(space, layout, arguments.training.seed);
  Objective training(*model, windows, record.grid, record.points,
                     {.first_start = spans.training.first,
                      .last_start = spans.training.last,
                      .windows = arguments.windows,
                      .seed = arguments.training.seed,
                      .alignment = arguments.alignment,
                      .reach = reach});
  constexpr std::int64_t validation_windows = 3;
  Objective validation(
      *model, windows, record.grid, record.points,
      {.first_start = spans.validation.first,
       .last_start = spans.validation.last,
       .windows = spans.validation.first == spans.validation.last ? 1 : validation_windows,
       .random = false,
       .alignment = 0});

  network::TrainingOptions train = arguments.training;
  train.program = "smnn sst train";
  train.ranks_per_shard = ranks.size();
  train.configuration = configuration(arguments, options, record, spans);
  report_to(console, train);
  console.print("%s: %lld ocean points, %lld times; %lld parameters\n", arguments.data.c_str(),
                static_cast<long long>(record.grid.points()),
                static_cast<long long>(record.time.size()), static_cast<long long>(layout.size()));
  console.print(
      "windows of %lld times, forecasts of %lld: those of the training begin in %s, of "
      "the validation in %s\n",
      static_cast<long long>(options.form.window), static_cast<long long>(options.form.horizon),
      dates(record.time, spans.training.first, spans.training.last).c_str(),
      dates(record.time, spans.validation.first, spans.validation.last).c_str());
  if (ranks.size() > 1) console.print("%d ranks, each with a tile of the ocean\n", ranks.size());
  network::Trainer<Real, Space> trainer(ranks, space, training, parameters, train, &validation);
  Kokkos::Timer const timer;
  network::TrainingResult const result = trainer.train();
  console.print("%lld epochs in %s (%s); validation loss %.4g in epoch %lld, kept\n",
                static_cast<long long>(result.epochs), duration(timer.seconds()).c_str(),
                drivers::to_string(result.end), result.best_loss,
                static_cast<long long>(result.best_epoch));
  save_model_file(ranks, arguments.output, "smnn sst train", to_map(options), parameters);
  console.print("wrote %s\n", arguments.output.c_str());
}

void add_model_option(CLI::App& app, char const* name, std::optional<std::int64_t>& value,
                      char const* help, std::int64_t least) {
  app.add_option(name, value, help)
      ->check(CLI::Range(least, std::int64_t{1'000'000}))
      ->default_str("the preset's")
      ->group("Model");
}

void add_model_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--preset", arguments.preset, "Of model and training: quick, or as published")
      ->check(CLI::IsMember({"quick", "published"}))
      ->capture_default_str()
      ->group("Model");
  add_model_option(app, "--window", arguments.window,
                   "Times that are seen; default: four years (quick: ten)", 1);
  add_model_option(app, "--horizon", arguments.horizon,
                   "Times that are forecast; default: four years", 1);
  auto const positive = [&](char const* name, std::optional<double>& value, char const* help) {
    app.add_option(name, value, help)
        ->check(CLI::NonNegativeNumber)
        ->default_str("the preset's")
        ->group("Model");
  };
  positive("--cycle-years", arguments.cycle_years,
           "Take the mean seasonal cycle off, a year so long ago counting for 1/e; 0: do not");
  positive("--level-years", arguments.level_years, "The same of the level about which it swings");
  add_model_option(app, "--history-years", arguments.history_years,
                   "Years that must lie before a forecast for that", 1);
  add_model_option(app, "--initial-steps", arguments.initial_steps,
                   "T0: last values that the solution starts from", 1);
  add_model_option(app, "--orders", arguments.orders, "K: derivatives 0 .. K-1 of the ODEs", 2);
  add_model_option(app, "--cosines", arguments.cosines,
                   "Lowest ones of a window that are seen; 0: means instead", 0);
  app.add_option("--means", arguments.means, "Without cosines: see means of so many last values")
      ->check(CLI::Range(1, 1'000'000))
      ->default_str("the preset's")
      ->group("Model");
  add_model_option(app, "--encoder-width", arguments.encoder_width, "Of its hidden layer", 1);
  add_model_option(app, "--code", arguments.code, "Numbers between encoder and decoders", 1);
  add_model_option(app, "--decoder-width", arguments.decoder_width, "Of their two hidden layers",
                   1);
  app.add_option("--coefficients", arguments.coefficients, "constant over time, or varying")
      ->check(CLI::IsMember({"constant", "varying"}))
      ->default_str("the preset's")
      ->group("Model");
  app.add_option("--rhs", arguments.rhs, "Right-hand sides constant over time, or varying")
      ->check(CLI::IsMember({"constant", "varying"}))
      ->default_str("the preset's")
      ->group("Model");
  app.add_option("--steps", arguments.steps, "one size for each ODE, or each its own")
      ->check(CLI::IsMember({"one", "each"}))
      ->default_str("the preset's")
      ->group("Model");
}

void add_options(CLI::App& app, Arguments& arguments) {
  app.add_option("data", arguments.data, "NetCDF file of sea-surface temperature")
      ->required()
      ->type_name("FILE");
  app.add_option("model", arguments.output, "HDF5 file for the model")
      ->required()
      ->type_name("MODEL");
  add_selection(app, arguments.selection);
  add_model_options(app, arguments);
  app.add_option("--end", arguments.end,
                 "First date that is not learned from; default: a horizon before the last")
      ->type_name("DATE");
  app.add_option("--validation-years", arguments.validation_years, "Years before it for validation")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--windows", arguments.windows,
                 "Windows of every point in an epoch; default: 1, or as many as make 20 batches")
      ->check(CLI::Range(1, 1'000'000))
      ->default_str("the preset's");
  app.add_option("--alignment", arguments.alignment,
                 "Weight of the difference of the codes of neighbouring points; 0: one point alone")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--reach", arguments.reach_degrees, "Degrees of longitude between neighbours")
      ->check(CLI::Range(0.0, 180.0))
      ->capture_default_str();
}

}  // namespace

void add_train(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const arguments = std::make_shared<Arguments>();
  network::TrainingOptions& training = arguments->training;
  training.schedule.kind = network::ScheduleOptions::Kind::plateau;
  training.schedule.factor = 0.5;
  training.schedule.patience = 2;
  CLI::App& app = *family.add_subcommand("train", "Train a model on a record");
  app.footer(footer);
  add_options(app, *arguments);
  add_training_options(app, training);
  for (char const* name : {"--epochs", "--batch", "--learning-rate"})
    app.get_option(name)->default_str("the preset's");
  add_solver_options(app, arguments->solver);
  app.callback([arguments, &app, &runtime, &console] {
    auto const given = [&](char const* name) { return app.get_option(name)->count() > 0; };
    arguments->epochs_given = given("--epochs");
    arguments->batch_given = given("--batch");
    arguments->rate_given = given("--learning-rate");
    run(*arguments, *runtime, console);
  });
}

}  // namespace smnn::drivers::sst
