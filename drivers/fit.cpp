#include "fit.hpp"

#include <map>
#include <memory>
#include <smnn/config.hpp>
#include <smnn/io/series.hpp>
#include <smnn/network/training/trainer.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "fit/curve_fit.hpp"
#include "fit/data.hpp"
#include "fit/report.hpp"
#include "options/solver_options.hpp"
#include "options/training_options.hpp"
#include "support/fingerprint.hpp"
#include "support/plot.hpp"
#include "support/table.hpp"

namespace smnn::drivers {
namespace {

using namespace fitting;
using Space = CurveFit::Space;

struct Arguments {
  std::string input;
  std::vector<std::string> columns;
  std::string time_column;
  double step = 1;
  std::int64_t points = 500;
  double noise = 0.5;
  bool keep_scale = false;
  bool keep_steps = false;
  CurveFitOptions fit;
  SolverChoice solver;
  network::TrainingOptions training;
  std::string csv;
  std::string hdf5;
  std::string picture;
};

constexpr char const* footer = R"(
Every series x becomes the solution of its own linear ODE c0 x + c1 x' + ... = 1, whose coefficients and steps change
from point to point and are learned by Adam: without a file, the noisy damped sine of the S-MNN publication. A file is
CSV with a header, or HDF5 with a dataset a column; its series are scaled to mean 0 and deviation 1 for the fit, the
results scaled back, but for the coefficients, which belong to the scaled series. Derivatives are by the ODE's own time,
that of the learned steps.
)";

Data load(Arguments const& arguments) {
  if (arguments.input.empty())
    return damped_sine(arguments.points, arguments.noise, arguments.training.seed);
  io::SeriesOptions options;
  options.columns = arguments.columns;
  if (!arguments.time_column.empty()) options.time_column = arguments.time_column;
  options.step = arguments.step;
  io::Series const series = io::read_series(arguments.input, options);
  Data data;
  data.source = arguments.input;
  data.names = series.names;
  data.time = series.time;
  for (std::size_t s = 0; s < series.names.size(); ++s) {
    for (std::size_t t = 0; t < series.time.size(); ++t)
      data.values.push_back(series.values[t * series.names.size() + s]);
  }
  return data;
}

void check(Arguments const& arguments, Data const& data) {
  if (data.points() < arguments.fit.orders + 1) {
    throw InvalidArgument(data.source + " has " + std::to_string(data.points()) +
                          " points, expected at least " + std::to_string(arguments.fit.orders + 1) +
                          " for an ODE of order " + std::to_string(arguments.fit.orders - 1));
  }
#ifndef SMNN_HAVE_HDF5
  if (!arguments.hdf5.empty())
    throw InvalidArgument("--hdf5: this smnn was built without HDF5 (SMNN_ENABLE_HDF5)");
#endif
}

void write_results(Arguments const& arguments, Data const& data, Scaling const& scaling,
                   Fit const& fit) {
  if (!arguments.csv.empty()) write_text_file(arguments.csv, csv(data, fit));
#ifdef SMNN_HAVE_HDF5
  if (!arguments.hdf5.empty()) write_hdf5(arguments.hdf5, data, fit, scaling);
#endif
  static_cast<void>(scaling);
  if (!arguments.picture.empty())
    plot("plot_fit.py", arguments.picture, {{"fit.csv", csv(data, fit)}});
}

/// What a fit must be resumed with.
std::map<std::string, std::string> configuration(Data const& data, bool keep_scale,
                                                 CurveFitOptions const& options) {
  return {{"data", fingerprint(data.values)},
          {"times", fingerprint(data.time)},
          {"scale", keep_scale ? "kept" : "standardised"},
          {"order", std::to_string(options.orders)},
          {"rhs", csv_number(options.rhs)},
          {"steps", options.learn_steps ? "learned" : "the data's"},
          {"smoothness", to_string(options.smoothness)}};
}

void run(Arguments const& arguments, Runtime const& runtime, Console& console) {
  distributed::Communicator const ranks = runtime.communicator();
  Data data;
  ranks.together([&] {
    data = load(arguments);
    check(arguments, data);
  });
  Scaling const scaling = scaling_of(data, !arguments.input.empty() && !arguments.keep_scale);

  CurveFitOptions options = arguments.fit;
  options.learn_steps = !arguments.keep_steps;
  options.smoothness = arguments.solver.smoothness.value_or(Smoothness::taylor);
  options.solver = arguments.solver.options;
  Space const space;
  network::ParameterLayout layout;
  CurveFit objective(space, layout, data, scaling, options);
  network::Parameters<double, Space> const parameters(space, layout, arguments.training.seed);

  network::TrainingOptions training = arguments.training;
  training.shuffle = false;
  training.program = "smnn fit";
  training.configuration = configuration(data, arguments.keep_scale, options);
  report_to(console, training);
  console.print("%s: %lld series of %lld points; %lld parameters, %lld epochs\n",
                data.source.c_str(), static_cast<long long>(data.series()),
                static_cast<long long>(data.points()), static_cast<long long>(layout.size()),
                static_cast<long long>(training.epochs));
  network::Trainer<double, Space> trainer(ranks, space, objective, parameters, training);
  Kokkos::Timer const timer;
  network::TrainingResult const result = trainer.train();
  double const seconds = timer.seconds();
  ranks.on_root([&] {
    Fit const fit = objective.fit(space, parameters);
    print(console, data, fit);
    console.print("%lld epochs in %s (%s)\n", static_cast<long long>(result.epochs),
                  duration(seconds).c_str(), to_string(result.end));
    write_results(arguments, data, scaling, fit);
  });
}

void add_options(CLI::App& app, Arguments& arguments) {
  app.add_option("data", arguments.input, "CSV or HDF5 file with the series; default: the example")
      ->type_name("FILE");
  app.add_option("--columns", arguments.columns, "Only these columns")
      ->delimiter(',')
      ->type_name("NAMES");
  app.add_option("--time", arguments.time_column, "The column of the times, by name or number")
      ->type_name("NAME");
  app.add_option("--step", arguments.step, "Time between rows, where no column tells")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--points", arguments.points, "Points of the example")
      ->check(CLI::Range(std::int64_t{10}, std::int64_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--noise", arguments.noise, "Deviation of the example's noise")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--order", arguments.fit.orders,
                 "K: the ODEs have the derivatives of orders 0 .. K-1")
      ->check(CLI::Range(2, 8))
      ->capture_default_str();
  app.add_option("--rhs", arguments.fit.rhs, "Right-hand side of the ODEs")->capture_default_str();
  app.add_option("--start-mean", arguments.fit.start_mean,
                 "Mean of the coefficients at the start (published: 0)")
      ->capture_default_str();
  app.add_option("--start-deviation", arguments.fit.start_deviation,
                 "Their deviation at the start (published: 1)")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_flag("--keep-scale", arguments.keep_scale, "Fit a file's series as they are");
  app.add_flag("--keep-steps", arguments.keep_steps, "Take the data's steps, learn none");
  app.add_option("--csv", arguments.csv, "Write curve, derivatives and coefficients to this file")
      ->type_name("FILE");
  app.add_option("--hdf5", arguments.hdf5, "The same as HDF5")->type_name("FILE");
  app.add_option("--plot", arguments.picture,
                 "Draw data, fit and coefficients (FILE.png, .pdf, .svg)")
      ->type_name("FILE");
}

}  // namespace

void add_fit(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
             int& exit_code) {
  auto const arguments = std::make_shared<Arguments>();
  arguments->training.epochs = 500;
  arguments->training.adam.learning_rate = 1e-2;
  CLI::App& fit = *app.add_subcommand("fit", "Fit series by solutions of learned ODEs");
  fit.footer(footer);
  add_options(fit, *arguments);
  add_training_options(fit, arguments->training);
  add_solver_options(fit, arguments->solver);
  fit.callback([arguments, &runtime, &console, &exit_code] {
    run(*arguments, *runtime, console);
    exit_code = 0;
  });
}

}  // namespace smnn::drivers
