#include "sst/evaluate.hpp"

#include <array>
#include <memory>
#include <smnn/climate/sst_file.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "sst/evaluate/ode_periods.hpp"
#include "sst/evaluate/output.hpp"
#include "sst/evaluate/report.hpp"
#include "sst/selection.hpp"

namespace smnn::drivers::sst {
namespace {

struct Arguments {
  std::string data;
  CaseOptions cases;
  climate::SstSelection selection;
  std::int64_t map_step = 0;  // from 1; 0: the last
  std::vector<std::vector<double>> places;
  bool json = false;
  std::string output;
  std::string picture;
  std::string odes;
};

constexpr char const* footer = R"(
Compares forecasts in files, and baselines that know all before the start: climatologies (means of every month or week of
the year) of the last ten years, of the last --window steps and of all years; the last value for ever; the last year again
and again; the climatology of ten years and an anomaly that decays as their autocorrelation says (damped persistence); two
harmonics fitted to ten years, with and without a trend.
MSE: mean squared error, every point counting alike, of temperatures divided by the record's standard deviation, as
published; by area: every square kilometre counting alike. Skill: 1 - MSE / MSE of the climatology (1 is perfect, 0 no
better). Anomaly correlation: of anomalies from the climatology of ten years, by area, not centred.
One start is luck: --rolling has the baselines start in every January from one year to another, and files may start when
they like; files of one model are averaged.
)";

std::vector<Place> places_of(Arguments const& arguments, climate::Grid const& grid) {
  // Equatorial Pacific, North Atlantic, southern Indian Ocean: three kinds of climate.
  std::vector<std::vector<double>> const usual{{0, 220}, {40, 320}, {-40, 90}};
  std::vector<Place> places;
  for (auto const& place : arguments.places.empty() ? usual : arguments.places)
    places.push_back(nearest(grid, place.at(0), place.at(1)));
  return places;
}

void run(Arguments const& arguments, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  climate::SstFile const file(ranks, arguments.data, arguments.selection);
  climate::Record const record = file.read();
  Cases const cases = cases_of(ranks, record, arguments.cases);
  std::int64_t const map_step = arguments.map_step > 0 ? arguments.map_step - 1 : cases.steps - 1;
  Comparison const comparison =
      compare(ranks, record, file.deviation(), cases, map_step, places_of(arguments, record.grid));
  RecordFacts const facts{arguments.data, file.mean(), file.deviation()};
  console.write(arguments.json ? to_json(facts, record, comparison)
                               : to_text(facts, record, comparison));
  if (!arguments.output.empty()) write_output(ranks, arguments.output, record, comparison);
  if (!arguments.picture.empty()) {
    draw(ranks, arguments.picture, record, comparison,
         ode_periods(ranks, arguments.odes, record.grid));
  }
}

void add_options(CLI::App& app, Arguments& arguments) {
  app.add_option("data", arguments.data, "NetCDF file of sea-surface temperature")
      ->required()
      ->type_name("DATA");
  app.add_option("forecasts", arguments.cases.files,
                 "NetCDF files of forecasts (smnn sst forecast); start and steps are theirs")
      ->type_name("FORECAST...");
  auto const positive = CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000});
  auto* const start = app.add_option("--start", arguments.cases.start,
                                     "Date of the first step of the baselines; default: so that "
                                     "the last is the record's")
                          ->type_name("DATE");
  app.add_option("--steps,--lead", arguments.cases.steps,
                 "Steps to forecast; default: four years, or those of the files")
      ->check(positive);
  app.add_option("--window", arguments.cases.window,
                 "Steps that the window's climatology knows; default: the files', else --steps")
      ->check(positive);
  app.add_option("--rolling", arguments.cases.rolling, "Start in January of every year")
      ->expected(2)
      ->type_name("FIRST LAST")
      ->check(CLI::Range(-100'000, 100'000))
      ->excludes(start);
  app.add_option("--map-step", arguments.map_step, "Step of the maps; default: the last")
      ->check(positive);
  app.add_option("--at", arguments.places, "Place of a series; may be given again")
      ->expected(2)
      ->type_name("LATITUDE LONGITUDE");
  app.add_flag("--json", arguments.json, "As JSON");
  app.add_option("--output", arguments.output,
                 "Write errors by lead, maps and series to this NetCDF file")
      ->type_name("FILE");
  CLI::Option* const plot =
      app.add_option("--plot", arguments.picture,
                     "Draw the first file's forecast, or the best baseline, beside what came: "
                     "maps, errors, series")
          ->type_name("FILE");
  app.add_option("--odes", arguments.odes,
                 "Draw the periods of these ODEs (smnn sst forecast --odes), too")
      ->type_name("FILE")
      ->needs(plot);
}

}  // namespace

void add_evaluate(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& app =
      *family.add_subcommand("evaluate", "Compare forecasts with what came, and with baselines");
  app.footer(footer);
  add_options(app, *arguments);
  add_selection(app, arguments->selection);
  app.callback([arguments, &runtime, &console] { run(*arguments, *runtime, console); });
}

}  // namespace smnn::drivers::sst
