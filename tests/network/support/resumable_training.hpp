/// A training that is stopped and resumed, and what must be the same in the end.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "hdf5/raw_file.hpp"
#include "least_squares_objective.hpp"
#include "smnn/io/checkpoint/folder.hpp"
#include "smnn/network/training/trainer.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {

/// All that a training has to do the same again.
struct Outcome {
  network::TrainingResult result;
  std::vector<double> parameters;
  network::History history;
  std::vector<double> epochs_begun;
};

template <class Real, class Space>
struct Model {
  using Objective = LeastSquaresObjective<Real, Space>;

  Space const space{};
  Objective training{30, 1};
  Objective validation{10, 2};
  network::Parameters<Real, Space> parameters;

  explicit Model(std::uint64_t seed = 1) : parameters(space, Objective::layout(), seed) {}

  Outcome train(network::TrainingOptions const& options) {
    network::Trainer<Real, Space> trainer(distributed::Communicator(), space, training, parameters,
                                          options, &validation);
    network::TrainingResult const result = trainer.train();
    return {result, to_host(parameters.values()), trainer.history(), training.epochs_begun};
  }
};

inline network::TrainingOptions options_of(std::filesystem::path const& checkpoint,
                                           std::int64_t epochs) {
  network::TrainingOptions options;
  options.epochs = epochs;
  options.batch = 8;
  options.seed = 3;
  options.adam = {.learning_rate = 0.05, .weight_decay = 1e-3};
  options.schedule = {.kind = network::ScheduleOptions::Kind::plateau,
                      .factor = 0.5,
                      .patience = 1,
                      .threshold = 0.3};
  options.clip_norm = 0.5;
  options.checkpoint = checkpoint;
  options.progress = network::ProgressStyle::silent;
  options.program = "smnn test";
  return options;
}

inline network::TrainingOptions resuming(network::TrainingOptions options, std::int64_t epochs) {
  options.epochs = epochs;
  options.resume = true;
  return options;
}

inline void expect_same(Outcome const& actual, Outcome const& expected) {
  EXPECT_EQ(actual.result.end, expected.result.end);
  EXPECT_EQ(actual.result.epochs, expected.result.epochs);
  EXPECT_EQ(actual.result.best_epoch, expected.result.best_epoch);
  EXPECT_EQ(actual.result.best_loss, expected.result.best_loss);
  EXPECT_EQ(actual.result.last_loss, expected.result.last_loss);
  EXPECT_EQ(actual.parameters, expected.parameters);
  EXPECT_EQ(actual.epochs_begun, expected.epochs_begun);
  ASSERT_EQ(actual.history.columns(), expected.history.columns());
  for (auto const& name : expected.history.columns()) {
    if (name == "seconds") continue;
    EXPECT_EQ(actual.history.column(name), expected.history.column(name)) << name;
  }
}

using Host = Model<double, Kokkos::DefaultHostExecutionSpace>;

class CheckpointTest : public testing::Test {
 public:
  void SetUp() override { silence_hdf5(); }

  /// Resuming must fail so.
  template <class Error, class Matcher>
  void expect_refused(network::TrainingOptions const& options, Matcher const& message) const {
    Host model;
    EXPECT_THAT([&] { model.train(options); }, testing::ThrowsMessage<Error>(message));
    EXPECT_EQ(model.training.evaluations, 0);
  }

  TemporaryFolder const folder;
  std::filesystem::path const run = folder / "run";  ///< Where checkpoints go.

  /// Newest first.
  std::vector<std::int64_t> steps() const { return io::CheckpointFolder(run, "", {}).steps(); }
  /// The training's file in the checkpoint after so many batches.
  std::filesystem::path file_of(std::int64_t step) const {
    return io::CheckpointFolder(run, "", {}).path_of(step) / "training.h5";
  }
};

}  // namespace smnn::test
