// Stopping, killing and resuming a training.
#include "smnn/config.hpp"

#ifdef SMNN_HAVE_HDF5

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdlib>

#include "smnn/io/hdf5_reader.hpp"
#include "smnn/solver/error.hpp"
#include "support/resumable_training.hpp"
#include "support/typed_spaces.hpp"

namespace smnn::test {
namespace {

using network::TrainingOptions;
using network::TrainingResult;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;
using End = TrainingResult::End;

template <class Platform>
class ResumeOn : public testing::Test {
 public:
  TemporaryFolder const folder;
  std::filesystem::path const run = folder / "run";
};
TYPED_TEST_SUITE(ResumeOn, Platforms, PlatformNames);

TYPED_TEST(ResumeOn, GoesOnBitByBitAfterAnyEpoch) {
  using ModelType = Model<typename TypeParam::Real, typename TypeParam::Space>;
  Outcome const whole = ModelType().train(options_of({}, 12));
  for (std::int64_t const stop : {1, 5, 12}) {
    SCOPED_TRACE("stopped after epoch " + std::to_string(stop));
    auto const place = this->folder / std::to_string(stop);
    ModelType().train(options_of(place, stop));
    expect_same(ModelType(99).train(resuming(options_of(place, 0), 12)), whole);
  }
}

TYPED_TEST(ResumeOn, GoesOnBitByBitInTheMiddleOfAnEpoch) {
  using ModelType = Model<typename TypeParam::Real, typename TypeParam::Space>;
  Outcome const whole = ModelType().train(options_of({}, 6));
  ModelType first;
  first.training.before_evaluation = [](std::int64_t evaluation) {
    if (evaluation == 9) std::raise(SIGTERM);  // batch 2 of 4 in epoch 3
  };
  Outcome const stopped = first.train(options_of(this->run, 6));
  EXPECT_EQ(stopped.result.end, End::signal);
  EXPECT_EQ(stopped.result.epochs, 2);
  EXPECT_TRUE(std::filesystem::is_directory(this->run / "step-000000000010"));  // 2 * 4 + 2
  expect_same(ModelType(99).train(resuming(options_of(this->run, 0), 6)), whole);
}

TEST_F(CheckpointTest, ResumesFromAResume) {
  Outcome const whole = Host().train(options_of({}, 9));
  Host().train(options_of(run, 2));
  Host(7).train(resuming(options_of(run, 0), 5));
  expect_same(Host(8).train(resuming(options_of(run, 0), 9)), whole);
}

TEST_F(CheckpointTest, ResumesFromAChosenStepAndForgetsLaterOnes) {
  Outcome const whole = Host().train(options_of({}, 9));
  TrainingOptions first = options_of(run, 6);
  first.checkpoint_epochs = 2;
  first.checkpoint_keep = 3;
  Host().train(first);
  EXPECT_THAT(steps(), ElementsAre(24, 16, 8));
  TrainingOptions second = resuming(options_of(run, 0), 9);
  second.resume_step = 8;
  expect_same(Host(7).train(second), whole);
  EXPECT_THAT(steps(), ElementsAre(36, 8));
}

TEST_F(CheckpointTest, SavesAndEndsUponTheSignalsOfQueueingSystems) {
  Outcome const whole = Host().train(options_of({}, 6));
  for (int const signal : {SIGTERM, SIGUSR1, SIGINT}) {
    SCOPED_TRACE("signal " + std::to_string(signal));
    auto const place = folder / std::to_string(signal);
    Host first;
    first.training.before_evaluation = [&](std::int64_t evaluation) {
      if (evaluation == 13) std::raise(signal);
    };
    EXPECT_EQ(first.train(options_of(place, 6)).result.end, End::signal);
    EXPECT_EQ(first.training.evaluations, 14);  // the batch is finished, no other begun
    expect_same(Host(9).train(resuming(options_of(place, 0), 6)), whole);
  }
}

TEST_F(CheckpointTest, SavesAndEndsAtTheTimeLimit) {
  TrainingOptions options = options_of(run, 6);
  options.time_limit_minutes = 1e-9;
  EXPECT_EQ(Host().train(options).result.end, End::time_limit);
  EXPECT_THAT(steps(), ElementsAre(1));
  expect_same(Host(9).train(resuming(options_of(run, 0), 6)), Host().train(options_of({}, 6)));
}

TEST_F(CheckpointTest, ResumesWhatHadEndedWithoutDoingAnything) {
  Outcome const whole = Host().train(options_of(run, 4));
  Host again(9);
  expect_same(again.train(resuming(options_of(run, 0), 4)), whole);
  EXPECT_EQ(again.training.evaluations, 0);
}

TEST_F(CheckpointTest, KeepsTheBestAndTheStopOverAResume) {
  auto const with_patience = [&](std::int64_t epochs) {
    TrainingOptions options = options_of(run, epochs);
    options.patience = 3;
    return options;
  };
  auto const spoil = [](Host& model) {
    // Worse from the fourth epoch on, and that lasts over the resume.
    model.validation.spoil_losses = [&model](std::span<double> losses) {
      if (model.training.epochs_begun.size() > 3) losses[0] += 1000;
    };
  };
  Host whole_model;
  spoil(whole_model);
  TrainingOptions without_file = with_patience(20);
  without_file.checkpoint.clear();
  Outcome const whole = whole_model.train(without_file);
  EXPECT_EQ(whole.result.end, End::early_stop);
  EXPECT_EQ(whole.result.epochs, 6);
  Host first;
  spoil(first);
  first.train(with_patience(5));
  Host second(9);
  spoil(second);
  expect_same(second.train(resuming(with_patience(0), 20)), whole);
}

TEST_F(CheckpointTest, ComesEverySoManyEpochs) {
  TrainingOptions options = options_of(run, 10);
  options.checkpoint_epochs = 3;
  Host model;
  model.training.before_evaluation = [](std::int64_t evaluation) {
    if (evaluation == 4 * 7 + 1) throw IoError("the data is gone");  // in epoch 8
  };
  EXPECT_THROW(model.train(options), IoError);
  EXPECT_THAT(steps(), ElementsAre(4 * 6, 4 * 3));
  EXPECT_EQ(io::open_hdf5(file_of(4 * 6)).group("state").integer("epoch"), 6);
}

TEST_F(CheckpointTest, ComesEverySoManyMinutes) {
  TrainingOptions options = options_of(run, 10);
  options.checkpoint_minutes = 1e-9;
  Host model;
  model.training.before_evaluation = [](std::int64_t evaluation) {
    if (evaluation == 6) throw IoError("the data is gone");
  };
  EXPECT_THROW(model.train(options), IoError);
  EXPECT_THAT(steps(), ElementsAre(6, 5));
  EXPECT_EQ(io::open_hdf5(file_of(6)).group("state").integer("epoch"), 1);
  EXPECT_EQ(io::open_hdf5(file_of(6)).group("state").integer("batch"), 2);
}

TEST_F(CheckpointTest, ANanLeavesTheLastOneAsItWas) {
  TrainingOptions options = options_of(run, 10);
  options.checkpoint_epochs = 1;
  Host model;
  model.training.spoil_losses = [&](std::span<double> losses) {
    if (model.training.evaluations == 9) losses[0] = std::nan("");
  };
  EXPECT_THAT([&] { model.train(options); },
              ThrowsMessage<NumericalError>(AllOf(HasSubstr("nan in epoch 3, batch 1 of 4"),
                                                  HasSubstr("run' are left as they were"))));
  expect_same(Host().train(resuming(options_of(run, 0), 5)), Host().train(options_of({}, 5)));
}

// kill -9: the death test runs the training in a process of its own.
TEST_F(CheckpointTest, KilledInTheMiddleItGoesOnFromTheLastOne) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  char const* const variable = "SMNN_TEST_KILLED_CHECKPOINT";
  setenv(variable, run.c_str(), 0);  // not in the child, which has it from its parent
  std::filesystem::path const shared = std::getenv(variable);
  EXPECT_EXIT(
      {
        TrainingOptions options = options_of(shared, 10);
        options.checkpoint_epochs = 2;
        options.history = shared.string() + ".csv";
        Host model;
        model.training.before_evaluation = [](std::int64_t evaluation) {
          if (evaluation == 4 * 7 + 2) std::raise(SIGKILL);  // in epoch 8
        };
        model.train(options);
      },
      testing::KilledBySignal(SIGKILL), "");
  unsetenv(variable);
  std::filesystem::path const csv = run.string() + ".csv";
  std::string const before = read_text(csv);
  EXPECT_EQ(std::count(before.begin(), before.end(), '\n'), 1 + 7);
  TrainingOptions options = resuming(options_of(run, 0), 10);
  options.history = csv;
  expect_same(Host(9).train(options), Host().train(options_of({}, 10)));
  std::string const after = read_text(csv);
  EXPECT_EQ(std::count(after.begin(), after.end(), '\n'), 1 + 10);  // row 7 is not there twice
}

}  // namespace
}  // namespace smnn::test

#endif
