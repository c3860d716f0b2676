// What smnn fit tells of a fit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fit/report.hpp"

namespace smnn::drivers::fitting {
namespace {

Data one_series() {
  Data data;
  data.names = {"a"};
  data.time = {0, 1, 3};
  data.values = {1, 2, 6};
  data.truth = {1, 2, 5};
  return data;
}

Fit its_fit() {
  Fit fit;
  fit.orders = 2;
  fit.solution = {1, 10, 3, 20, 5, 30};
  fit.coefficients = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
  fit.steps = {1, 2};
  return fit;
}

TEST(FitReport, MeasuresTheFitAgainstDataAndTruth) {
  Quality const quality = qualities(one_series(), its_fit()).at(0);
  EXPECT_DOUBLE_EQ(quality.squares, 2);                   // 0, 1, -1
  EXPECT_DOUBLE_EQ(quality.determination, 1 - 2 / 14.0);  // around the mean 3: 4 + 1 + 9
  EXPECT_DOUBLE_EQ(quality.rms, std::sqrt(2 / 3.0));
  EXPECT_DOUBLE_EQ(quality.rms_to_truth, std::sqrt(1 / 3.0));
}

TEST(FitReport, WritesALinePerTime) {
  EXPECT_THAT(csv(one_series(), its_fit()),
              testing::StartsWith("time,a,a_truth,a_fit,a_d1,a_c0,a_c1,a_step\n0,1,1,1,10,"));
  EXPECT_THAT(csv(one_series(), its_fit()), testing::HasSubstr("\n3,6,5,5,30,"));
}

}  // namespace
}  // namespace smnn::drivers::fitting
