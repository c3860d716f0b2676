// Training on 1, 2, ... ranks gives the same curve; what goes wrong on one rank ends all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>

#include <cmath>
#include <csignal>
#include <optional>

#include "ranks.hpp"
#include "smnn/config.hpp"
#include "smnn/network/training/trainer.hpp"
#include "smnn/solver/error.hpp"
#include "support/least_squares_objective.hpp"

namespace smnn::test {
namespace {

using distributed::Communicator;
using network::History;
using network::ProgressStyle;
using network::TrainingOptions;
using network::TrainingResult;
using testing::HasSubstr;
using testing::ThrowsMessage;
using Space = Kokkos::DefaultExecutionSpace;
using Objective = LeastSquaresObjective<double, Space>;
using Parameters = network::Parameters<double, Space>;
using Trainer = network::Trainer<double, Space>;

TrainingOptions options() {
  TrainingOptions result;
  result.epochs = 12;
  result.batch = 10;  // of 47: the last batch has 7, and shares differ
  result.seed = 4;
  result.adam.learning_rate = 0.05;
  result.clip_norm = 1;
  result.progress = ProgressStyle::silent;
  return result;
}

struct Trained {
  History history;
  std::vector<double> parameters;
  TrainingResult result;
};

Trained train(Communicator const& ranks, TrainingOptions const& with) {
  Space const space;
  Objective training(47, 1);
  Objective validation(13, 2);
  // Ranks start apart, to see that rank 0 decides.
  Parameters const parameters(space, Objective::layout(),
                              5 + static_cast<std::uint64_t>(ranks.rank()));
  Trainer trainer(ranks, space, training, parameters, with, &validation);
  TrainingResult const result = trainer.train();
  return {trainer.history(), to_host(parameters.values()), result};
}

void expect_close(History const& actual, History const& expected, double tolerance) {
  ASSERT_EQ(actual.columns(), expected.columns());
  ASSERT_EQ(actual.rows(), expected.rows());
  for (auto const& name : expected.columns()) {
    if (name == "seconds") continue;
    auto const a = actual.column(name);
    auto const e = expected.column(name);
    for (std::size_t i = 0; i < e.size(); ++i)
      EXPECT_NEAR(a[i], e[i], tolerance * std::abs(e[i])) << name << ", epoch " << i + 1;
  }
}

TEST(TrainingOnRanks, GivesTheSameCurveOnAnyNumberOfRanks) {
  Trained const alone = train(Communicator(), options());
  EXPECT_LT(alone.result.last_loss, alone.history.column("train_squares")[0]);
  int world = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &world);
  for (int ranks = 1; ranks <= world; ranks *= 2) {
    SCOPED_TRACE(std::to_string(ranks) + " ranks");
    auto const part = first_ranks(ranks);
    // Sums of 10 numbers in other orders, over 60 steps: some hundred roundings of 1e-16.
    if (part) expect_close(train(*part, options()).history, alone.history, 1e-12);
    MPI_Barrier(MPI_COMM_WORLD);
  }
}

TEST(TrainingOnRanks, LeavesTheSameBitsEverywhere) {
  Communicator const world(MPI_COMM_WORLD);
  Trained const run = train(world, options());
  std::vector<double> root = run.parameters;
  world.broadcast(std::span(root));
  EXPECT_EQ(run.parameters, root);
  EXPECT_EQ(run.parameters, train(world, options()).parameters);
}

TEST(TrainingOnRanks, AnErrorOnOneRankEndsAllWithItsMessage) {
  Communicator const world(MPI_COMM_WORLD);
  int const last = world.size() - 1;
  Space const space;
  Objective objective(47, 1);
  if (world.rank() == last) {
    objective.before_evaluation = [](std::int64_t evaluation) {
      if (evaluation == 7) throw NumericalError("system 3 failed");
    };
  }
  Parameters const parameters(space, Objective::layout(), 5);
  Trainer trainer(world, space, objective, parameters, options());
  std::string const prefix = last > 0 ? "rank " + std::to_string(last) + ": " : "";
  EXPECT_THAT([&] { trainer.train(); }, ThrowsMessage<NumericalError>(prefix + "system 3 failed"));
}

TEST(TrainingOnRanks, ASignalToOneRankEndsAllAfterTheSameBatch) {
  Communicator const world(MPI_COMM_WORLD);
  Space const space;
  Objective objective(47, 1);
  if (world.rank() == world.size() - 1) {
    objective.before_evaluation = [](std::int64_t evaluation) {
      if (evaluation == 7) std::raise(SIGTERM);
    };
  }
  Parameters const parameters(space, Objective::layout(), 5);
  Trainer trainer(world, space, objective, parameters, options());
  TrainingResult const result = trainer.train();
  EXPECT_EQ(result.end, TrainingResult::End::signal);
  EXPECT_EQ(result.epochs, 1);
  std::vector<double> values = to_host(parameters.values());
  std::vector<double> const own = values;
  world.broadcast(std::span(values));
  EXPECT_EQ(values, own);
}

TEST(TrainingOnRanks, MoreRanksThanSamplesOfABatchWork) {
  Communicator const world(MPI_COMM_WORLD);
  TrainingOptions with = options();
  with.batch = 1;
  with.epochs = 2;
  Trained const alone = train(Communicator(), with);
  // One rank evaluates each sample, the others add zeros: not a bit differs.
  EXPECT_EQ(train(world, with).parameters, alone.parameters);
}

TEST(TrainingOnRanks, RanksWithOtherDataAreRefused) {
  Communicator const world(MPI_COMM_WORLD);
  if (world.size() == 1) GTEST_SKIP() << "needs two ranks";
  Space const space;
  Objective objective(world.rank() == 1 ? 46 : 47, 1);
  Parameters const parameters(space, Objective::layout(), 5);
  EXPECT_THAT([&] { Trainer(world, space, objective, parameters, options()); },
              ThrowsMessage<InvalidArgument>(
                  "rank 1: training: got 46 samples, expected the 47 that rank 0 has"));
}

#ifdef SMNN_HAVE_HDF5

TEST(TrainingOnRanks, ResumesBitByBitOnAsManyRanksAndToRoundingOnFewer) {
  Communicator const world(MPI_COMM_WORLD);
  SharedFolder const folder;
  Trained const whole = train(world, options());
  TrainingOptions first = options();
  first.epochs = 5;
  first.checkpoint = folder / "run";
  train(world, first);
  TrainingOptions rest = options();
  rest.checkpoint = first.checkpoint;
  rest.resume = true;
  if (world.rank() == 0) {
    TrainingOptions alone = rest;
    alone.checkpoint = folder / "alone";
    std::filesystem::copy(rest.checkpoint, alone.checkpoint,
                          std::filesystem::copy_options::recursive);
    expect_close(train(Communicator(), alone).history, whole.history, 1e-12);
  }
  Trained const resumed = train(world, rest);
  EXPECT_EQ(resumed.parameters, whole.parameters);
  expect_close(resumed.history, whole.history, 0);
}

TEST(TrainingOnRanks, ResumesToRoundingOnMore) {
  Communicator const world(MPI_COMM_WORLD);
  SharedFolder const folder;
  TrainingOptions with = options();
  with.epochs = 5;
  with.checkpoint = folder / "run";
  if (world.rank() == 0) train(Communicator(), with);
  world.barrier();
  with.epochs = options().epochs;
  with.resume = true;
  Trained const resumed = train(world, with);
  expect_close(resumed.history, train(Communicator(), options()).history, 1e-12);
}

TEST(TrainingOnRanks, ACheckpointThatCannotBeReadEndsAllRanks) {
  Communicator const world(MPI_COMM_WORLD);
  SharedFolder const folder;
  TrainingOptions with = options();
  with.checkpoint = folder / "nothing";
  with.resume = true;
  EXPECT_THAT([&] { train(world, with); },
              ThrowsMessage<IoError>(testing::AllOf(HasSubstr("no checkpoint to resume from"),
                                                    HasSubstr("nothing'"))));
}

#endif

}  // namespace
}  // namespace smnn::test
