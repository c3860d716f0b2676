// Training on climate records: partners, samples, losses and their gradients.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "small_climate.hpp"
#include "support/device_values.hpp"

namespace smnn::test {
namespace {

using namespace small_climate;
using climate::ClimateObjective;
using climate::ClimateObjectiveOptions;
using climate::Partners;
using climate::SeriesWindows;

std::set<std::int64_t> partners_of(Partners const& partners, std::int64_t point) {
  std::set<std::int64_t> rows;
  for (int i = 0; i < 20; ++i) rows.insert(partners.row(point, i / 20.0));
  return rows;
}

// Columns 0 1 2 3 5 of the first row are points 0 .. 4; column 2 of the second is point 5, alone.
TEST(Partners, AreOceanPointsOfTheSameLatitudeWithinReachAroundTheGlobe) {
  Partners const partners(grid(), {0, 11}, 1);
  EXPECT_TRUE(partners.ghosts().empty());
  EXPECT_THAT(partners_of(partners, 0), testing::ElementsAre(1, 4));
  EXPECT_THAT(partners_of(partners, 1), testing::ElementsAre(0, 2));
  EXPECT_THAT(partners_of(partners, 3), testing::ElementsAre(2));
  EXPECT_THAT(partners_of(partners, 5), testing::ElementsAre(5));
}

TEST(Partners, OfOtherTilesAreGhosts) {
  Partners const partners(grid(), {2, 4}, 1);
  EXPECT_THAT(partners.ghosts(), testing::ElementsAre(1));
  EXPECT_THAT(partners_of(partners, 2), testing::ElementsAre(1, 2));  // row 2: the ghost
}

TEST(Partners, NegativeReachIsRefused) {
  EXPECT_THROW(Partners(grid(), {0, 1}, -1), InvalidArgument);
}

struct Training {
  network::ParameterLayout layout;
  std::unique_ptr<forecast::SeriesForecast<double, Space>> net = model(layout);
  network::Parameters<double, Space> parameters{Space(), layout, 5};
  climate::Record data = record({0, 11}, 60);
  SeriesWindows<double, Space> windows{Space(), data.time, data.values, form()};

  ClimateObjective<double, Space> objective(ClimateObjectiveOptions const& options) {
    return {*net, windows, data.grid, data.points, options};
  }
};

ClimateObjectiveOptions options() {
  return {.first_start = 24, .last_start = 55, .windows = 3, .seed = 11, .reach = 1};
}

TEST(ClimateObjective, StartsAreRandomAnewInEveryEpochAndInRange) {
  Training training;
  auto objective = training.objective(options());
  std::set<std::int64_t> starts;
  std::vector<std::int64_t> first, second;
  for (std::int64_t s = 0; s < objective.samples(); ++s) first.push_back(objective.start(s));
  objective.begin_epoch(Space(), training.parameters, 1);
  for (std::int64_t s = 0; s < objective.samples(); ++s) second.push_back(objective.start(s));
  EXPECT_NE(first, second);
  EXPECT_THAT(first, testing::Each(testing::AllOf(testing::Ge(24), testing::Le(55))));
}

TEST(ClimateObjective, FixedStartsAreEquallySpaced) {
  Training training;
  ClimateObjectiveOptions fixed = options();
  fixed.random = false;
  auto const objective = training.objective(fixed);
  EXPECT_EQ(objective.start(0), 24);
  EXPECT_EQ(objective.start(11), 39);
  EXPECT_EQ(objective.start(32), 55);
}

// The gradient of the batch's mean loss, by central differences: h^2 of the third derivative and
// rounding / h, as in the layers' tests; which differences of codes are shared does not change
// within h.
TEST(ClimateObjective, HasTheGradientsOfDifferences) {
  constexpr double h = 1e-5;
  Training training;
  auto objective = training.objective(options());
  std::vector<std::int64_t> const samples{0, 3, 12, 20, 32};
  auto const loss_at = [&](std::vector<double> const& values) {
    Kokkos::deep_copy(training.parameters.values(), to_device<double, Memory>(values));
    std::vector<double> losses(3);
    objective.evaluate(Space(), training.parameters, {samples, false, 0}, losses);
    EXPECT_NEAR(losses[0], losses[1] + 10 * losses[2], 1e-12 * losses[0]);
    return losses[0] / static_cast<double>(samples.size());
  };
  std::vector<double> const at = to_host(training.parameters.values());
  training.parameters.clear_gradients(Space());
  std::vector<double> losses(3);
  objective.evaluate(Space(), training.parameters,
                     {samples, true, 1.0 / static_cast<double>(samples.size())}, losses);
  std::vector<double> const got = to_host(training.parameters.gradients());
  EXPECT_GT(losses[2], 0);
  for (std::size_t i = 0; i < at.size(); ++i) {
    std::vector<double> moved = at;
    moved[i] = at[i] + h;
    double const above = loss_at(moved);
    moved[i] = at[i] - h;
    double const difference = (above - loss_at(moved)) / (2 * h);
    EXPECT_NEAR(got[i], difference, 1e-8 * (1 + std::abs(difference))) << i;
  }
}

TEST(ClimateObjective, WithoutAlignmentThereIsOneViewAndTheErrorIsTheLoss) {
  Training training;
  ClimateObjectiveOptions single = options();
  single.alignment = 0;
  auto objective = training.objective(single);
  EXPECT_EQ(objective.loss_names(), std::vector<std::string>{"loss"});
  std::vector<double> loss(1);
  std::vector<std::int64_t> const samples{7};
  objective.evaluate(Space(), training.parameters, {samples, false, 0}, loss);
  Kokkos::View<double**, Kokkos::LayoutRight, Memory> const x("x", 1, 8), y("y", 1, 5),
      target("target", 1, 5);
  training.windows.choose(Space(), {{7, objective.start(7)}});
  training.windows.read_inputs(Space(), x);
  training.windows.read_targets(Space(), target);
  training.net->forward(Space(), training.parameters, x, y);
  double expected = 0;
  for (std::size_t i = 0; i < 5; ++i)
    expected += std::pow(to_host(y)[i] - to_host(target)[i], 2) / 5;
  EXPECT_NEAR(loss[0], expected, 1e-13 * expected);
}

TEST(ClimateObjective, StartsWithoutRoomAreRefused) {
  Training training;
  for (auto const& [first, last] :
       {std::pair<std::int64_t, std::int64_t>{23, 55}, {24, 56}, {30, 29}}) {
    ClimateObjectiveOptions wrong = options();
    wrong.first_start = first;
    wrong.last_start = last;
    try {
      training.objective(wrong);
      ADD_FAILURE() << "no error for " << first << " .. " << last;
    } catch (InvalidArgument const& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("within 24 .. 55"));
    }
  }
}

}  // namespace
}  // namespace smnn::test
