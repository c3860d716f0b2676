#include "smnn/network/training/trainer.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <utility>

#include "smnn/network/training/checkpoint/configuration.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

namespace {

TrainingOptions checked(TrainingOptions options) {
  check(options);
  return options;
}

double minutes_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / 60;
}

}  // namespace

template <class Real, class ExecutionSpace>
Trainer<Real, ExecutionSpace>::Trainer(distributed::Communicator communicator,
                                       ExecutionSpace const& space, ObjectiveType& objective,
                                       ParameterSet parameters, TrainingOptions options,
                                       ObjectiveType* validation)
    : communicator_(std::move(communicator)),
      space_(space),
      parameters_(std::move(parameters)),
      options_(checked(std::move(options))),
      sampler_(objective.samples(),
               {options_.batch, options_.shuffle, options_.drop_last, options_.seed}),
      objective_(communicator_, objective, sampler_.batch_size(), options_.ranks_per_shard),
      adam_(space, parameters_.size(), options_.adam),
      norm_(parameters_.size()),
      schedule_(options_.adam.learning_rate, options_.schedule),
      history_(history_columns(objective.loss_names(), validation != nullptr
                                                           ? validation->loss_names()
                                                           : std::vector<std::string>())),
      store_(
          communicator_, options_,
          configuration_of(options_, sampler_, std::is_same_v<Real, double> ? "double" : "single"),
          history_.columns()) {
  if (validation != nullptr) {
    validation_sampler_.emplace(validation->samples(),
                                Sampler::Options{options_.batch, false, false, 0});
    validation_.emplace(communicator_, *validation, validation_sampler_->batch_size(),
                        options_.ranks_per_shard);
  }
  state_.schedule = schedule_.state();
  state_.epoch_losses.assign(objective_.loss_names().size(), 0.0);
  if (options_.restore_best && (validation || options_.patience > 0)) {
    best_ = typename ParameterSet::Buffer(
        Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::best_parameters"),
        parameters_.values().extent(0));
    Kokkos::deep_copy(space, best_, parameters_.values());
    state_.keeps_best = 1;
  }
}

template <class Real, class ExecutionSpace>
TrainingResult Trainer<Real, ExecutionSpace>::train() {
  SignalWatch const signals(options_.handle_signals);
  Progress progress(options_.progress, communicator_.rank() == 0, options_.log);
  if (!started_) {
    Resumption const from = start();
    if (!from.note.empty()) progress.note(from.note, from.skipped);
  }
  start_ = last_save_ = Clock::now();
  seconds_before_ = state_.seconds;
  votes_ = {};
  auto const epoch_samples = static_cast<double>(
      options_.drop_last ? sampler_.batches() * sampler_.batch_size() : sampler_.samples());
  progress.start(static_cast<double>(options_.epochs - state_.epoch) * epoch_samples -
                 static_cast<double>(state_.epoch_samples));
  while (!ended()) {
    bool const complete = run_epoch(signals, progress);
    if (complete) finish_epoch(signals, progress);
    if (votes_.stop() && !ended()) {
      return finish(votes_.signal > 0 ? TrainingResult::End::signal
                                      : TrainingResult::End::time_limit);
    }
  }
  return finish(out_of_patience() ? TrainingResult::End::early_stop
                                  : TrainingResult::End::epochs_done);
}

template <class Real, class ExecutionSpace>
Resumption Trainer<Real, ExecutionSpace>::start() {
  Resumption from;
  if (checkpoint_wanted()) store_.open(options_.resume);
  if (options_.resume) {
    Kokkos::Profiling::ScopedRegion const region("smnn::resume");
    bool const keeps_best = state_.keeps_best != 0;
    from = store_.load(space_, parameters_.layout(), buffers(), options_.resume_step, state_);
    saved_step_ = state_.optimiser_steps;
    adam_.set_steps(state_.optimiser_steps);
    schedule_.restore(state_.schedule);
    history_.restore(state_.history);
    if (keeps_best && state_.keeps_best == 0) {
      // The file has no parameters for the best loss it knows: the next epoch is the first to be
      // it.
      state_.best_loss = std::numeric_limits<double>::infinity();
      Kokkos::deep_copy(space_, best_, parameters_.values());
    }
    state_.keeps_best = keeps_best ? 1 : 0;
    communicator_.together([&] { objective_.objective().restore(state_.objective); });
  } else {
    broadcast<Real, ExecutionSpace>(communicator_, space_, parameters_.values());
    if (best_.size() > 0) Kokkos::deep_copy(space_, best_, parameters_.values());
  }
  // Rows behind the checkpoint are made again.
  communicator_.on_root([&] {
    if (!options_.history.empty()) write_csv(options_.history, history_);
  });
  started_ = true;
  return from;
}

template <class Real, class ExecutionSpace>
bool Trainer<Real, ExecutionSpace>::run_epoch(SignalWatch const& signals, Progress& progress) {
  sampler_.start(state_.epoch);
  if (state_.batch == 0) {
    Kokkos::Profiling::ScopedRegion const region("smnn::begin_epoch");
    communicator_.together(
        [&] { objective_.objective().begin_epoch(space_, parameters_, state_.epoch); });
  }
  std::int64_t const batches = sampler_.batches();
  while (state_.batch < batches) {
    auto const batch = sampler_.batch(state_.batch);
    run_batch(batch, signals);
    ++state_.batch;
    progress.batch_done(moment(), static_cast<std::int64_t>(batch.size()),
                        [&] { return losses_text(objective_.loss_names(), epoch_means()); });
    if (state_.batch == batches) break;
    if (votes_.stop()) return false;
    if (votes_.checkpoint > 0) save();
  }
  return true;
}

template <class Real, class ExecutionSpace>
void Trainer<Real, ExecutionSpace>::run_batch(std::span<std::int64_t const> batch,
                                              SignalWatch const& signals) {
  std::vector<double> losses(state_.epoch_losses.size());
  evaluate(objective_, batch, true, losses, signals);
  auto const place = [&] {
    return " in epoch " + std::to_string(state_.epoch + 1) + ", batch " +
           std::to_string(state_.batch + 1) + " of " + std::to_string(sampler_.batches());
  };
  require_finite(losses[0], "the training's loss '" + objective_.loss_names()[0] + "'", place());
  double const norm = norm_(space_, parameters_.gradients());
  require_finite(norm, "the norm of the gradient", place());
  {
    Kokkos::Profiling::ScopedRegion const region("smnn::optimise");
    adam_.step(space_, parameters_, schedule_.rate(), clip_factor(norm, options_.clip_norm));
  }
  for (std::size_t i = 0; i < losses.size(); ++i) state_.epoch_losses[i] += losses[i];
  state_.epoch_samples += static_cast<std::int64_t>(batch.size());
  state_.epoch_norm = std::max(state_.epoch_norm, norm);
}

template <class Real, class ExecutionSpace>
void Trainer<Real, ExecutionSpace>::finish_epoch(SignalWatch const& signals, Progress& progress) {
  std::vector<double> const training = epoch_means();
  std::vector<double> const validation = validate(signals);
  double const watched = validation.empty() ? training[0] : validation[0];
  std::vector<double> row{static_cast<double>(state_.epoch + 1), seconds(), schedule_.rate(),
                          state_.epoch_norm};
  row.insert(row.end(), training.begin(), training.end());
  row.insert(row.end(), validation.begin(), validation.end());
  history_.append(row);
  schedule_.end_epoch(watched);
  ++state_.epoch;
  state_.batch = state_.epoch_samples = 0;
  state_.epoch_norm = 0;
  std::fill(state_.epoch_losses.begin(), state_.epoch_losses.end(), 0.0);
  state_.last_loss = training[0];
  if (watched < state_.best_loss) {
    state_.best_loss = watched;
    state_.best_epoch = state_.epoch;
    if (best_.size() > 0) Kokkos::deep_copy(space_, best_, parameters_.values());
  }
  communicator_.on_root([&] {
    if (!options_.history.empty()) append_csv(options_.history, history_);
  });
  Moment now = moment();
  now.losses = losses_text(std::span(history_.columns()).subspan(4),
                           history_.row(history_.rows() - 1).subspan(4));
  progress.epoch_done(now);
  bool const due = options_.checkpoint_epochs > 0 && state_.epoch % options_.checkpoint_epochs == 0;
  if (!ended() && !votes_.stop() && (due || votes_.checkpoint > 0)) save();
}

template <class Real, class ExecutionSpace>
std::vector<double> Trainer<Real, ExecutionSpace>::validate(SignalWatch const& signals) {
  if (!validation_) return {};
  Kokkos::Profiling::ScopedRegion const region("smnn::validate");
  std::vector<double> sums(validation_->loss_names().size());
  std::vector<double> losses(sums.size());
  for (std::int64_t i = 0; i < validation_sampler_->batches(); ++i) {
    evaluate(*validation_, validation_sampler_->batch(i), false, losses, signals);
    for (std::size_t loss = 0; loss < sums.size(); ++loss) sums[loss] += losses[loss];
  }
  for (double& sum : sums) sum /= static_cast<double>(validation_sampler_->samples());
  require_finite(sums[0], "the validation's loss '" + validation_->loss_names()[0] + "'",
                 " after epoch " + std::to_string(state_.epoch + 1));
  return sums;
}

template <class Real, class ExecutionSpace>
TrainingResult Trainer<Real, ExecutionSpace>::finish(TrainingResult::End end) {
  TrainingResult const result{end, state_.epoch, state_.best_epoch, state_.best_loss,
                              state_.last_loss};
  // First the checkpoint, from which more epochs can go on where these ended.
  if (checkpoint_wanted()) save();
  if (!result.interrupted() && best_.size() > 0)
    Kokkos::deep_copy(space_, parameters_.values(), best_);
  space_.fence("smnn::train");
  return result;
}

template <class Real, class ExecutionSpace>
void Trainer<Real, ExecutionSpace>::evaluate(DistributedObjective<Real, ExecutionSpace>& objective,
                                             std::span<std::int64_t const> batch,
                                             bool with_gradients, std::span<double> losses,
                                             SignalWatch const& signals) {
  // The clock of rank 0 is the one that counts; a signal may reach any.
  bool const root = communicator_.rank() == 0;
  double const limit = options_.time_limit_minutes;
  double const interval = options_.checkpoint_minutes;
  std::array<double, 3> votes{};
  objective.evaluate(space_, parameters_, batch, with_gradients, losses, votes, [&] {
    auto const over = [&](double minutes, Clock::time_point since) {
      return root && minutes > 0 && minutes_since(since) >= minutes ? 1.0 : 0.0;
    };
    votes = {signals.requested() ? 1.0 : 0.0, over(limit, start_),
             checkpoint_wanted() ? over(interval, last_save_) : 0.0};
  });
  votes_.signal += votes[0];
  votes_.time_limit += votes[1];
  votes_.checkpoint += votes[2];
}

template <class Real, class ExecutionSpace>
void Trainer<Real, ExecutionSpace>::require_finite(double value, std::string const& what,
                                                   std::string const& where) const {
  if (std::isfinite(value)) return;
  std::string message = "training: " + what + " is " + (std::isnan(value) ? "nan" : "infinite") +
                        where + "; a lower learning rate or clip_norm may help";
  if (checkpoint_wanted())
    message += "; the checkpoints in '" + options_.checkpoint.string() + "' are left as they were";
  throw NumericalError(message);
}

template <class Real, class ExecutionSpace>
void Trainer<Real, ExecutionSpace>::save() {
  last_save_ = Clock::now();
  votes_.checkpoint = 0;
  if (saved_step_ == adam_.steps()) return;
  Kokkos::Profiling::ScopedRegion const region("smnn::checkpoint");
  state_.seconds = seconds();
  state_.optimiser_steps = adam_.steps();
  state_.schedule = schedule_.state();
  state_.history = history_.values();
  communicator_.together([&] { state_.objective = objective_.objective().state(); });
  store_.save(space_, parameters_.layout(), buffers(), state_);
  saved_step_ = state_.optimiser_steps;
  last_save_ = Clock::now();
}

template <class Real, class ExecutionSpace>
bool Trainer<Real, ExecutionSpace>::out_of_patience() const {
  return options_.patience > 0 && state_.epoch - state_.best_epoch >= options_.patience;
}

template <class Real, class ExecutionSpace>
std::vector<double> Trainer<Real, ExecutionSpace>::epoch_means() const {
  std::vector<double> means = state_.epoch_losses;
  for (double& mean : means) mean /= static_cast<double>(state_.epoch_samples);
  return means;
}

template <class Real, class ExecutionSpace>
double Trainer<Real, ExecutionSpace>::seconds() const {
  return seconds_before_ + 60 * minutes_since(start_);
}

template <class Real, class ExecutionSpace>
Moment Trainer<Real, ExecutionSpace>::moment() const {
  return {state_.epoch, options_.epochs, state_.batch, sampler_.batches(), 0, 0, {}};
}

template <class Real, class ExecutionSpace>
TrainingBuffers<Real, ExecutionSpace> Trainer<Real, ExecutionSpace>::buffers() const {
  return {parameters_.values(), adam_.first_moment(), adam_.second_moment(), best_};
}

#define SMNN_TRAINER(Real, ExecutionSpace) template class Trainer<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_TRAINER)

}  // namespace smnn::network
