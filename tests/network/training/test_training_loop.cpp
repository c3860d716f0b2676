// The training loop on a problem with a known answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>

#include "smnn/network/training/trainer.hpp"
#include "smnn/solver/error.hpp"
#include "support/least_squares_objective.hpp"
#include "support/typed_spaces.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {
namespace {

using distributed::Communicator;
using network::ProgressStyle;
using network::TrainingOptions;
using network::TrainingResult;
using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;
using End = TrainingResult::End;

TrainingOptions quiet(std::int64_t epochs) {
  TrainingOptions options;
  options.epochs = epochs;
  options.batch = 8;
  options.adam.learning_rate = 0.05;
  options.progress = ProgressStyle::silent;
  return options;
}

template <class Platform>
class TrainingOn : public testing::Test {
 public:
  using Real = typename Platform::Real;
  using Space = typename Platform::Space;
  using Objective = LeastSquaresObjective<Real, Space>;
  using ParameterSet = network::Parameters<Real, Space>;
  using Trainer = network::Trainer<Real, Space>;

  Space const space{};
  ParameterSet const parameters{space, Objective::layout(), 1};
  Objective objective{30, 1};
};
TYPED_TEST_SUITE(TrainingOn, Platforms, PlatformNames);

TYPED_TEST(TrainingOn, FindsTheAnswer) {
  TrainingOptions options = quiet(200);
  options.schedule = {.kind = network::ScheduleOptions::Kind::step, .factor = 0.5, .period = 40};
  typename TestFixture::Trainer trainer(Communicator(), this->space, this->objective,
                                        this->parameters, options);
  TrainingResult const result = trainer.train();
  EXPECT_EQ(result.end, End::epochs_done);
  EXPECT_EQ(result.epochs, 200);
  auto const found = to_host(this->parameters.values());
  auto const truth = TestFixture::Objective::truth();
  for (std::size_t i = 0; i < truth.size(); ++i) EXPECT_NEAR(found[i], truth[i], 1e-5) << i;
  EXPECT_EQ(trainer.history().rows(), 200);
  EXPECT_EQ(trainer.history().column("train_squares").back(), result.last_loss);
  EXPECT_LT(result.last_loss, 1e-9);
}

TYPED_TEST(TrainingOn, IsRepeatedBitByBit) {
  std::vector<std::vector<double>> found;
  for (int run = 0; run < 2; ++run) {
    typename TestFixture::ParameterSet const fresh(this->space, TestFixture::Objective::layout(),
                                                   1);
    typename TestFixture::Objective same(30, 1);
    typename TestFixture::Trainer(Communicator(), this->space, same, fresh, quiet(5)).train();
    found.push_back(to_host(fresh.values()));
  }
  EXPECT_EQ(found[0], found[1]);
}

using Space = Kokkos::DefaultExecutionSpace;
using Objective = LeastSquaresObjective<double, Space>;
using Parameters = network::Parameters<double, Space>;
using Trainer = network::Trainer<double, Space>;

class TrainingTest : public testing::Test {
 public:
  TrainingResult train(TrainingOptions const& options, Objective* validation = nullptr) {
    trainer_.emplace(Communicator(), space, objective, parameters, options, validation);
    return trainer_->train();
  }
  network::History const& history() const { return trainer_->history(); }
  std::vector<double> values() const { return to_host(parameters.values()); }

  Space const space{};
  Parameters const parameters{space, Objective::layout(), 1};
  Objective objective{30, 1};

 private:
  std::optional<Trainer> trainer_;
};

TEST_F(TrainingTest, LossesAreMeansOverTheSamples) {
  TrainingOptions options = quiet(1);
  options.adam.learning_rate = 1e-300;  // as good as none
  std::vector<double> expected(2);
  std::vector<std::int64_t> all(30);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i);
  objective.reserve(30);
  objective.evaluate(space, parameters, {all, false, 1}, expected);
  train(options);
  EXPECT_NEAR(history().column("train_squares")[0], expected[0] / 30, 1e-14 * expected[0]);
  EXPECT_NEAR(history().column("train_absolute")[0], expected[1] / 30, 1e-14 * expected[1]);
  EXPECT_EQ(objective.reserved, 8);
}

TEST_F(TrainingTest, GoesThroughTheBatchesOfTheSampler) {
  train(quiet(3));
  EXPECT_EQ(objective.evaluations, 3 * 4);
  EXPECT_THAT(objective.epochs_begun, testing::ElementsAre(0, 1, 2));
  EXPECT_THAT(history().column("epoch"), testing::ElementsAre(1, 2, 3));
}

TEST_F(TrainingTest, AnEarlyStopRestoresTheBestParameters) {
  Objective validation(10, 2);
  std::vector<std::vector<double>> after_epoch;
  int epoch = 0;
  // The validation improves three times, then no more.
  validation.spoil_losses = [&](std::span<double> losses) {
    losses[0] = epoch < 3 ? 10.0 - epoch : 20.0;
    if (validation.evaluations % 2 == 1) return;  // two batches an epoch
    after_epoch.push_back(values());
    ++epoch;
  };
  TrainingOptions options = quiet(50);
  options.patience = 4;
  TrainingResult const result = train(options, &validation);
  EXPECT_EQ(result.end, End::early_stop);
  EXPECT_EQ(result.best_epoch, 3);
  EXPECT_EQ(result.epochs, 7);
  EXPECT_EQ(values(), after_epoch[2]);
  EXPECT_NE(values(), after_epoch.back());
}

TEST_F(TrainingTest, TheBestParametersComeBackAfterTheLastEpochToo) {
  Objective validation(8, 2);
  std::vector<std::vector<double>> after_epoch;
  validation.spoil_losses = [&](std::span<double> losses) {
    after_epoch.push_back(values());
    losses[0] = after_epoch.size() == 2 ? 0 : 1;
  };
  TrainingResult const result = train(quiet(5), &validation);
  EXPECT_EQ(result.best_epoch, 2);
  EXPECT_EQ(values(), after_epoch[1]);
}

TEST_F(TrainingTest, ALossThatIsNotANumberStopsBeforeItDoesHarm) {
  std::vector<double> before;
  objective.spoil_losses = [&](std::span<double> losses) {
    if (objective.evaluations < 6) return;
    before = values();
    losses[0] = std::nan("");
  };
  EXPECT_THAT([&] { train(quiet(5)); }, ThrowsMessage<NumericalError>(AllOf(HasSubstr(
                                            "loss 'squares' is nan in epoch 2, batch 2 of 4"))));
  EXPECT_EQ(values(), before);
}

TEST_F(TrainingTest, AGradientThatIsNotFiniteStopsBeforeItDoesHarm) {
  std::vector<double> before;
  objective.spoil_losses = [&](std::span<double>) {
    before = values();
    if (objective.evaluations == 3)
      Kokkos::deep_copy(parameters.gradients(), std::numeric_limits<double>::infinity());
  };
  EXPECT_THAT([&] { train(quiet(5)); },
              ThrowsMessage<NumericalError>(
                  HasSubstr("norm of the gradient is infinite in epoch 1, batch 3 of 4")));
  EXPECT_EQ(values(), before);
}

TEST_F(TrainingTest, AValidationThatIsNotANumberStops) {
  Objective validation(10, 2);
  validation.spoil_losses = [](std::span<double> losses) { losses[0] = std::nan(""); };
  EXPECT_THAT([&] { train(quiet(5), &validation); },
              ThrowsMessage<NumericalError>(HasSubstr("validation's loss 'squares' is nan after "
                                                      "epoch 1")));
}

TEST_F(TrainingTest, ASignalEndsItAfterTheBatch) {
  for (int const signal : {SIGTERM, SIGINT, SIGUSR1}) {
    objective.evaluations = 0;
    objective.before_evaluation = [&](std::int64_t evaluation) {
      if (evaluation == 5) std::raise(signal);
    };
    TrainingResult const result = train(quiet(50));
    EXPECT_EQ(result.end, End::signal);
    EXPECT_TRUE(result.interrupted());
    EXPECT_EQ(result.epochs, 1);
    EXPECT_EQ(objective.evaluations, 6);
  }
}

TEST_F(TrainingTest, SignalsHaveTheirEffectBackAfterwards) {
  train(quiet(1));
  struct sigaction action {};
  sigaction(SIGTERM, nullptr, &action);
  EXPECT_EQ(action.sa_handler, SIG_DFL);
}

TEST_F(TrainingTest, ATimeLimitEndsItAfterTheBatch) {
  TrainingOptions options = quiet(50);
  options.time_limit_minutes = 1e-9;
  TrainingResult const result = train(options);
  EXPECT_EQ(result.end, End::time_limit);
  EXPECT_EQ(objective.evaluations, 1);
}

TEST_F(TrainingTest, NoEpochsLeaveTheParametersAlone) {
  auto const before = values();
  EXPECT_EQ(train(quiet(0)).epochs, 0);
  EXPECT_EQ(values(), before);
}

TEST_F(TrainingTest, WritesARowForEveryEpoch) {
  TemporaryFolder const folder;
  TrainingOptions options = quiet(3);
  options.history = folder / "history.csv";
  Objective validation(10, 2);
  train(options, &validation);
  std::string const text = read_text(options.history);
  EXPECT_THAT(text, testing::StartsWith("epoch,seconds,learning_rate,gradient_norm,train_squares,"
                                        "train_absolute,validation_squares,validation_absolute\n"
                                        "1,"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
}

TEST_F(TrainingTest, ClippingBoundsTheGradientThatAdamSees) {
  TrainingOptions options = quiet(1);
  options.batch = 0;
  options.clip_norm = 1e-3;
  options.adam.epsilon = 1;  // so that the size of the gradient matters
  auto const before = values();
  train(options);
  auto const after = values();
  double moved = 0;
  for (std::size_t i = 0; i < after.size(); ++i)
    moved += (after[i] - before[i]) * (after[i] - before[i]);
  EXPECT_LT(std::sqrt(moved), 0.05 * 1e-3);
  EXPECT_GT(std::sqrt(moved), 0.05 * 0.99e-3);
  EXPECT_GT(history().column("gradient_norm")[0], 0.1);  // as it was before
}

TEST_F(TrainingTest, OptionsAreCheckedByName) {
  TrainingOptions options = quiet(1);
  options.batch = -2;
  EXPECT_THAT([&] { train(options); },
              ThrowsMessage<InvalidArgument>(
                  "training: batch is -2, expected at least 1, or 0 for all samples"));
  options = quiet(1);
  options.resume = true;
  EXPECT_THROW(train(options), InvalidArgument);
}

}  // namespace
}  // namespace smnn::test
