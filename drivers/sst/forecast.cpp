#include "sst/forecast.hpp"

#include <algorithm>
#include <memory>
#include <smnn/climate/baselines.hpp>
#include <smnn/climate/forecast_file.hpp>
#include <smnn/climate/sst_file.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "options/solver_options.hpp"
#include "sst/model/forecaster.hpp"
#include "sst/model/model.hpp"
#include "sst/selection.hpp"
#include "support/model_file.hpp"
#include "support/table.hpp"

namespace smnn::drivers::sst {
namespace {

struct Arguments {
  std::string data;
  std::string model;
  std::vector<std::string> more_models;
  std::string output;
  std::string start;
  bool future = false;
  bool odes = false;
  climate::SstSelection selection;
  SolverChoice solver;
};

constexpr char const* footer = R"(
The output is a NetCDF file by the CF conventions, sst_forecast(time, lat, lon), with the truth beside where the record
has it; judge it by `smnn sst evaluate`. --odes writes the (first) model's ODEs, (points, ...), to an HDF5 file beside it.
)";

// The time at which the forecast begins.
std::int64_t start_of(Arguments const& arguments, climate::TimeAxis const& time,
                      climate::WindowForm const& form) {
  if (arguments.future) return time.size();
  if (arguments.start.empty()) return time.size() - form.horizon;
  climate::Date const date = climate::date_named(arguments.start);
  std::int64_t const start = time.find(date);
  if (start == time.size() && date > time.following(1).dates.front()) {
    throw InvalidArgument("--start: got " + arguments.start +
                          ", expected a time of the record or "
                          "the one that follows it, " +
                          climate::to_string(time.following(1).dates.front()));
  }
  return start;
}

// The times from `start` on, in the record or behind it.
climate::TimeAxis leads(climate::TimeAxis const& time, std::int64_t start, std::int64_t steps) {
  std::int64_t const known = std::min(time.size(), start + steps);
  climate::TimeAxis result = time.part(start, known);
  climate::TimeAxis const rest = time.following(start + steps - known);
  result.dates.insert(result.dates.end(), rest.dates.begin(), rest.dates.end());
  return result;
}

// The mean of the forecasts of all models. Collective.
std::vector<float> mean_forecast(Arguments const& arguments, distributed::Communicator const& ranks,
                                 climate::Record const& record, std::int64_t start,
                                 std::int64_t steps) {
  std::vector<std::string> models = arguments.more_models;
  models.insert(models.begin(), arguments.model);
  std::vector<float> sum;
  for (std::string const& model : models) {
    ModelOptions const options = read_options(ranks, model);
    if (options.form.horizon != steps) {
      throw InvalidArgument("--with: the model " + model + " forecasts " +
                            std::to_string(options.form.horizon) + " times, expected " +
                            std::to_string(steps) + " as " + arguments.model);
    }
    Forecaster forecaster(ranks, model, options, arguments.solver.options);
    ranks.together([&] {
      std::vector<float> const values = forecaster.forecast(record, start);
      sum.resize(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) sum[i] += values[i];
    });
  }
  for (float& value : sum) value /= static_cast<float>(models.size());
  return sum;
}

void run(Arguments const& arguments, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  ModelOptions const options = read_options(ranks, arguments.model);
  climate::SstFile const file(ranks, arguments.data, arguments.selection);
  climate::Record const record = file.read();
  std::int64_t const steps = options.form.horizon;
  std::int64_t const start = start_of(arguments, record.time, options.form);

  Kokkos::Timer const timer;
  std::vector<float> values = mean_forecast(arguments, ranks, record, start, steps);
  double const seconds = timer.seconds();
  climate::Forecast forecast{
      "mechanistic network " + arguments.model, options.form.window, record.grid,
      leads(record.time, start, steps),         record.points,       std::move(values)};
  climate::ForecastCompanions companions;
  std::vector<float> known;
  if (start + steps <= record.time.size()) {
    known = climate::part_of(record, start, start + steps);
    companions.truth = known;
  }
  climate::write_forecast(ranks, arguments.output, forecast, companions, "smnn sst forecast");
  console.print("%s: %lld times from %s on at %lld ocean points, in %s\nwrote %s\n",
                arguments.model.c_str(), static_cast<long long>(steps),
                climate::to_string(forecast.time.dates.front()).c_str(),
                static_cast<long long>(record.grid.points()), duration(seconds).c_str(),
                arguments.output.c_str());
  if (!arguments.odes) return;
  std::string const odes = arguments.output + ".odes.h5";
  Forecaster(ranks, arguments.model, options, arguments.solver.options)
      .write_odes(ranks, odes, record, start);
  console.print("wrote %s\n", odes.c_str());
}

}  // namespace

void add_forecast(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& app =
      *family.add_subcommand("forecast", "Let a trained model say how a record goes on");
  app.footer(footer);
  app.add_option("data", arguments->data, "NetCDF file of sea-surface temperature")
      ->required()
      ->type_name("FILE");
  app.add_option("model", arguments->model, "Model of `smnn sst train`")
      ->required()
      ->type_name("MODEL");
  app.add_option("output", arguments->output, "NetCDF file for the forecast")
      ->required()
      ->type_name("FILE");
  add_selection(app, arguments->selection);
  CLI::Option* const start =
      app.add_option("--start", arguments->start,
                     "First date of the forecast; default: a horizon before the record's end")
          ->type_name("DATE");
  app.add_flag("--future", arguments->future, "Begin behind the end of the record")
      ->excludes(start);
  app.add_option("--with", arguments->more_models,
                 "Forecast the mean of this model, too (of another --seed); repeatable")
      ->type_name("MODEL");
  app.add_flag("--odes", arguments->odes, "Write each point's ODE, solution and periods, too");
  add_solver_options(app, arguments->solver);
  app.callback([arguments, &runtime, &console] { run(*arguments, *runtime, console); });
}

}  // namespace smnn::drivers::sst
