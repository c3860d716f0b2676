// The convergence study.
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/solver/error.hpp>

#include "validate/study.hpp"
#include "validate/study_report.hpp"

namespace smnn::drivers::validation {
namespace {

TEST(FittedOrder, FindsTheExponentOfAPower) {
  std::vector<ConvergencePoint> points;
  for (double const step : {.1, .05, .02})
    points.push_back({step, 3 * std::pow(step, 4), 3 * std::pow(step, 4)});
  EXPECT_NEAR(*fitted_order(points), 4, 1e-12);
}

TEST(FittedOrder, LeavesOutWhatRoundingHasSpoilt) {
  std::vector<ConvergencePoint> points;
  for (double const step : {.1, .05, .02}) points.push_back({step, step * step, step * step});
  points.push_back({.01, 1e-3, 1e-4});
  EXPECT_NEAR(*fitted_order(points), 2, 1e-12);
  EXPECT_FALSE(fitted_order({points.back()}));
}

TEST(Study, FindsTheExpectedOrdersOfConvergence) {
  auto const lines = study_convergence({});
  EXPECT_EQ(lines.size(), 16U);
  for (auto const& line : lines) {
    EXPECT_TRUE(line.holds()) << line.problem << " " << to_string(line.smoothness) << " K "
                              << line.orders << ": " << line.fitted.value_or(NAN) << ", expected "
                              << line.expected;
  }
}

TEST(Study, ReachesTheTruncationErrorInAutomaticMode) {
  Study const study = run_study(StudySize::quick, {});
  for (auto const& row : study.accuracy) {
    EXPECT_TRUE(row.tolerance) << "step " << row.step << " K " << row.orders;
    EXPECT_TRUE(row.holds()) << "step " << row.step << " K " << row.orders << ": "
                             << row.errors.back();
  }
  EXPECT_TRUE(study.holds());
}

TEST(Study, IsOfTheBandedSolverOnly) {
  SolverChoice choice;
  choice.options.method = Method::dense;
  EXPECT_THROW(run_study(StudySize::quick, choice), InvalidArgument);
}

}  // namespace
}  // namespace smnn::drivers::validation
