#include "sst/synthesize.hpp"

#include <cstdio>
#include <memory>
#include <smnn/climate/synthetic/climate.hpp>
#include <smnn/climate/synthetic/sst_file_writer.hpp>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "support/progress.hpp"
#include "support/table.hpp"

namespace smnn::drivers::sst {
namespace {

using climate::ExpectedError;
using climate::Sampling;
using climate::SyntheticClimate;
using climate::SyntheticOptions;

constexpr char const* program = "smnn sst synthesize";
std::vector<std::int64_t> const table_leads = {1, 12, 24, 48};

constexpr char const* footer = R"(
Writes sea-surface temperatures as files of observations have them: sst (time, lat, lon) in degrees Celsius, 16 bits of
0.01 K, missing on land, which is about a third of the cells. Ranks share the latitudes, and the same options give the
same values on any number of them. With f the part of the year that has passed and y the years since the first time,
  sst = mean + season + trend + oscillator + noise
  mean        29 / (1 + (lat / 42)^4) - 0.5
  season      SEASON (sin(2 lat) cos(2 pi (f - 0.65 - 0.03 sin(lat)))
                      + 0.15 cos^2(lat) cos(4 pi (f - 0.28 + 0.05 sin(lat))))
  trend       TREND (1 + sin(lat) / 2) y / 10
  oscillator  OSCILLATOR exp(-(lat / 8)^2 / 2) sin^2(pi x) (cos(0.6 pi x) T(y) + sin(0.6 pi x) T(y - PERIOD / 4)), where x
              goes from 0 at 140 to 1 at 280 degrees east, and T is Suarez and Schopf's delayed oscillator,
              dT = (T - T^3 - 0.75 T(t - 6)) dt + FORCING dW, whose undisturbed period of 16.164 units is PERIOD
  noise       NOISE times a sum of harmonics of latitude and longitude, each an AR(1) process: correlated by
              exp(-days / NOISE_TIME), and nearly by exp(-(dlat^2 + dlon^2) / (2 NOISE_SCALE^2))
What can be forecast: given all before a start, the best forecast has mean, season and trend, the oscillator's mean over
an ensemble of 1024 that goes on from the start with other forcing, and noise that decays by its autocorrelation r each
step. At a lead of k steps its mean squared error is NOISE^2 (1 - r^(2 k)), exactly, plus the oscillator's part, the
ensembles' spread. The table has it over ocean cells and starts; no forecast of this climate has a smaller one in the
mean. Beside it is the climatology that knows mean, season and trend. Standardised: divided by the variance of all values
in the file. Rounding to 0.01 K adds 0.000008 K^2 to every error.
--best-forecast writes that forecast, in the same layout as 32-bit floats, for a start in the file or right after it.
)";

struct Options {
  std::string output;
  SyntheticOptions climate;
  std::string first = to_string(climate.first);
  std::string best_forecast;        // file; none if empty
  std::string start;                // date; so that the forecast ends with the file if empty
  std::int64_t forecast_steps = 0;  // 0: four years
};

void add_amplitudes(CLI::App& app, SyntheticOptions& climate) {
  auto const add = [&](char const* name, double& value, char const* help) {
    app.add_option(name, value, help)->capture_default_str()->group("Climate");
  };
  add("--season", climate.season, "K, amplitude of the annual cycle at 45 degrees");
  add("--trend", climate.trend, "K per decade at the equator");
  add("--oscillator", climate.oscillator, "K per unit of T, whose root mean square is 1.09");
  add("--period", climate.period, "Days, of the oscillator");
  add("--forcing", climate.forcing, "White noise that disturbs it; 0: it is known for ever");
  add("--noise", climate.noise, "K, standard deviation of the red noise");
  add("--noise-time", climate.noise_time, "Days in which its autocorrelation falls to 1/e");
  add("--noise-scale", climate.noise_scale, "Degrees in which its correlation falls to exp(-1/2)");
}

void add_options(CLI::App& app, Options& options) {
  SyntheticOptions& climate = options.climate;
  app.add_option("output", options.output, "NetCDF file to write; appears when it is complete")
      ->required()
      ->type_name("FILE");
  app.add_option("--rows", climate.rows, "Latitudes")->capture_default_str();
  app.add_option("--columns", climate.columns, "Longitudes")->capture_default_str();
  app.add_option_function<std::string>(
         "--sampling",
         [&climate](std::string const& name) {
           climate.sampling = name == "monthly"  ? Sampling::monthly
                              : name == "weekly" ? Sampling::weekly
                                                 : Sampling::daily;
         },
         "monthly, weekly or daily")
      ->check(CLI::IsMember({"monthly", "weekly", "daily"}))
      ->default_str("monthly");
  app.add_option("--steps", climate.steps, "Times")->capture_default_str();
  app.add_option("--first", options.first, "The first of them")
      ->capture_default_str()
      ->type_name("YYYY-MM-DD");
  app.add_option("--seed", climate.seed, "Of every random number")->capture_default_str();
  add_amplitudes(app, climate);
  auto* const best = app.add_option("--best-forecast", options.best_forecast,
                                    "NetCDF file for the best possible forecast")
                         ->type_name("FILE")
                         ->group("Forecast");
  app.add_option(
         "--start", options.start,
         "Its first time, the first one not before this date; default: it ends with the file")
      ->needs(best)
      ->type_name("YYYY-MM-DD")
      ->group("Forecast");
  app.add_option("--forecast-steps", options.forecast_steps, "Its times; default: four years")
      ->needs(best)
      ->check(CLI::Range(1, 10'000))
      ->group("Forecast");
}

climate::Date date_of_option(char const* name, std::string const& text) {
  try {
    return climate::date_named(text);
  } catch (InvalidArgument const& error) {
    throw InvalidArgument(std::string(name) + ": " + error.what());
  }
}

// Which times the best forecast has.
distributed::Range times_of_forecast(Options const& options, SyntheticClimate const& climate) {
  std::int64_t const size = climate.time().size();
  std::int64_t const steps =
      options.forecast_steps > 0 ? options.forecast_steps : 4 * climate.time().phases();
  if (options.start.empty()) {
    if (steps < size) return {size - steps, size};
    throw InvalidArgument("--forecast-steps: got " + std::to_string(steps) +
                          ", expected fewer than the file's " + std::to_string(size) +
                          " times, or a --start");
  }
  climate::TimeAxis const times = climate.dates({0, size + 1});
  std::int64_t const start = times.find(date_of_option("--start", options.start));
  if (start >= 1 && start <= size) return {start, start + steps};
  throw InvalidArgument("--start: got " + options.start + ", expected " +
                        to_string(times.dates[1]) + " to " + to_string(times.dates.back()));
}

std::string error_table(std::vector<ExpectedError> const& errors, ExpectedError const& climatology,
                        double deviation) {
  double const variance = deviation * deviation;
  auto const number = [](double value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.5f", value);
    return std::string(text);
  };
  Table table({">lead", ">noise, K^2", ">oscillator", ">best, K^2", ">climatology",
               ">best, standardised", ">climatology"});
  for (ExpectedError const& error : errors) {
    table.add({std::to_string(error.lead), number(error.noise), number(error.oscillator),
               number(error.total()), number(climatology.total()), number(error.total() / variance),
               number(climatology.total() / variance)});
  }
  return table.text();
}

std::string describe(Options const& options, SyntheticClimate const& climate,
                     climate::FieldStatistics const& statistics, int ranks) {
  char text[240];
  climate::Grid const& grid = climate.grid();
  std::snprintf(
      text, sizeof(text),
      ": %lld x %lld cells, %.1f %% of them ocean, %lld %s times from %s to %s, mean %.3f, "
      "standard deviation %.3f degC, %d %s\n",
      static_cast<long long>(grid.rows()), static_cast<long long>(grid.columns()),
      100 * static_cast<double>(grid.points()) / static_cast<double>(grid.rows() * grid.columns()),
      static_cast<long long>(climate.time().size()), to_string(climate.time().sampling).c_str(),
      to_string(climate.time().dates.front()).c_str(),
      to_string(climate.time().dates.back()).c_str(), statistics.mean, statistics.deviation, ranks,
      ranks == 1 ? "rank" : "ranks");
  return options.output + text;
}

void forecast(std::string const& file, distributed::Range const& times,
              SyntheticClimate const& climate, double deviation,
              distributed::Communicator const& ranks, Console& console) {
  ProgressLine progress(!console.quiet && ranks.rank() == 0);
  write_best_forecast(
      ranks, climate, times.begin, times.size(), file, program,
      [&](std::int64_t done, std::int64_t all) { progress.show("forecast", done, all, "times"); });
  std::vector<std::int64_t> leads;
  for (std::int64_t const lead : table_leads)
    if (lead <= times.size()) leads.push_back(lead);
  climate::TimeAxis const dates = climate.dates(times);
  console.print(
      "%s: the best forecast, %lld times from %s to %s, given all before; "
      "errors to expect after this start\n",
      file.c_str(), static_cast<long long>(times.size()), to_string(dates.dates.front()).c_str(),
      to_string(dates.dates.back()).c_str());
  console.write(
      error_table(climate.best_errors(times.begin, leads), climate.climatology_error(), deviation));
}

void run(Options options, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  options.climate.first = date_of_option("--first", options.first);
  if (options.best_forecast == options.output) {
    throw InvalidArgument("--best-forecast: got " + io::quote(options.best_forecast) +
                          ", expected another file than that of the climate");
  }
  SyntheticClimate const climate(options.climate);
  distributed::Range times;
  if (!options.best_forecast.empty()) times = times_of_forecast(options, climate);
  climate::FieldStatistics statistics;
  {
    ProgressLine progress(!console.quiet && ranks.rank() == 0);
    statistics = write_climate(
        ranks, climate, options.output, program,
        [&](std::int64_t done, std::int64_t all) { progress.show("write", done, all, "times"); });
  }
  console.write(describe(options, climate, statistics, ranks.size()));
  console.print("Mean squared errors to expect, by lead in steps, in the mean over starts\n");
  console.write(error_table(climate.best_errors(table_leads), climate.climatology_error(),
                            statistics.deviation));
  if (!options.best_forecast.empty())
    forecast(options.best_forecast, times, climate, statistics.deviation, ranks, console);
}

}  // namespace

void add_synthesize(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const options = std::make_shared<Options>();
  CLI::App& app =
      *family.add_subcommand("synthesize", "Make a climate whose best possible forecast is known");
  app.footer(footer);
  add_options(app, *options);
  app.callback([options, &runtime, &console] { run(*options, *runtime, console); });
}

}  // namespace smnn::drivers::sst
