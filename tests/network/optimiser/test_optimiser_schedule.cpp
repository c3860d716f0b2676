// Learning rates over the epochs, against what PyTorch's schedulers do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "smnn/network/optimiser/schedule.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using network::Schedule;
using network::ScheduleOptions;
using Kind = ScheduleOptions::Kind;

/// The rate of every epoch, given its loss.
std::vector<double> rates(Schedule& schedule, std::vector<double> const& losses) {
  std::vector<double> result;
  for (double const loss : losses) {
    result.push_back(schedule.rate());
    schedule.end_epoch(loss);
  }
  return result;
}

TEST(ScheduleTest, ConstantStays) {
  Schedule schedule(0.5, {});
  EXPECT_EQ(rates(schedule, {1, 2, 3}), (std::vector<double>{0.5, 0.5, 0.5}));
}

TEST(ScheduleTest, StepReducesEveryPeriod) {
  Schedule schedule(1, {.kind = Kind::step, .factor = 0.5, .period = 2});
  EXPECT_EQ(rates(schedule, {1, 1, 1, 1, 1}), (std::vector<double>{1, 1, 0.5, 0.5, 0.25}));
}

TEST(ScheduleTest, PlateauWaitsForMoreBadEpochsThanItsPatience) {
  Schedule schedule(1, {.kind = Kind::plateau, .factor = 0.5, .patience = 2});
  // Epoch 0 improves; 1, 2 are bad and forgiven; 3 is one too many, so that 4 has half the rate.
  EXPECT_EQ(rates(schedule, {3, 3, 3, 3, 3, 3, 3, 3}),
            (std::vector<double>{1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25}));
}

TEST(ScheduleTest, PlateauStartsToCountAnewAfterAnImprovement) {
  Schedule schedule(1, {.kind = Kind::plateau, .factor = 0.5, .patience = 1});
  EXPECT_EQ(rates(schedule, {3, 3, 2, 2, 2, 2}), (std::vector<double>{1, 1, 1, 1, 1, 0.5}));
}

TEST(ScheduleTest, PlateauAsksForImprovementsAboveTheThreshold) {
  ScheduleOptions const options{
      .kind = Kind::plateau, .factor = 0.5, .patience = 0, .threshold = 0.1};
  Schedule schedule(1, options);
  // 0.91 is no improvement of 1, 0.89 is one.
  EXPECT_EQ(rates(schedule, {1, 0.91, 0.89, 0.85}), (std::vector<double>{1, 1, 0.5, 0.5}));
  EXPECT_EQ(schedule.rate(), 0.25);
}

TEST(ScheduleTest, PlateauForgivesDuringItsCooldown) {
  Schedule schedule(1, {.kind = Kind::plateau, .factor = 0.5, .patience = 0, .cooldown = 2});
  EXPECT_EQ(rates(schedule, {1, 1, 1, 1, 1, 1}), (std::vector<double>{1, 1, 0.5, 0.5, 0.5, 0.25}));
}

TEST(ScheduleTest, PlateauStopsAtTheMinimum) {
  Schedule schedule(1, {.kind = Kind::plateau, .factor = 0.1, .patience = 0, .minimum = 0.05});
  EXPECT_EQ(rates(schedule, {1, 1, 1, 1, 1}), (std::vector<double>{1, 1, 0.1, 0.05, 0.05}));
}

TEST(ScheduleTest, PlateauTakesANanForABadEpoch) {
  Schedule schedule(1, {.kind = Kind::plateau, .factor = 0.5, .patience = 0});
  EXPECT_EQ(rates(schedule, {1, std::nan(""), 0.5}), (std::vector<double>{1, 1, 0.5}));
}

TEST(ScheduleTest, GoesOnFromARestoredState) {
  ScheduleOptions const options{.kind = Kind::plateau, .factor = 0.5, .patience = 1};
  Schedule whole(1, options);
  rates(whole, {3, 3});
  Schedule resumed(7, options);
  resumed.restore(whole.state());
  EXPECT_EQ(rates(whole, {3, 3, 3, 2, 2, 2}), rates(resumed, {3, 3, 3, 2, 2, 2}));
}

TEST(ScheduleTest, OptionsAreCheckedByName) {
  EXPECT_THAT([] { Schedule(1, {.kind = Kind::step, .period = 0}); },
              testing::ThrowsMessage<InvalidArgument>(
                  "learning rate schedule: period is 0, expected at least 1 epoch"));
  EXPECT_THROW(check(ScheduleOptions{.kind = Kind::plateau, .factor = 1}), InvalidArgument);
  EXPECT_THROW(check(ScheduleOptions{.kind = Kind::plateau, .patience = -1}), InvalidArgument);
}

}  // namespace
}  // namespace smnn::test
