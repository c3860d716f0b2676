// Errors and tolerances.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "validate/equations/catalogue.hpp"
#include "validate/judgement.hpp"

namespace smnn::drivers::validation {
namespace {

Sample airy_sample() {
  GridChoice choice;
  choice.time_points = 50;
  choice.orders = 4;
  return make_sample(find_equations({"airy"}).front(), choice);
}

TEST(Distance, FindsOneWrongEntryOfOneDerivative) {
  Sample const sample = airy_sample();
  auto solution = sample.exact.values;
  solution[sample.index(1, 20, 0, 2)] += .5;
  EXPECT_DOUBLE_EQ(distance(sample, solution, sample.exact.values, 2).max, .5);
  EXPECT_NEAR(distance(sample, solution, sample.exact.values, 2).rms, .5 / std::sqrt(2 * 50),
              1e-12);
  EXPECT_EQ(distance(sample, solution, sample.exact.values, 1).max, 0);
}

TEST(Distance, IsNanIfAnEntryIs) {
  Sample const sample = airy_sample();
  for (std::int64_t const t : {0, 25, 49}) {
    auto solution = sample.exact.values;
    solution[sample.index(0, t, 0, 0)] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(std::isnan(distance(sample, solution, sample.exact.values, 0).max)) << t;
    EXPECT_TRUE(std::isnan(distance(sample, solution, sample.exact.values, 0).rms)) << t;
  }
}

TEST(RoundingAllowance, GrowsWithTheConditionAndShrinksWithCorrections) {
  SolverChoice plain, once, automatic, single;
  plain.options.refinement = Refinement::none();
  once.options.refinement = Refinement::fixed(1);
  single.precision = Precision::single_precision;
  double const condition = 1e12;
  EXPECT_NEAR(*rounding_allowance(plain, condition), 2.2e-4, 1e-5);
  EXPECT_NEAR(*rounding_allowance(once, condition), 4.9e-8, 1e-9);
  EXPECT_NEAR(*rounding_allowance(automatic, condition), 2.2e-9, 1e-10);
  EXPECT_FALSE(rounding_allowance(single, condition));
}

TEST(RoundingAllowance, IsNoneWhereRoundingMaySwallowEverything) {
  SolverChoice choice;
  EXPECT_TRUE(rounding_allowance(choice, 1e15));
  EXPECT_FALSE(rounding_allowance(choice, 1e17));
  choice.options.refinement = Refinement::fixed(4);
  EXPECT_FALSE(rounding_allowance(choice, 1e17));
}

Outcome outcome_of(std::vector<double> solution) {
  Outcome outcome;
  outcome.solution = std::move(solution);
  return outcome;
}

TEST(Judge, AcceptsTheLeastSquaresSolutionAndRefusesAWorseOne) {
  auto const equation = find_equations({"airy"}).front();
  Sample const sample = airy_sample();
  auto const exact = solve_least_squares(sample, Smoothness::taylor, Weights{});
  ASSERT_TRUE(exact);
  EXPECT_TRUE(judge(equation, sample, Smoothness::taylor, {}, outcome_of(exact->solution)).holds);
  auto worse = exact->solution;
  for (std::size_t i = 0; i < worse.size(); ++i)
    worse[i] = 2 * worse[i] - sample.exact.values[i];  // twice the error
  EXPECT_FALSE(judge(equation, sample, Smoothness::taylor, {}, outcome_of(worse)).holds);
}

TEST(Judge, RefusesNanAndFailedSystems) {
  auto const equation = find_equations({"airy"}).front();
  Sample const sample = airy_sample();
  auto solution = sample.exact.values;
  Outcome failed = outcome_of(solution);
  failed.failed = 1;
  EXPECT_FALSE(judge(equation, sample, Smoothness::taylor, {}, failed).holds);
  solution[5] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(judge(equation, sample, Smoothness::taylor, {}, outcome_of(solution)).holds);
}

TEST(Judge, HasBoundsForTheDefaultGridsOnly) {
  for (auto const& equation : all_equations()) {
    GridChoice coarse;
    coarse.time_points = 20;
    for (Smoothness const smoothness :
         {Smoothness::taylor, Smoothness::central, Smoothness::pade}) {
      EXPECT_FALSE(truncation_bound(equation, make_sample(equation, coarse), smoothness))
          << equation.id;
      if (equation.time_points > 1000) continue;
      EXPECT_TRUE(truncation_bound(equation, make_sample(equation, {}), smoothness)) << equation.id;
    }
  }
}

TEST(Judge, NoticesThatTruncationHasGrown) {
  auto equation = find_equations({"rc-circuit"}).front();
  for (auto& bound : equation.truncation) bound.bound /= 10;
  Sample const sample = make_sample(equation, {});
  auto const exact = solve_least_squares(sample, Smoothness::taylor, Weights{});
  ASSERT_TRUE(exact);
  Judgement const judgement =
      judge(equation, sample, Smoothness::taylor, {}, outcome_of(exact->solution));
  EXPECT_TRUE(judgement.truncation_violated);
  EXPECT_FALSE(judgement.holds);
}

}  // namespace
}  // namespace smnn::drivers::validation
