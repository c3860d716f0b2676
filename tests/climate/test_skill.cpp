#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <smnn/climate/skill/scores.hpp>
#include <smnn/solver/error.hpp>

#include "small_record.hpp"

namespace smnn::climate {
namespace {

// A point at the equator in Nino 3.4, one at 60 N: of half the area.
Grid two_points() { return {{60, 0}, {100, 200}, {0, 3}}; }

struct Example {
  Grid grid = two_points();
  std::vector<float> values{10, 11, 20, 21};  // (points, 2 steps)
  std::vector<float> climatology{9, 10, 21, 22};
  Truth truth{grid, {0, 2}, 2, values, climatology, 2.0};
};

TEST(Scores, AreMeansOfSquaresByRegionAndLead) {
  Example const example;
  std::vector<float> const forecast{12, 11, 24, 21};  // off by 2, 0; 4, 0
  Scores const scores = score({}, example.truth, forecast);
  EXPECT_DOUBLE_EQ(scores.at(0, 0).mse(), (1 + 4) / 2.0);
  EXPECT_DOUBLE_EQ(scores.at(0, 1).mse(), 0);
  EXPECT_DOUBLE_EQ(scores.overall().mse(), 5 / 4.0);
  EXPECT_NEAR(scores.at(0, 0).weighted_mse(), (0.5 * 1 + 4) / 1.5, 1e-14);
  EXPECT_DOUBLE_EQ(scores.overall(nino34).mse(), 2);
  EXPECT_DOUBLE_EQ(scores.overall(1).mse(), 2);      // tropics
  EXPECT_DOUBLE_EQ(scores.overall(2).mse(), 0.5);    // north
  EXPECT_TRUE(std::isnan(scores.overall(3).mse()));  // no point
  EXPECT_EQ(mse_of_points(example.truth, forecast), (std::vector<double>{0.5, 2}));
}

TEST(Scores, CorrelateAnomalies) {
  Example const example;
  auto const correlation = [&](std::vector<float> const& forecast) {
    return score({}, example.truth, forecast).overall().anomaly_correlation();
  };
  EXPECT_DOUBLE_EQ(correlation(example.values), 1);
  EXPECT_DOUBLE_EQ(correlation({8, 9, 22, 23}), -1);     // anomalies of the other sign
  EXPECT_NEAR(correlation({12, 13, 18, 19}), 1, 1e-15);  // thrice as large
  // Right at 60 N, wrong at the equator, which has twice the area: (.5 - 1) / 1.5.
  EXPECT_NEAR(correlation({10, 11, 22, 23}), -1.0 / 3, 1e-15);
  EXPECT_TRUE(std::isnan(correlation(example.climatology)));
}

TEST(Scores, OfSeveralStartsAddUp) {
  Example const example;
  Scores sum = score({}, example.truth, example.values);
  sum += score({}, example.truth, example.climatology);  // off by 1 everywhere
  EXPECT_DOUBLE_EQ(sum.overall().mse(), 0.5 * 0.25);
  EXPECT_THROW(sum += Scores(3), InvalidArgument);
}

TEST(Scores, SayWhatDoesNotFit) {
  Example const example;
  try {
    (void)score({}, example.truth, std::vector<float>(3));
    FAIL() << "no error";
  } catch (InvalidArgument const& error) {
    EXPECT_NE(std::string(error.what()).find("has 3 values, expected 4"), std::string::npos)
        << error.what();
  }
  Truth constant = example.truth;
  constant.deviation = 0;
  EXPECT_THROW((void)score({}, constant, example.values), InvalidArgument);
}

TEST(Skill, IsOneIfPerfectNoughtIfNoBetter) {
  EXPECT_EQ(skill(0, 2), 1);
  EXPECT_EQ(skill(2, 2), 0);
  EXPECT_EQ(skill(4, 2), -1);
}

TEST(Regions, ShareTheGlobeWithoutOverlap) {
  for (double latitude = -90; latitude <= 90; latitude += 0.5) {
    int in = 0;
    for (std::size_t r = 1; r < 4; ++r) in += regions()[r].contains(latitude, 10) ? 1 : 0;
    EXPECT_EQ(in, 1) << latitude;
  }
  EXPECT_TRUE(regions()[nino34].contains(-5, 190));
  EXPECT_FALSE(regions()[nino34].contains(0, 241));
}

TEST(AreaMean, WeighsByTheCosineOfTheLatitude) {
  Example const example;
  auto const mean = area_mean({}, example.grid, {0, 2}, 2, example.values, regions()[0]);
  ASSERT_EQ(mean.size(), 2U);
  EXPECT_NEAR(mean[0], (0.5 * 10 + 20) / 1.5, 1e-13);
  EXPECT_NEAR(mean[1], (0.5 * 11 + 21) / 1.5, 1e-13);
  auto const none = area_mean({}, example.grid, {0, 2}, 2, example.values, regions()[3]);
  EXPECT_TRUE(std::isnan(none[0]));
}

}  // namespace
}  // namespace smnn::climate
