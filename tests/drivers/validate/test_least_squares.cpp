// The judge: arithmetic in twice the precision, and the least-squares solution without rounding.
#include <gtest/gtest.h>

#include <cmath>

#include "validate/equations/catalogue.hpp"
#include "validate/judgement.hpp"
#include "validate/least_squares.hpp"

namespace smnn::drivers::validation {
namespace {

constexpr double unit = 0x1p-104;

double relative(DoubleDouble const& a, DoubleDouble const& b) {
  return std::fabs((a - b).high) / std::fabs(b.high);
}

TEST(DoubleDouble, KeepsWhatDoubleLoses) {
  DoubleDouble const sum = DoubleDouble(1) + DoubleDouble(0x1p-80);
  EXPECT_EQ(sum.high, 1);
  EXPECT_EQ((sum - DoubleDouble(1)).high, 0x1p-80);
}

TEST(DoubleDouble, DividesAndTakesRootsToItsPrecision) {
  DoubleDouble const third = DoubleDouble(1) / DoubleDouble(3);
  EXPECT_LT(relative(third * DoubleDouble(3), 1), 4 * unit);
  DoubleDouble const root = sqrt(DoubleDouble(2));
  EXPECT_LT(relative(root * root, 2), 4 * unit);
  EXPECT_LT(relative(third * root / root, third), 8 * unit);
}

Sample sample_on_ten(Equation const& equation, double step, int orders) {
  GridChoice choice;
  choice.step = step;
  choice.time_points = std::llround(10 / step);
  choice.orders = orders;
  return make_sample(equation, choice);
}

double truncation(Equation const& equation, double step, int orders, Smoothness smoothness) {
  Sample const sample = sample_on_ten(equation, step, orders);
  auto const exact = solve_least_squares(sample, smoothness, Weights{});
  return exact ? distance(sample, exact->solution, sample.exact.values, 0).max : NAN;
}

struct Published {
  Smoothness smoothness;
  double step;
  int orders;
  double harmonic, relaxation;
};

// The table of truncation errors in the method's description, which was computed elsewhere; it has
// one digit.
TEST(LeastSquares, HasTheTruncationErrorsOfTheMethodsTable) {
  for (auto const& [smoothness, step, orders, harmonic, relaxation] :
       {Published{Smoothness::taylor, .1, 3, 1e-1, 2e-3},
        Published{Smoothness::taylor, .1, 4, 5e-3, 9e-6},
        Published{Smoothness::taylor, .1, 5, 5e-5, 1e-6},
        Published{Smoothness::taylor, .01, 3, 1e-3, 2e-5},
        Published{Smoothness::taylor, .01, 4, 6e-5, 9e-10},
        Published{Smoothness::taylor, .01, 5, 6e-9, 9e-11},
        Published{Smoothness::pade, .1, 3, 3e-3, 2e-6},
        Published{Smoothness::pade, .1, 4, 8e-7, 2e-6},
        Published{Smoothness::pade, .1, 5, 6e-7, 5e-8},
        Published{Smoothness::pade, .01, 3, 3e-5, 3e-9},
        Published{Smoothness::pade, .01, 4, 8e-10, 2e-10},
        Published{Smoothness::pade, .01, 5, 6e-11, 7e-13}}) {
    double const found = truncation(harmonic_equation(), step, orders, smoothness);
    EXPECT_NEAR(found / harmonic, 1, .3) << "harmonic, step " << step << " K " << orders;
    double const other = truncation(relaxation_equation(), step, orders, smoothness);
    EXPECT_NEAR(other / relaxation, 1, .3) << "relaxation, step " << step << " K " << orders;
  }
}

TEST(LeastSquares, HasANinefoldSmallerErrorWithCentralSmoothness) {
  double const taylor = truncation(harmonic_equation(), .01, 3, Smoothness::taylor);
  double const central = truncation(harmonic_equation(), .01, 3, Smoothness::central);
  EXPECT_NEAR(taylor / central, 9, 1);
}

// A^T (b - A y) vanishes at the solution, whatever the rows are; y is rounded to double here.
TEST(LeastSquares, MakesTheGradientVanish) {
  for (Smoothness const smoothness : {Smoothness::taylor, Smoothness::central, Smoothness::pade}) {
    Sample const sample = sample_on_ten(find_equations({"non-uniform"}).front(), .1, 4);
    auto const exact = solve_least_squares(sample, smoothness, Weights{});
    ASSERT_TRUE(exact);
    auto const unknowns = static_cast<std::size_t>(sample.time_points * sample.block_order());
    std::vector<double> gradient(unknowns), scale(unknowns);
    std::int64_t const member = 2;
    for_each_row(sample, smoothness, Weights{}, member,
                 [&](std::vector<RowEntry> const& row, DoubleDouble const& rhs) {
                   DoubleDouble residual = rhs;
                   double size = std::fabs(rhs.high);
                   for (auto const& [unknown, value] : row) {
                     double const y = exact->solution[static_cast<std::size_t>(member) * unknowns +
                                                      static_cast<std::size_t>(unknown)];
                     residual = residual - value * y;
                     size += std::fabs(value.high * y);
                   }
                   for (auto const& [unknown, value] : row) {
                     gradient[static_cast<std::size_t>(unknown)] += value.high * residual.high;
                     scale[static_cast<std::size_t>(unknown)] += std::fabs(value.high) * size;
                   }
                 });
    for (std::size_t i = 0; i < unknowns; ++i)
      EXPECT_NEAR(gradient[i] / scale[i], 0, 1e-14) << "unknown " << i;
  }
}

TEST(LeastSquares, SaysThatAnUnderdeterminedProblemIsSingular) {
  Sample const sample = sample_on_ten(harmonic_equation(), .1, 3);
  Weights nothing;
  nothing.governing = nothing.initial = nothing.smoothness = 0;
  EXPECT_FALSE(solve_least_squares(sample, Smoothness::taylor, nothing));
}

}  // namespace
}  // namespace smnn::drivers::validation
