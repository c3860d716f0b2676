#include "kdv/rollout.hpp"

#include <Kokkos_Timer.hpp>
#include <memory>
#include <string>

#include "kdv/fields/fields.hpp"
#include "kdv/fields/forecast_file.hpp"
#include "kdv/fields/roll_out_options.hpp"
#include "kdv/model/forecaster.hpp"
#include "support/table.hpp"

namespace smnn::drivers::kdv {
namespace {

struct Arguments {
  RollOutOptions roll_out;
  std::string model;
  std::string output;
};

constexpr char const* footer = R"(
The model goes on from the first T levels of each trajectory, again and again from its own forecasts. Written are the
fields, with the given levels, and of a mechanistic model the ODEs of the first forecast: coefficients, right-hand sides,
initial values and steps at every point. On several ranks: --ranks-per-line of them share the points of the axis, lines
of them the trajectories; every rank writes what it has.
)";

// Of the forecast's levels: the data's, and beyond them at the distance of their last two.
std::vector<double> times_of(FieldData const& data, std::int64_t levels) {
  std::vector<double> times;
  auto const known = static_cast<std::size_t>(data.levels);
  for (std::size_t n = 0; n < static_cast<std::size_t>(data.trajectories); ++n) {
    double const* const t = data.time.data() + n * known;
    double const distance = t[known - 1] - t[known - 2];
    for (std::size_t l = 0; l < static_cast<std::size_t>(levels); ++l)
      times.push_back(l < known ? t[l]
                                : t[known - 1] + static_cast<double>(l - known + 1) * distance);
  }
  return times;
}

void run(Arguments const& arguments, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  Space const space;
  OpenedFields const opened = open_fields(ranks, arguments.roll_out);
  RankGrid const& grid = opened.grid;
  FieldData const& data = opened.data;
  Forecaster const forecaster(ranks, space, arguments.model, grid.line,
                              arguments.roll_out.solver.options, opened.batch);
  Forecaster::Fields const given = on_device(space, data);
  Kokkos::Timer const timer;
  Forecaster::Fields const forecast =
      forecaster.roll_out(given, arguments.roll_out.times, arguments.roll_out.advance);
  space.fence("smnn kdv rollout: rolled out");
  double const seconds = timer.seconds();
  FieldData const host = on_host(forecast, data);
  ForecastShare const share{forecast.levels(),
                            {host.values.begin(), host.values.end()},
                            times_of(data, forecast.levels()),
                            data};
  write_forecast(ranks, arguments.output, grid, share, odes_of(space, forecaster, given),
                 forecaster.options());
  console.print("%lld trajectories of %lld points, %lld levels from %lld: %s; wrote %s\n",
                static_cast<long long>(data.all_trajectories),
                static_cast<long long>(grid.line->length()),
                static_cast<long long>(forecast.levels()),
                static_cast<long long>(forecaster.options().levels), duration(seconds).c_str(),
                arguments.output.c_str());
}

void add_options(CLI::App& app, Arguments& arguments) {
  add_data(app, arguments.roll_out.data);
  app.add_option("model", arguments.model, "File of smnn kdv train")
      ->required()
      ->type_name("MODEL");
  app.add_option("output", arguments.output, "HDF5 file to write")->required()->type_name("OUTPUT");
}

}  // namespace

void add_rollout(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& app = *family.add_subcommand("rollout", "Write a model's forecasts to a file");
  app.footer(footer);
  add_options(app, *arguments);
  add_roll_out_options(app, arguments->roll_out);
  app.callback([arguments, &runtime, &console] { run(*arguments, *runtime, console); });
}

}  // namespace smnn::drivers::kdv
