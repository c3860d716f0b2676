// Truncated power series: their coefficients against derivatives known otherwise.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>

#include "validate/series.hpp"

namespace smnn::drivers::validation {
namespace {

constexpr int terms = 7;

// Extended precision where the machine has it; x87 and quadruple are far below.
constexpr double rounding = 1e-15;

TEST(Series, KnowsTheDerivativesOfTheExponential) {
  Number const t0 = .7L;
  Series const f = exp(2 * Series::variable(t0, terms));
  for (int r = 0; r < terms; ++r) {
    Number const expected = std::pow(2.L, r) * std::exp(2 * t0);
    EXPECT_NEAR(static_cast<double>(f.derivative(r) / expected), 1, 10 * rounding)
        << "derivative " << r;
  }
}

TEST(Series, KnowsTheDerivativesOfSineAndCosine) {
  Number const t0 = 1.3L, w = 3, quarter = std::acos(-1.L) / 2;
  Series const phase = w * Series::variable(t0, terms);
  Series const s = sin(phase);
  Series const c = cos(phase);
  for (int r = 0; r < terms; ++r) {
    Number const scale = std::pow(w, r);
    EXPECT_NEAR(static_cast<double>(s.derivative(r) / scale - std::sin(w * t0 + r * quarter)), 0,
                10 * rounding);
    EXPECT_NEAR(static_cast<double>(c.derivative(r) / scale - std::cos(w * t0 + r * quarter)), 0,
                10 * rounding);
  }
}

TEST(Series, KnowsTheDerivativesOfTheLogarithmAndOfQuotients) {
  Number const t0 = 1.9L;
  Series const l = log(Series::variable(t0, terms));
  Series const q = 1 / Series::variable(t0, terms);
  Number factorial = 1;  // of r - 1
  for (int r = 1; r < terms; ++r) {
    if (r > 1) factorial *= r - 1;
    Number const expected = (r % 2 == 1 ? 1 : -1) * factorial / std::pow(t0, r);
    EXPECT_NEAR(static_cast<double>(l.derivative(r) / expected), 1, 10 * rounding)
        << "derivative " << r;
    EXPECT_NEAR(static_cast<double>(q.derivative(r - 1) / expected), 1, 10 * rounding)
        << "derivative " << r - 1;
  }
}

TEST(Series, MultipliesAndDividesAsInverses) {
  Series const t = Series::variable(.4L, terms);
  Series const a = exp(t) * cos(3 * t) - t * t;
  Series const b = 2 + sin(t);
  Series const back = a * b / b;
  for (int k = 0; k < terms; ++k)
    EXPECT_NEAR(static_cast<double>(back[k] - a[k]), 0, 100 * rounding);
}

TEST(Series, AgreesWithFiniteDifferencesOfANestedFormula) {
  auto const f = [](Series const& t) { return exp(-t / 2) * sin(2 * log(1 + t * t)) / (1 + t); };
  Number const t0 = .8L, h = 1e-2L;
  Series const series = f(Series::variable(t0, terms));
  auto const value = [&](int i) { return f(Series(t0 + static_cast<Number>(i) * h))[0]; };
  // Eight-order central difference: the error is h^8 times a ninth derivative, which is below 1e6
  // here.
  Number const slope = (4 * (value(1) - value(-1)) / 5 - (value(2) - value(-2)) / 5 +
                        4 * (value(3) - value(-3)) / 105 - (value(4) - value(-4)) / 280) /
                       h;
  EXPECT_NEAR(static_cast<double>(series.derivative(1) - slope), 0, 1e-10);
}

TEST(Series, ForgetsNoMoreThanItHasTo) {
  Series const t = Series::variable(0, 5);
  EXPECT_EQ((t * t + 1).terms(), 5);
  EXPECT_EQ(Series(3).terms(), Series::capacity);
  EXPECT_EQ(differentiate(t).terms(), 4);
}

}  // namespace
}  // namespace smnn::drivers::validation
