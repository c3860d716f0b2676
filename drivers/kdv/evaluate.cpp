#include "kdv/evaluate.hpp"

#include <Kokkos_Timer.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "kdv/baselines.hpp"
#include "kdv/fields.hpp"
#include "kdv/forecast_file.hpp"
#include "kdv/forecaster.hpp"
#include "kdv/judgement.hpp"
#include "kdv/roll_out_options.hpp"
#include "support/plot.hpp"
#include "support/table.hpp"

namespace smnn::drivers::kdv {
namespace {

struct Arguments {
  RollOutOptions roll_out;
  std::vector<std::string> models;
  Frames frames;
  std::string csv;
  std::string picture;
  std::string ode_picture;
};

constexpr char const* footer = R"(
Every model goes on from the first T levels of each trajectory, again and again from its own forecasts. Errors:
relative, over 100 frames, squared errors by squared truths (as published); notebook, the mean over 40 frames of squared
errors by squared predictions (as the public notebook prints). Drifts: the most that mass, momentum and energy of the
forecast have changed. Beside the models: persistence, and the classical solver, as coarse as it must be to be as fast as
the first model (on every second, fourth ... point, and with a tolerance to match), and as accurate as that allows.
)";

// What is compared, and what there is to draw of it.
struct Comparison {
  std::vector<Judgement> judgements;
  std::vector<FieldData> forecasts;  // of this rank
};

std::string model_name(std::string const& file, ModelOptions const& options) {
  return std::string(to_string(options.kind)) + " (" + std::filesystem::path(file).stem().string() +
         ")";
}

double per_trajectory(double seconds, FieldData const& data) {
  return seconds / static_cast<double>(std::max<std::int64_t>(data.trajectories, 1));
}

// The most accurate of the classical solver's coarse settings that is not slower than `seconds` per
// trajectory; else the fastest.
Judgement classical(distributed::Communicator const& ranks, RankGrid const& grid,
                    Space const& space, FieldData const& data, std::int64_t given, double seconds,
                    Arguments const& arguments) {
  std::optional<Judgement> best;
  std::optional<Judgement> fastest;
  auto const points = grid.line->length();
  for (std::int64_t stride = 1; stride <= 8 && points % stride == 0 && points / stride >= 16;
       stride *= 2) {
    for (double const tolerance : {1e-1, 1e-2, 1e-3, 1e-4, 1e-6}) {
      ClassicalResult const result =
          solve_classically(data, given, {data.nonlinearity, stride, tolerance});
      Judgement judgement = judge(ranks, grid, space,
                                  "classical (" + std::to_string(points / stride) +
                                      " points, tolerance " + scientific(tolerance) + ")",
                                  on_device(space, result.forecast),
                                  on_device(space, thinned(data, stride)), given, arguments.frames);
      double cost = per_trajectory(result.seconds, data);
      ranks.maximum(std::span(&cost, 1));
      judgement.seconds = cost;
      judge_invariants(ranks, grid, judgement, result.forecast, given, data.nonlinearity);
      bool const better = !best || judgement.relative_error < best->relative_error;
      if (cost <= seconds && better) best = judgement;
      if (!fastest || cost < fastest->seconds) fastest = judgement;
    }
  }
  return best ? *best : *fastest;
}

Table table_of(std::vector<Judgement> const& judgements) {
  Table table({"forecast", ">parameters", ">relative", ">notebook", ">mass", ">momentum", ">energy",
               ">per trajectory"});
  for (Judgement const& j : judgements) {
    table.add({j.name, j.parameters ? std::to_string(*j.parameters) : "-",
               scientific(j.relative_error), scientific(j.notebook_error), scientific(j.mass_drift),
               scientific(j.momentum_drift), scientific(j.energy_drift), duration(j.seconds)});
  }
  return table;
}

std::string growth_csv(std::vector<Judgement> const& judgements, FieldData const& data,
                       std::int64_t given) {
  std::vector<std::string> heading{"time"};
  for (Judgement const& j : judgements) heading.push_back(j.name);
  std::string text = csv_line(heading);
  for (std::size_t l = 0; l < judgements.front().growth.size(); ++l) {
    auto const first = static_cast<std::size_t>(given) - 1;
    std::vector<std::string> row{csv_number(data.time[first + 1 + l] - data.time[first])};
    for (Judgement const& j : judgements)
      row.push_back(l < j.growth.size() ? csv_number(j.growth[l]) : "");
    text += csv_line(row);
  }
  return text;
}

std::string judgements_csv(std::vector<Judgement> const& judgements) {
  std::string text =
      csv_line({"forecast", "parameters", "relative_error", "notebook_error", "mass_drift",
                "momentum_drift", "energy_drift", "seconds_per_trajectory"});
  for (Judgement const& j : judgements) {
    text += csv_line({j.name, j.parameters ? std::to_string(*j.parameters) : "",
                      csv_number(j.relative_error), csv_number(j.notebook_error),
                      csv_number(j.mass_drift), csv_number(j.momentum_drift),
                      csv_number(j.energy_drift), csv_number(j.seconds)});
  }
  return text;
}

// The first trajectory's field as a table: time, then a column per point.
std::string field_csv(FieldData const& data, FieldData const& like, std::int64_t levels) {
  auto const points = static_cast<std::size_t>(data.points);
  std::vector<std::string> heading{"time"};
  for (std::size_t x = 0; x < points; ++x) heading.push_back(csv_number(like.x[x]));
  std::string text = csv_line(heading);
  for (std::size_t l = 0; l < static_cast<std::size_t>(std::min(levels, data.levels)); ++l) {
    std::vector<std::string> row{csv_number(like.time[l])};
    for (std::size_t x = 0; x < points; ++x) row.push_back(csv_number(data.values[l * points + x]));
    text += csv_line(row);
  }
  return text;
}

// Rows: every level and order; columns: the points of the first trajectory.
std::string ode_csv(OdeShare const& odes, std::size_t points) {
  std::string text = csv_line({"level", "order", "values..."});
  for (std::size_t t = 0; t < static_cast<std::size_t>(odes.levels); ++t) {
    for (std::size_t r = 0; r <= static_cast<std::size_t>(odes.orders); ++r) {
      bool const rhs = r == static_cast<std::size_t>(odes.orders);
      std::vector<std::string> row{std::to_string(t), rhs ? "rhs" : std::to_string(r)};
      float const* const values =
          rhs ? odes.rhs.data() + t * points
              : odes.coefficients.data() + (t * static_cast<std::size_t>(odes.orders) + r) * points;
      for (std::size_t x = 0; x < points; ++x)
        row.push_back(csv_number(static_cast<double>(values[x])));
      text += csv_line(row);
    }
  }
  return text;
}

void draw(Arguments const& arguments, Comparison const& comparison, FieldData const& data,
          OdeShare const& odes, std::int64_t given) {
  if (!arguments.picture.empty()) {
    plot("plot_kdv.py", arguments.picture,
         {{"truth.csv", field_csv(data, data, data.levels)},
          {"forecast.csv", field_csv(comparison.forecasts.front(), data, data.levels)},
          {"growth.csv", growth_csv(comparison.judgements, data, given)}});
  }
  if (!arguments.ode_picture.empty()) {
    auto const points = static_cast<std::size_t>(data.points);
    plot("plot_kdv_odes.py", arguments.ode_picture,
         {{"field.csv", field_csv(data, data, given)}, {"odes.csv", ode_csv(odes, points)}});
  }
}

void run(Arguments const& arguments, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  Space const space;
  pde::KdvDataset const set(ranks, arguments.roll_out.data, arguments.roll_out.split);
  RankGrid const grid = make_grid(ranks, arguments.roll_out.ranks_per_line, set.points());
  bool const pictures = !arguments.picture.empty() || !arguments.ode_picture.empty();
  if (pictures && grid.line->ranks() > 1) {
    throw InvalidArgument("--plot: an axis shared by " + std::to_string(grid.line->ranks()) +
                          " ranks, expected 1: nothing gathers it");
  }
  FieldData const data = read_fields(set, grid, arguments.roll_out.samples, true);
  Forecaster::Fields const truth = on_device(space, data);

  Comparison comparison;
  OdeShare odes;
  std::int64_t given = 0;
  for (std::string const& file : arguments.models) {
    Forecaster const forecaster(ranks, space, file, grid.line, arguments.roll_out.solver.options,
                                arguments.roll_out.batch);
    ModelOptions const& options = forecaster.options();
    if (given != 0 && given != options.levels) {
      throw InvalidArgument(file + ": a model of " + std::to_string(options.levels) +
                            " levels, expected " + std::to_string(given) + " as the first has");
    }
    given = options.levels;
    Kokkos::Timer const timer;
    Forecaster::Fields const forecast = forecaster.roll_out(truth, arguments.roll_out.times);
    space.fence("smnn kdv evaluate: rolled out");
    double seconds = per_trajectory(timer.seconds(), data);
    ranks.maximum(std::span(&seconds, 1));
    Judgement judgement = judge(ranks, grid, space, model_name(file, options), forecast, truth,
                                given, arguments.frames);
    judgement.parameters = forecaster.parameters();
    judgement.seconds = seconds;
    FieldData const host = on_host(forecast, data);
    judge_invariants(ranks, grid, judgement, host, given, data.nonlinearity);
    comparison.judgements.push_back(judgement);
    comparison.forecasts.push_back(host);
    if (odes.orders == 0 && !arguments.ode_picture.empty())
      odes = odes_of(space, forecaster, truth);
  }
  Forecaster::Fields const kept = persistence(space, truth, given, truth.levels());
  comparison.judgements.push_back(
      judge(ranks, grid, space, "persistence", kept, truth, given, arguments.frames));
  if (grid.line->ranks() == 1) {
    comparison.judgements.push_back(classical(ranks, grid, space, data, given,
                                              comparison.judgements.front().seconds, arguments));
  }
  std::int64_t const frames =
      std::min(truth.levels() - given, arguments.roll_out.times * (given - 1));
  console.print("%s, split %s: %lld levels behind the first %lld\n\n",
                arguments.roll_out.data.c_str(), arguments.roll_out.split.c_str(),
                static_cast<long long>(frames), static_cast<long long>(given));
  console.write(table_of(comparison.judgements).text());
  ranks.on_root([&] {
    if (!arguments.csv.empty())
      write_text_file(arguments.csv, judgements_csv(comparison.judgements));
    if (pictures) draw(arguments, comparison, data, odes, given);
  });
}

void add_options(CLI::App& app, Arguments& arguments) {
  add_data(app, arguments.roll_out.data);
  app.add_option("models", arguments.models, "Files of smnn kdv train")
      ->required()
      ->type_name("MODEL...");
  auto const positive = CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000});
  app.add_option("--frames", arguments.frames.relative, "Of the relative error")
      ->check(positive)
      ->capture_default_str();
  app.add_option("--notebook-frames", arguments.frames.notebook, "Of the notebook's error")
      ->check(positive)
      ->capture_default_str();
  app.add_option("--csv", arguments.csv, "Write the table to this file")->type_name("FILE");
  app.add_option("--plot", arguments.picture,
                 "Draw the first trajectory, its forecast by the first model, errors and spectra")
      ->type_name("FILE");
  app.add_option("--plot-odes", arguments.ode_picture,
                 "Draw the ODEs of the first forecast of the first trajectory")
      ->type_name("FILE");
}

}  // namespace

void add_evaluate(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& app =
      *family.add_subcommand("evaluate", "Compare the forecasts of models and of baselines");
  app.footer(footer);
  add_options(app, *arguments);
  add_roll_out_options(app, arguments->roll_out);
  app.callback([arguments, &runtime, &console] { run(*arguments, *runtime, console); });
}

}  // namespace smnn::drivers::kdv
