// The catalogue, without the solver: every solution satisfies its equation and agrees with
// independent computations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <smnn/solver/error.hpp>

#include "validate/equations/catalogue.hpp"
#include "validate/reference.hpp"
#include "validate/sample.hpp"

namespace smnn::drivers::validation {
namespace {

std::vector<Equation> every_equation() {
  auto all = all_equations();
  all.push_back(harmonic_equation());
  return all;
}

std::vector<Number> times(Equation const& equation, Number end, int count) {
  std::vector<Number> result;
  for (int i = 0; i < count; ++i) result.push_back(equation.begin + end * i / (count - 1));
  return result;
}

TEST(Equations, HaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (auto const& equation : every_equation())
    EXPECT_TRUE(names.insert(equation.id).second) << equation.id;
}

TEST(Equations, BeginWithTheSixPublishedOnes) {
  auto const all = all_equations();
  ASSERT_GE(all.size(), 6U);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].published, i < 6) << all[i].id;
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(all[i].step, 1e-2);
    EXPECT_EQ(all[i].time_points, 1000);
    EXPECT_EQ(all[i].orders, 3);
    EXPECT_EQ(all[i].initial_orders, 1);
    EXPECT_TRUE(all[i].constant_matrix && all[i].constant_rhs);
  }
}

TEST(Equations, StartFromThePublishedInitialValues) {
  std::vector<std::vector<double>> const expected{
      {10, 3.54}, {4.78, .87}, {.14, .55}, {.4, -.03, 0, .2}, {.12, .043, 0, -.3}, {0, -1, 1}};
  auto const published = published_equations();
  for (std::size_t i = 0; i < published.size(); ++i) {
    std::vector<double> found;
    for (int member = 0; member < published[i].members; ++member) {
      for (Number const value : initial_state(published[i], member))
        found.push_back(static_cast<double>(value));
    }
    EXPECT_THAT(found, testing::Pointwise(testing::DoubleNear(1e-15), expected[i]))
        << published[i].id;
  }
}

// The rows with the solution's own series put in: the difference must vanish term by term, in
// extended precision.
TEST(Equations, AreSatisfiedByTheirClosedForms) {
  constexpr int terms = 6;
  for (auto const& equation : every_equation()) {
    if (!equation.closed_form) continue;
    for (int member = 0; member < equation.members; ++member) {
      for (Number const t : times(equation, 9, 7)) {
        Series const variable = Series::variable(t, terms + equation.highest_order);
        auto const y = equation.closed_form(member, variable);
        Rows const rows = governing_rows(equation, member, variable);
        for (int e = 0; e < equation.dims; ++e) {
          Series sum = -rows.rhs(e);
          Number scale = 1e-3L;
          for (int d = 0; d < equation.dims; ++d) {
            Series derivative = y[static_cast<std::size_t>(d)];
            for (int r = 0; r <= equation.highest_order; ++r) {
              Series const term = rows.coefficient(e, d, r) * derivative;
              for (int k = 0; k < terms; ++k) scale = std::fmax(scale, std::fabs(term[k]));
              sum = sum + term;
              derivative = differentiate(derivative);
            }
          }
          for (int k = 0; k < terms; ++k) {
            EXPECT_NEAR(static_cast<double>(sum[k] / scale), 0, 1e-14)
                << equation.id << " member " << member << " equation " << e << " t "
                << static_cast<double>(t);
          }
        }
      }
    }
  }
}

// Two independent ways to the same numbers. The tolerance is for equations that amplify an error
// (stiff ones do not).
TEST(Equations, HaveClosedFormsThatReferenceIntegrationReproduces) {
  for (auto const& equation : every_equation()) {
    bool const stiff =
        equation.id.starts_with("stiff");  // needs more terms than a series has at this step
    if (!equation.closed_form || stiff) continue;
    auto const points = times(equation, 5, 26);
    int const orders = equation.highest_order + 3;
    for (int member = 0; member < equation.members; ++member) {
      auto const exact = exact_solution(equation, member, points, orders);
      auto const integrated = integrated_solution(equation, member, points, orders);
      ASSERT_EQ(exact.size(), integrated.size());
      for (std::size_t i = 0; i < exact.size(); ++i) {
        ASSERT_NEAR(exact[i], integrated[i], 1e-12 * (1 + std::fabs(exact[i])))
            << equation.id << " entry " << i;
      }
    }
  }
}

/// Values y and y' at points, as exact_solution gives them for two orders.
std::vector<double> solution_of(std::string const& id, int member,
                                std::vector<Number> const& points) {
  return exact_solution(find_equations({id}).front(), member, points, 2);
}

#if defined(__cpp_lib_math_special_functions)
TEST(Equations, IntegrateBesselToTheStandardLibrarysValues) {
  auto const points = times(find_equations({"bessel"}).front(), 10, 101);
  for (int n = 0; n < 3; ++n) {
    auto const values = solution_of("bessel", n, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
      auto const t = static_cast<double>(points[i]);
      EXPECT_NEAR(values[2 * i], std::cyl_bessel_j(n, t), 1e-13) << "n " << n << " t " << t;
      double const slope = n == 0 ? -std::cyl_bessel_j(1, t)
                                  : std::cyl_bessel_j(n - 1, t) - n / t * std::cyl_bessel_j(n, t);
      EXPECT_NEAR(values[2 * i + 1], slope, 1e-13) << "n " << n << " t " << t;
    }
  }
}

// DLMF 9.6.6 and 9.6.8, with J of negative order from J and Y of positive order.
TEST(Equations, IntegrateAiryToBesselFunctionsOfOrderOneThird) {
  auto const points = times(find_equations({"airy"}).front(), 10, 101);
  auto const ai = solution_of("airy", 0, points);
  auto const bi = solution_of("airy", 1, points);
  double const third = 1. / 3, pi = std::acos(-1.);
  for (std::size_t i = 1; i < points.size(); ++i) {
    auto const t = static_cast<double>(points[i]);
    double const zeta = 2 * third * std::pow(t, 1.5);
    double const plus = std::cyl_bessel_j(third, zeta);
    double const minus =
        std::cos(pi * third) * plus - std::sin(pi * third) * std::cyl_neumann(third, zeta);
    EXPECT_NEAR(ai[2 * i], std::sqrt(t) / 3 * (plus + minus), 1e-12) << "t " << t;
    EXPECT_NEAR(bi[2 * i], std::sqrt(t / 3) * (minus - plus), 1e-12) << "t " << t;
  }
}
#endif

// Classical Runge-Kutta of order 4 at a step of 1e-3: its error is below 1e-10 here.
TEST(Equations, IntegrateMathieuAsRungeKuttaDoes) {
  std::array<std::array<double, 2>, 2> const parameters{{{2.5, .5}, {5, 1.5}}};
  constexpr int steps = 5000;
  constexpr double h = 1e-3;
  for (int member = 0; member < 2; ++member) {
    auto const [a, q] = parameters.at(static_cast<std::size_t>(member));
    auto const slope = [a = a, q = q](double t, std::array<double, 2> y) {
      return std::array<double, 2>{y[1], -(a - 2 * q * std::cos(2 * t)) * y[0]};
    };
    auto const along = [](std::array<double, 2> y, double distance, std::array<double, 2> k) {
      return std::array<double, 2>{y[0] + distance * k[0], y[1] + distance * k[1]};
    };
    std::array<double, 2> y{member == 0 ? 1. : 0., member == 0 ? 0. : 1.};
    for (int i = 0; i < steps; ++i) {
      double const t = i * h;
      auto const k1 = slope(t, y);
      auto const k2 = slope(t + h / 2, along(y, h / 2, k1));
      auto const k3 = slope(t + h / 2, along(y, h / 2, k2));
      auto const k4 = slope(t + h, along(y, h, k3));
      for (std::size_t j = 0; j < 2; ++j)
        y.at(j) += h / 6 * (k1.at(j) + 2 * k2.at(j) + 2 * k3.at(j) + k4.at(j));
    }
    auto const values = solution_of("mathieu", member, {0, 5});
    EXPECT_NEAR(values[2], y[0], 1e-9);
    EXPECT_NEAR(values[3], y[1], 1e-9);
  }
}

TEST(Equations, AreFoundByPartsOfTheirNames) {
  EXPECT_EQ(find_equations({}).size(), all_equations().size());
  EXPECT_EQ(find_equations({"AIRY"}).front().id, "airy");
  EXPECT_EQ(find_equations({"scalar", "third"}).size(), 3U);
  EXPECT_THROW(find_equations({"airy", "nonsense"}), InvalidArgument);
}

TEST(Sample, KeepsTheOrdersThatTheEquationNeeds) {
  GridChoice choice;
  choice.orders = 3;
  choice.time_points = 10;
  EXPECT_EQ(make_sample(find_equations({"scalar-fourth"}).front(), choice).orders, 5);
  EXPECT_EQ(make_sample(find_equations({"airy"}).front(), choice).orders, 3);
}

TEST(Sample, HasArraysOfTheExtentsThatItSays) {
  GridChoice choice;
  choice.time_points = 7;
  for (auto const& equation : every_equation()) {
    Sample const s = make_sample(equation, choice);
    auto const count = [](HostArray const& array, std::int64_t entries) {
      return static_cast<std::size_t>(array.members * array.time_points * entries);
    };
    EXPECT_EQ(s.coefficients.values.size(), count(s.coefficients, s.dims * s.dims * s.orders))
        << equation.id;
    EXPECT_EQ(s.rhs.values.size(), count(s.rhs, s.dims)) << equation.id;
    EXPECT_EQ(s.steps.values.size(), count(s.steps, 1)) << equation.id;
    EXPECT_EQ(s.times.values.size(), count(s.times, 1)) << equation.id;
    EXPECT_EQ(s.exact.values.size(), count(s.exact, s.dims * s.orders)) << equation.id;
    EXPECT_EQ(s.initial_values.values.size(), count(s.initial_values, s.dims * s.initial_orders))
        << equation.id;
    for (double const step : s.steps.values) EXPECT_GT(step, 0) << equation.id;
  }
}

TEST(Sample, RefusesAGridWithoutASecondPoint) {
  GridChoice choice;
  choice.time_points = 1;
  EXPECT_THROW(make_sample(harmonic_equation(), choice), InvalidArgument);
}

}  // namespace
}  // namespace smnn::drivers::validation
