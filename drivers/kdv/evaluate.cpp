#include "kdv/evaluate.hpp"

#include <Kokkos_Timer.hpp>
#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <smnn/pde/fourier/real_transform.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "kdv/evaluate/baselines.hpp"
#include "kdv/evaluate/judgement.hpp"
#include "kdv/evaluate/report.hpp"
#include "kdv/fields/fields.hpp"
#include "kdv/fields/forecast_file.hpp"
#include "kdv/fields/roll_out_options.hpp"
#include "kdv/model/forecaster.hpp"
#include "support/plot.hpp"
#include "support/table.hpp"

namespace smnn::drivers::kdv {
namespace {

struct Arguments {
  RollOutOptions roll_out;
  std::vector<std::string> models;
  Frames frames;
  std::string csv;
  std::string spectra;
  std::string picture;
  std::string ode_picture;
};

constexpr char const* footer = R"(
Every model goes on from the first T levels of each trajectory, again and again from its own forecasts. Errors:
relative, over 100 frames, squared errors by squared truths (as published); notebook, the mean over 40 frames of squared
errors by squared predictions (as the public notebook prints). Drifts: the most that mass, momentum and energy of the
forecast have changed. Beside the models: persistence, and the classical solver, as coarse as it must be to be as fast as
the first model (on every second, fourth ... point, and with a tolerance to match), and as accurate as that allows.
On several ranks: --ranks-per-line of them share the points of the axis, lines of them the trajectories.
)";

std::string model_name(std::string const& file, ModelOptions const& options) {
  return std::string(to_string(options.kind)) + " (" + std::filesystem::path(file).stem().string() +
         ")";
}

double per_trajectory(double seconds, FieldData const& data) {
  return seconds / static_cast<double>(std::max<std::int64_t>(data.trajectories, 1));
}

/// Models and baselines, one after the other, on the same trajectories. Calls are collective.
class Evaluation {
 public:
  Evaluation(distributed::Communicator const& ranks, Arguments const& arguments)
      : ranks_(ranks),
        arguments_(arguments),
        opened_(open_fields(ranks, arguments.roll_out)),
        truth_(on_device(space_, opened_.data)) {
    if (!arguments.spectra.empty()) bands_.emplace(opened_.grid.line->length());
  }

  void add_model(std::string const& file);
  void add_persistence();
  /// The most accurate of the classical solver's coarse settings that is not slower than the first
  /// model; else the fastest.
  void add_classical();
  void report(Console& console) const;

 private:
  // Errors alone.
  Judgement errors(std::string const& name, Forecaster::Fields const& forecast,
                   Forecaster::Fields const& truth) const {
    return judge(ranks_, opened_.grid, space_, name, forecast, truth, given_, arguments_.frames);
  }
  // What is asked for besides.
  void add_spectrum(Judgement& judgement, FieldData const& forecast) const {
    if (bands_) judgement.spectrum = spectrum(ranks_, opened_.grid, forecast, given_, *bands_);
  }
  std::optional<Judgement> classical(std::int64_t stride, double tolerance, double limit) const;
  void draw() const;

  distributed::Communicator ranks_;
  Arguments const& arguments_;
  Space space_;
  OpenedFields opened_;
  Forecaster::Fields truth_;
  std::optional<Bands> bands_;
  std::int64_t given_ = 0;  // levels
  std::vector<Judgement> judgements_;
  FieldData forecast_;  // by the first model
  OdeShare odes_;       // likewise
};

void Evaluation::add_model(std::string const& file) {
  FieldData const& data = opened_.data;
  Forecaster const forecaster(ranks_, space_, file, opened_.grid.line,
                              arguments_.roll_out.solver.options, opened_.batch);
  ModelOptions const& options = forecaster.options();
  if (given_ != 0 && given_ != options.levels) {
    throw InvalidArgument(file + ": a model of " + std::to_string(options.levels) +
                          " levels, expected " + std::to_string(given_) + " as the first has");
  }
  bool const first = given_ == 0;
  given_ = options.levels;
  Kokkos::Timer const timer;
  Forecaster::Fields const forecast =
      forecaster.roll_out(truth_, arguments_.roll_out.times, arguments_.roll_out.advance);
  space_.fence("smnn kdv evaluate: rolled out");
  double seconds = per_trajectory(timer.seconds(), data);
  ranks_.maximum(std::span(&seconds, 1));
  Judgement judgement = errors(model_name(file, options), forecast, truth_);
  judgement.parameters = forecaster.parameters();
  judgement.seconds = seconds;
  FieldData const host = on_host(forecast, data);
  judge_invariants(ranks_, opened_.grid, judgement, host, given_, data.nonlinearity);
  add_spectrum(judgement, host);
  judgements_.push_back(judgement);
  if (!first) return;
  forecast_ = host;
  if (!arguments_.ode_picture.empty()) odes_ = odes_of(space_, forecaster, truth_);
}

void Evaluation::add_persistence() {
  Forecaster::Fields const kept = persistence(space_, truth_, given_, truth_.levels());
  judgements_.push_back(errors("persistence", kept, truth_));
  add_spectrum(judgements_.back(), on_host(kept, opened_.data));
}

// Nothing if it takes longer than `limit` seconds per trajectory.
std::optional<Judgement> Evaluation::classical(std::int64_t stride, double tolerance,
                                               double limit) const {
  FieldData const& data = opened_.data;
  network::Line const& line = *opened_.grid.line;
  ClassicalResult result;
  // Its messages are the line's, all of whose ranks throw together.
  ranks_.together([&] {
    result = solve_classically(line, data, given_, {data.nonlinearity, stride, tolerance});
  });
  double cost = per_trajectory(result.seconds, data);
  ranks_.maximum(std::span(&cost, 1));
  if (cost > limit) return std::nullopt;
  Judgement judgement =
      errors("classical (" + std::to_string(line.length() / stride) + " points, tolerance " +
                 scientific(tolerance) + ")",
             on_device(space_, result.forecast), on_device(space_, thinned(data, stride)));
  judgement.seconds = cost;
  judge_invariants(ranks_, opened_.grid, judgement, result.forecast, given_, data.nonlinearity);
  add_spectrum(judgement, result.forecast);
  return judgement;
}

// From the coarsest on: what is too slow is so on more points and to a smaller tolerance, too, and
// is not tried, for it may take hours on a large grid.
void Evaluation::add_classical() {
  network::Line const& line = *opened_.grid.line;
  if (line.ranks() > 1 && !pde::transforms_on_ranks()) return;
  double const limit = judgements_.front().seconds;
  std::int64_t stride = 8;
  while (stride > 1 && (line.length() % stride != 0 || line.length() / stride < 16)) stride /= 2;
  constexpr double coarsest = 1e-1;
  std::int64_t const first = stride;
  std::optional<Judgement> best;
  for (bool fast = true; stride >= 1 && fast; stride /= 2) {
    for (double const tolerance : {coarsest, 1e-2, 1e-3, 1e-4, 1e-6}) {
      std::optional<Judgement> const judgement = classical(stride, tolerance, limit);
      if (!judgement) {
        fast = tolerance != coarsest;
        break;
      }
      if (!best || judgement->relative_error < best->relative_error) best = judgement;
    }
  }
  if (!best) best = classical(first, coarsest, std::numeric_limits<double>::infinity());
  judgements_.push_back(*best);
}

void Evaluation::draw() const {
  FieldData const& data = opened_.data;
  if (!arguments_.picture.empty()) {
    plot("plot_kdv.py", arguments_.picture,
         {{"truth.csv", field_csv(data, data, data.levels)},
          {"forecast.csv", field_csv(forecast_, data, data.levels)},
          {"growth.csv", growth_csv(judgements_, data, given_)}});
  }
  if (!arguments_.ode_picture.empty()) {
    auto const points = static_cast<std::size_t>(data.points);
    plot("plot_kdv_odes.py", arguments_.ode_picture,
         {{"field.csv", field_csv(data, data, given_)}, {"odes.csv", ode_csv(odes_, points)}});
  }
}

void Evaluation::report(Console& console) const {
  std::vector<double> const truth =
      bands_ ? spectrum(ranks_, opened_.grid, opened_.data, given_, *bands_)
             : std::vector<double>();
  std::int64_t const frames = std::min(truth_.levels(), forecast_.levels) - given_;
  console.print("%s, split %s: %lld levels behind the first %lld\n\n",
                arguments_.roll_out.data.c_str(), arguments_.roll_out.split.c_str(),
                static_cast<long long>(frames), static_cast<long long>(given_));
  console.write(table_of(judgements_).text());
  ranks_.on_root([&] {
    if (!arguments_.csv.empty()) write_text_file(arguments_.csv, judgements_csv(judgements_));
    if (bands_) write_text_file(arguments_.spectra, spectra_csv(judgements_, truth, *bands_));
    draw();
  });
}

void run(Arguments const& arguments, Runtime const& runtime, Console& console) {
  bool const pictures = !arguments.picture.empty() || !arguments.ode_picture.empty();
  if (pictures && arguments.roll_out.ranks_per_line > 1) {
    throw InvalidArgument("--plot: an axis shared by " +
                          std::to_string(arguments.roll_out.ranks_per_line) +
                          " ranks, expected 1: nothing gathers it");
  }
  Evaluation evaluation(runtime.communicator(), arguments);
  for (std::string const& file : arguments.models) evaluation.add_model(file);
  evaluation.add_persistence();
  evaluation.add_classical();
  evaluation.report(console);
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
  app.add_option("--spectra", arguments.spectra,
                 "Write power by wavenumber to this file as CSV, in the mean over levels and "
                 "trajectories")
      ->type_name("FILE");
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
