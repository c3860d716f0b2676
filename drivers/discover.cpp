#include "discover.hpp"

#include <algorithm>
#include <memory>
#include <smnn/config.hpp>
#include <smnn/discovery/text.hpp>
#include <smnn/io/series.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "discover/encoder_training.hpp"
#include "discover/experiment.hpp"
#include "discover/model_json.hpp"
#include "discover/report.hpp"
#include "discover/study.hpp"
#include "options/solver_options.hpp"
#include "options/training_options.hpp"
#include "support/plot.hpp"
#include "support/table.hpp"
#ifdef SMNN_HAVE_HDF5
#include "discover/results_file.hpp"
#endif

namespace smnn::drivers {
namespace {

using namespace discovering;

struct Arguments {
  std::string input;
  std::string system;
  std::vector<std::string> columns;
  std::string time_column;
  double step = 1;
  DataChoice data;
  double noise_percent = 0;
  std::optional<int> degree;
  std::vector<std::string> terms = {"constant"};
  bool terms_given = false;
  std::vector<std::string> exclude;
  std::string link;
  std::string method = "joint";
  std::optional<std::string> smoothness;
  std::optional<int> orders;
  std::string preset = "quick";
  discovery::EncoderOptions encoder;
  bool polish = false;
  bool epochs_given = false;
  network::TrainingOptions training = published_training();
  discovery::Options options;
  bool list = false;
  bool study = false;
  std::string export_file;
  std::string json;
  std::string latex;
  std::string hdf5;
  std::string picture;
};

// Of the alternating method; the encoder's are those of the publication.
constexpr std::int64_t alternating_epochs = 100;

constexpr char const* footer = R"(
Without data: the Lorenz system; --list names the other bundled ones. Data: CSV or HDF5, a column per variable.
joint fits states and coefficients together and keeps the terms that are significant: nearly unbiased under noise.
varpro takes the data for the states: faster, biased by noise; it keeps terms by size alone.
encoder trains the published network by Adam (Taylor, K = 3, threshold 0.1, about an hour on two cores): --preset published.
alternating trains the encoder alone, and finds the coefficients by variable projection on its states before every epoch.
These two work on several MPI ranks; the training options are theirs.
A file's last fifth (--hold-out) is not fitted; the equations, simulated, are compared with it.
Exit code: 0; 1 for an error, or if the true equations are known and the terms found are others.
)";

std::vector<System> bundled_systems(std::string const& name) {
  std::vector<System> systems;
  for (auto const& other : name.empty() ? system_names() : std::vector<std::string>{name}) {
    systems.push_back(find_system(other));
  }
  return systems;
}

/// One trajectory.
discovery::Trajectories load(Arguments const& arguments) {
  io::SeriesOptions options;
  options.columns = arguments.columns;
  options.step = arguments.step;
  if (!arguments.time_column.empty()) options.time_column = arguments.time_column;
  io::Series const series = io::read_series(arguments.input, options);
  return {series.names, 1, series.points(), series.time, series.values};
}

discovery::Options method_options(Arguments const& arguments) {
  discovery::Options options = arguments.options;
  options.method = arguments.method == "joint" ? discovery::Method::joint
                                               : discovery::Method::variable_projection;
  if (arguments.smoothness) options.smoothness = *smoothness_named(*arguments.smoothness);
  if (arguments.orders) options.orders = *arguments.orders;
  if (!arguments.link.empty()) options.link = discovery::link_named(arguments.link);
  return options;
}

discovery::TermOptions term_options(Arguments const& arguments, discovery::TermOptions options) {
  auto const has = [&arguments](char const* kind) {
    return std::find(arguments.terms.begin(), arguments.terms.end(), kind) != arguments.terms.end();
  };
  if (arguments.degree) options.degree = *arguments.degree;
  if (arguments.terms_given) {
    options.constant = has("constant");
    options.sine = has("sine");
    options.cosine = has("cosine");
  }
  options.exclude = arguments.exclude;
  return options;
}

void write_results(Arguments const& arguments, Experiment const& experiment,
                   Outcome const& outcome) {
  if (!arguments.json.empty()) write_text_file(arguments.json, to_json(outcome.found));
  if (!arguments.latex.empty()) {
    write_text_file(arguments.latex, discovery::to_latex(outcome.found.model));
  }
#ifdef SMNN_HAVE_HDF5
  if (!arguments.hdf5.empty()) write_hdf5(arguments.hdf5, experiment, outcome);
#endif
  if (!arguments.picture.empty()) {
    plot("plot_discover.py", arguments.picture, picture_data(experiment, outcome));
  }
}

bool alternating(Arguments const& arguments) { return arguments.method == "alternating"; }

bool by_encoder(Arguments const& arguments) {
  return arguments.method == "encoder" || alternating(arguments) || arguments.preset == "published";
}

discovery::EncoderOptions encoder_options(Arguments const& arguments) {
  discovery::EncoderOptions encoder = arguments.encoder;
  if (alternating(arguments)) {
    encoder.coefficients = discovery::Coefficients::projected;
    encoder.smoothness = arguments.options.smoothness;
    encoder.orders = arguments.options.orders;
    encoder.contribution = arguments.options.contribution;
  }
  encoder.window = arguments.options.window;
  if (arguments.smoothness) encoder.smoothness = *smoothness_named(*arguments.smoothness);
  if (arguments.orders) encoder.orders = *arguments.orders;
  if (arguments.options.threshold > 0) encoder.threshold = arguments.options.threshold;
  return encoder;
}

network::TrainingOptions training_options(Arguments const& arguments) {
  network::TrainingOptions training = arguments.training;
  training.seed = arguments.data.seed;
  if (alternating(arguments)) {
    if (!arguments.epochs_given) training.epochs = alternating_epochs;
    training.schedule.kind = network::ScheduleOptions::Kind::step;
    training.schedule.factor = 0.3;
    training.schedule.period = std::max<std::int64_t>(training.epochs / 4, 1);
  }
  return training;
}

/// On all ranks by the encoder, else on one.
Outcome find(Arguments const& arguments, Experiment const& experiment,
             std::vector<discovery::Term> const& candidates, discovery::Options const& options,
             Runtime const& runtime) {
  if (!by_encoder(arguments)) return discovering::run(experiment, candidates, options);
  return train_encoder(runtime.communicator(), experiment, candidates, encoder_options(arguments),
                       arguments.polish, training_options(arguments));
}

bool run(Arguments arguments, Runtime const& runtime, Console& console) {
  if (runtime.ranks() > 1 && !by_encoder(arguments)) {
    throw InvalidArgument("smnn discover was started on " + std::to_string(runtime.ranks()) +
                          " MPI ranks, expected 1, or --method encoder or alternating");
  }
  report_to(console, arguments.training);
  arguments.data.noise = arguments.noise_percent / 100;
  discovery::Options options = method_options(arguments);
  if (arguments.list) {
    print_systems(console, bundled_systems(arguments.system));
    return true;
  }
  if (arguments.study) {
    run_study(console, bundled_systems(arguments.system), options, arguments.data.seed);
    return true;
  }
  if (!arguments.input.empty() && !arguments.system.empty()) {
    throw InvalidArgument("got a file and --system, expected one of them");
  }
#ifndef SMNN_HAVE_HDF5
  if (!arguments.hdf5.empty())
    throw InvalidArgument("--hdf5: this smnn was built without HDF5 (SMNN_ENABLE_HDF5)");
#endif
  Experiment experiment;
  discovery::TermOptions terms;
  if (arguments.input.empty()) {
    System const system = find_system(arguments.system.empty() ? "lorenz" : arguments.system);
    experiment = simulate_system(system, arguments.data);
    terms = system.terms;
    if (arguments.link.empty()) options.link = system.truth.link;
  } else {
    experiment = split_data(arguments.input, load(arguments), arguments.data);
  }
  if (!arguments.export_file.empty()) {
    write_text_file(arguments.export_file, trajectories_csv(experiment.training));
  }
  auto const candidates =
      discovery::make_terms(experiment.training.variables, term_options(arguments, terms));
  Outcome const outcome = find(arguments, experiment, candidates, options, runtime);
  bool const right = !outcome.difference || outcome.difference->same_structure();
  if (runtime.rank() != 0) return right;
  print_outcome(console, experiment, outcome);
  write_results(arguments, experiment, outcome);
  return right;
}

void add_data_options(CLI::App& app, Arguments& arguments) {
  app.add_option("data", arguments.input, "CSV or HDF5 file")->type_name("DATA");
  app.add_option("--system", arguments.system, "A bundled system instead of a file")
      ->type_name("NAME");
  app.add_flag("--list", arguments.list, "List the bundled systems and stop");
  app.add_option("--columns,--variables", arguments.columns,
                 "Columns of the file that are variables; default: all but the time")
      ->delimiter(',')
      ->type_name("NAME,...");
  app.add_option("--time", arguments.time_column, "Column of the times; 'none': there is none")
      ->type_name("COLUMN");
  app.add_option("--step", arguments.step, "Time between rows where no column has the times")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--points", arguments.data.points, "Use that many points")
      ->check(CLI::Range(std::int64_t{8}, std::int64_t{100'000'000}));
  app.add_option("--hold-out", arguments.data.hold_out, "Share of a file's points held out")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  app.add_option("--noise", arguments.noise_percent,
                 "Add normal noise of that many percent of every variable's deviation")
      ->check(CLI::Range(0.0, 1000.0))
      ->capture_default_str();
  app.add_option("--seed", arguments.data.seed, "Of the noise")->capture_default_str();
}

void add_term_options(CLI::App& app, Arguments& arguments) {
  std::string const group = "Candidate terms";
  app.add_option("--degree", arguments.degree, "Largest degree of the polynomials")
      ->check(CLI::Range(0, 5))
      ->default_str("2, or the system's")
      ->group(group);
  app.add_option_function<std::vector<std::string>>(
         "--terms",
         [&arguments](std::vector<std::string> const& kinds) {
           arguments.terms = kinds;
           arguments.terms_given = true;
         },
         "Besides the powers of the variables: constant, sine, cosine, none")
      ->delimiter(',')
      ->check(CLI::IsMember({"constant", "sine", "cosine", "none"}))
      ->default_str("constant")
      ->group(group);
  app.add_option("--exclude", arguments.exclude, "Terms to leave out, such as 'x^2 y'")
      ->delimiter(',')
      ->type_name("TERM,...")
      ->group(group);
  app.add_option("--link", arguments.link, "What is applied to the sum of terms")
      ->check(CLI::IsMember({"identity", "tanh", "exp", "rational"}))
      ->default_str("identity, or the system's")
      ->group(group);
  app.add_option("--denominator-degree", arguments.options.denominator_degree,
                 "Largest degree below the line of the rational link")
      ->check(CLI::Range(1, 5))
      ->capture_default_str()
      ->group(group);
}

void add_method_options(CLI::App& app, Arguments& arguments) {
  std::string const group = "Method";
  discovery::Options& options = arguments.options;
  app.add_option("--preset", arguments.preset,
                 "quick: what the other defaults say; published: --method encoder")
      ->check(CLI::IsMember({"quick", "published"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--method", arguments.method, "joint, varpro, encoder or alternating, see below")
      ->check(CLI::IsMember({"joint", "varpro", "encoder", "alternating"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--threshold", options.threshold,
                 "Drop coefficients of smaller magnitude, in the data's units")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(group);
  app.add_option("--contribution", options.contribution,
                 "Drop terms of a smaller share of the derivative (varpro: ten times that)")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(group);
  app.add_option("--significance", options.significance,
                 "joint: drop coefficients below that many standard errors")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(group);
  app.add_option("--window", options.window, "All methods but joint: points per window")
      ->check(CLI::Range(5, 100'000))
      ->capture_default_str()
      ->group(group);
  app.add_option("--smoothness", arguments.smoothness,
                 "How neighbouring time points are tied together")
      ->check(CLI::IsMember({"pade", "taylor", "central"}))
      ->default_str("pade; encoder: taylor")
      ->group(group);
  app.add_option("--orders", arguments.orders, "K: derivative orders 0 .. K-1 of the states")
      ->check(CLI::Range(3, 8))
      ->default_str("4; encoder: 3")
      ->group(group);
}

void add_encoder_options(CLI::App& app, Arguments& arguments) {
  std::string const group = "Training";
  add_training_options(app, arguments.training);
  app.get_option("--epochs")->default_str("4400; alternating: 100");
  app.add_option("--round-epochs", arguments.encoder.round_epochs,
                 "encoder: epochs after which small coefficients are masked out")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000}))
      ->capture_default_str()
      ->group(group);
  app.add_flag("--polish", arguments.polish,
               "encoder: in the end, coefficients by variable projection on the encoder's states")
      ->group(group);
}

void add_output_options(CLI::App& app, Arguments& arguments) {
  std::string const group = "Results";
  app.add_flag("--study", arguments.study,
               "Instead: the bundled systems (or --system) at several noise levels and lengths");
  app.add_option("--json", arguments.json, "Write the equations")->type_name("FILE")->group(group);
  app.add_option("--latex", arguments.latex, "Write the equations")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--hdf5", arguments.hdf5, "Write equations, states and forecast")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--export", arguments.export_file, "Write the data that were fitted, as CSV")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--plot", arguments.picture,
                 "Draw trajectories and coefficients (FILE.png, .pdf or .svg)")
      ->type_name("FILE")
      ->group(group);
}

}  // namespace

void add_discover(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
                  int& exit_code) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& discover =
      *app.add_subcommand("discover", "Find the differential equations behind data");
  discover.footer(footer);
  add_data_options(discover, *arguments);
  add_term_options(discover, *arguments);
  add_method_options(discover, *arguments);
  add_encoder_options(discover, *arguments);
  add_output_options(discover, *arguments);
  discover.callback([arguments, &discover, &runtime, &console, &exit_code] {
    arguments->epochs_given = discover.count("--epochs") > 0;
    exit_code = run(*arguments, *runtime, console) ? 0 : 1;
  });
}

}  // namespace smnn::drivers
