#include "kdv/train.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <smnn/forecast/window_objective.hpp>
#include <smnn/network/training/trainer.hpp>
#include <smnn/solver/error.hpp>
#include <string>

#include "kdv/fields/fields.hpp"
#include "kdv/fields/roll_out_options.hpp"
#include "kdv/model/model.hpp"
#include "options/solver_options.hpp"
#include "options/training_options.hpp"
#include "support/model_file.hpp"
#include "support/table.hpp"

namespace smnn::drivers::kdv {
namespace {

using Objective = forecast::WindowObjective<Real, Space>;

struct Arguments {
  std::string data;
  std::string output;
  std::string kind = "mechanistic";
  std::string preset = "quick";
  std::string schedule = "plateau";
  std::optional<std::int64_t> levels, orders, filters, blocks, channels, modes;
  std::optional<std::string> heads;
  std::int64_t samples = 0;
  std::int64_t validation_samples = 32;
  std::int64_t windows = 2;
  std::int64_t own_forecasts = 0;
  forecast::WindowLoss loss = forecast::WindowLoss::absolute;
  int ranks_per_line = 1;
  bool rate_given = false;
  network::TrainingOptions training;
  SolverChoice solver;
};

constexpr double published_rate = 1e-4;
constexpr std::array<char const*, 2> loss_names{"absolute", "squares"};

constexpr char const* footer = R"(
The model sees T consecutive levels of the field and is to give the last of them and the T-1 that follow; in every epoch
it sees some windows of every trajectory, at random places. mechanistic: networks make an ODE for every point, which the
solver solves. direct: a residual network says the levels themselves. fourier: a Fourier neural operator does.
The learning rate of --preset published is 1e-4 unless another is given; --schedule plateau halves it when the
validation loss has not fallen for more than two epochs, as published. With --own-forecasts the model learns to go on
from levels that are as wrong as its own, in training and validation; no gradient reaches them (the pushforward trick).
On several ranks: --ranks-per-line of them share the points of the axis, lines of them the samples.
)";

ModelOptions model_options(Arguments const& arguments, std::int64_t points) {
  ModelOptions options = preset(arguments.preset, kind_named(arguments.kind));
  options.points = points;
  options.levels = arguments.levels.value_or(options.levels);
  options.orders = arguments.orders.value_or(options.orders);
  options.filters = arguments.filters.value_or(options.filters);
  options.blocks = arguments.blocks.value_or(options.blocks);
  options.channels = arguments.channels.value_or(options.channels);
  options.modes = std::min(arguments.modes.value_or(options.modes), points / 2);
  if (arguments.heads) options.dense_heads = *arguments.heads == "dense";
  options.smoothness = arguments.solver.smoothness.value_or(options.smoothness);
  return options;
}

/// What a training must be resumed with.
std::map<std::string, std::string> configuration(Arguments const& arguments,
                                                 ModelOptions const& options,
                                                 FieldData const& data) {
  std::map<std::string, std::string> result = to_map(options);
  result["trajectories"] = std::to_string(data.trajectories);
  result["windows"] = std::to_string(arguments.windows);
  result["own_forecasts"] = std::to_string(arguments.own_forecasts);
  result["schedule"] = arguments.schedule;
  result["loss"] = loss_names[static_cast<std::size_t>(arguments.loss)];
  return result;
}

void run(Arguments arguments, Runtime const& runtime, Console& console) {
  if (arguments.preset == "published" && !arguments.rate_given)
    arguments.training.adam.learning_rate = published_rate;

  distributed::Communicator const ranks = runtime.communicator();
  Space const space;
  pde::KdvDataset const train_set(ranks, arguments.data, "train");
  pde::KdvDataset const valid_set(ranks, arguments.data, "valid");
  std::int64_t const points = train_set.points();
  RankGrid const grid = make_grid(ranks, arguments.ranks_per_line, points);
  FieldData const data = read_fields(train_set, grid, arguments.samples, false);
  FieldData const held_out = read_fields(valid_set, grid, arguments.validation_samples, false);

  ModelOptions const options = model_options(arguments, points);
  network::ParameterLayout layout;
  ModelPointer const model = make_model(layout, options, arguments.solver.options, grid.line);
  ModelParameters const parameters(space, layout, arguments.training.seed);
  Objective training(*model, on_device(space, data),
                     {.levels = options.levels,
                      .windows_per_trajectory = arguments.windows,
                      .seed = arguments.training.seed,
                      .loss = arguments.loss,
                      .own_forecasts = arguments.own_forecasts});
  Objective validation(*model, on_device(space, held_out),
                       {.levels = options.levels,
                        .windows_per_trajectory = 2,
                        .random = false,
                        .loss = arguments.loss,
                        .own_forecasts = arguments.own_forecasts});

  network::TrainingOptions train = arguments.training;
  train.program = "smnn kdv train";
  train.ranks_per_shard = arguments.ranks_per_line;
  train.configuration = configuration(arguments, options, data);
  report_to(console, train);
  console.print("%s: %lld trajectories of %lld levels, %lld points; %s model, %lld parameters\n",
                arguments.data.c_str(), static_cast<long long>(data.trajectories),
                static_cast<long long>(data.levels), static_cast<long long>(points),
                to_string(options.kind), static_cast<long long>(layout.size()));
  if (ranks.size() > 1) {
    console.print("%d ranks: samples shared by %d lines, the axis by %d ranks\n", ranks.size(),
                  grid.shards, grid.line->ranks());
  }
  network::Trainer<Real, Space> trainer(ranks, space, training, parameters, train, &validation);
  Kokkos::Timer const timer;
  network::TrainingResult const result = trainer.train();
  console.print("%lld epochs in %s (%s); validation loss %.4g in epoch %lld, kept\n",
                static_cast<long long>(result.epochs), duration(timer.seconds()).c_str(),
                drivers::to_string(result.end), result.best_loss,
                static_cast<long long>(result.best_epoch));
  save_model_file(ranks, arguments.output, "smnn kdv train", to_map(options), parameters);
  console.print("wrote %s\n", arguments.output.c_str());
}

template <class T>
void add_model_option(CLI::App& app, char const* name, std::optional<T>& value, char const* help,
                      std::int64_t least) {
  app.add_option(name, value, help)
      ->check(CLI::Range(least, std::int64_t{1'000'000}))
      ->default_str("the preset's")
      ->group("Model");
}

void set_schedule(Arguments& arguments) {
  network::ScheduleOptions& schedule = arguments.training.schedule;
  schedule.factor = 0.5;
  schedule.patience = 2;
  schedule.period = std::max<std::int64_t>(1, arguments.training.epochs / 8);
  schedule.kind = arguments.schedule == "step" ? network::ScheduleOptions::Kind::step
                                               : network::ScheduleOptions::Kind::plateau;
}

void add_options(CLI::App& app, Arguments& arguments) {
  add_data(app, arguments.data);
  app.add_option("model", arguments.output, "HDF5 file for the model")
      ->required()
      ->type_name("MODEL");
  app.add_option("--model", arguments.kind, "mechanistic, direct or fourier, see below")
      ->check(CLI::IsMember({"mechanistic", "direct", "fourier"}))
      ->capture_default_str()
      ->group("Model");
  app.add_option("--preset", arguments.preset, "Sizes: quick, or those published")
      ->check(CLI::IsMember({"quick", "published"}))
      ->capture_default_str()
      ->group("Model");
  add_model_option(app, "--levels", arguments.levels, "T: levels of a window, in and out", 2);
  add_model_option(app, "--orders", arguments.orders, "K: derivatives 0 .. K-1 of the ODEs", 3);
  add_model_option(app, "--filters", arguments.filters, "Of the residual networks' first blocks",
                   1);
  add_model_option(app, "--blocks", arguments.blocks, "Of residual networks or Fourier operator",
                   1);
  add_model_option(app, "--channels", arguments.channels, "Of the Fourier operator", 1);
  add_model_option(app, "--modes", arguments.modes, "Of the Fourier operator", 1);
  app.add_option(
         "--heads", arguments.heads,
         "dense: initial values and steps by dense layers over the whole axis, as published")
      ->check(CLI::IsMember({"convolutional", "dense"}))
      ->default_str("convolutional")
      ->group("Model");
  auto const count = CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000});
  app.add_option("--samples", arguments.samples, "Trajectories to train on; 0: all")->check(count);
  app.add_option("--validation-samples", arguments.validation_samples,
                 "Trajectories of the split 'valid'; 0: all")
      ->check(count)
      ->capture_default_str();
  app.add_option("--windows", arguments.windows, "Windows of every trajectory in an epoch")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--own-forecasts", arguments.own_forecasts,
                 "Of windows, the model goes on from 0 to so many of its own forecasts")
      ->check(CLI::Range(0, 1'000))
      ->capture_default_str();
  app.add_option_function<std::string>(
         "--loss",
         [&arguments](std::string const& name) {
           arguments.loss = name == loss_names[1] ? forecast::WindowLoss::squares
                                                  : forecast::WindowLoss::absolute;
         },
         "Differences at the points: their absolute values, as published, or squares")
      ->check(CLI::IsMember({loss_names[0], loss_names[1]}))
      ->default_str(loss_names[0]);
  add_ranks_per_line(app, arguments.ranks_per_line);
}

}  // namespace

void add_train(CLI::App& family, std::optional<Runtime> const& runtime, Console& console) {
  auto const arguments = std::make_shared<Arguments>();
  network::TrainingOptions& training = arguments->training;
  training.epochs = 120;
  training.batch = 32;
  training.adam.learning_rate = 1e-3;
  CLI::App& app = *family.add_subcommand("train", "Train a model on a data set");
  app.footer(footer);
  add_options(app, *arguments);
  add_training_options(app, training);
  add_solver_options(app, arguments->solver);
  app.add_option(
         "--schedule", arguments->schedule,
         "Halve the learning rate on plateaus of the validation loss, or after each eighth of "
         "the epochs")
      ->check(CLI::IsMember({"plateau", "step"}))
      ->capture_default_str()
      ->group("Training");
  app.callback([arguments, &app, &runtime, &console] {
    set_schedule(*arguments);
    arguments->rate_given = app.get_option("--learning-rate")->count() > 0;
    run(*arguments, *runtime, console);
  });
}

}  // namespace smnn::drivers::kdv
