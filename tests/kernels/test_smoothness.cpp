// The tables of the smoothness rows against the formulas of the method, written with factorials.
#include <gtest/gtest.h>

#include <cmath>

#include "smnn/kernels/rows/smoothness.hpp"

namespace smnn::kernels {
namespace {

double factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }

// Reads the definition as the kernels do.
SmoothnessRows<double> rows_of(SmoothnessDefinition const& definition) {
  return {definition.orders,
          definition.sets,
          definition.rows,
          false,
          false,
          definition.coefficients.data(),
          definition.gram.data(),
          definition.condensed.data()};
}

constexpr int largest_order_count = 12;
// A coefficient is a product or quotient of at most 24 factors, each rounded once.
constexpr double coefficient_rounding = 24 * 0x1p-52;

TEST(Smoothness, TaylorRowsAreTaylorPolynomials) {
  for (int k = 1; k <= largest_order_count; ++k) {
    for (bool const without_highest : {false, true}) {
      SmoothnessDefinition const definition(
          without_highest ? TwoPointFamily::taylor_without_highest : TwoPointFamily::taylor, k);
      SmoothnessRows<double> const rows = rows_of(definition);
      ASSERT_EQ(rows.sets, 2);
      ASSERT_EQ(rows.rows, without_highest ? k - 1 : k);
      for (int i = 0; i < rows.rows; ++i) {
        for (int r = 0; r < k; ++r) {
          SCOPED_TRACE("K " + std::to_string(k) + " row " + std::to_string(i) + " order " +
                       std::to_string(r));
          double const forward = r < i ? 0 : 1 / factorial(r - i);
          double const backward = (r - i) % 2 == 0 ? forward : -forward;
          EXPECT_NEAR(rows.left(0, i, r), forward, coefficient_rounding * forward);
          EXPECT_EQ(rows.right(0, i, r), r == i ? -1 : 0);
          EXPECT_NEAR(rows.right(1, i, r), backward, coefficient_rounding * forward);
          EXPECT_EQ(rows.left(1, i, r), r == i ? -1 : 0);
        }
      }
    }
  }
}

TEST(Smoothness, PadeRowsAreTwoPointObreshkovFormulas) {
  for (int k = 1; k <= largest_order_count; ++k) {
    SmoothnessDefinition const definition(TwoPointFamily::pade, k);
    SmoothnessRows<double> const rows = rows_of(definition);
    ASSERT_EQ(rows.sets, 1);
    ASSERT_EQ(rows.rows, k - 1);
    for (int i = 0; i < rows.rows; ++i) {
      int const m = k - 1 - i;
      for (int r = 0; r < k; ++r) {
        SCOPED_TRACE("K " + std::to_string(k) + " row " + std::to_string(i) + " order " +
                     std::to_string(r));
        int const j = r - i;
        double const a = j < 0 ? 0
                               : factorial(2 * m - j) * factorial(m) /
                                     (factorial(2 * m) * factorial(j) * factorial(m - j));
        EXPECT_NEAR(rows.left(0, i, r), a, coefficient_rounding * a);
        EXPECT_NEAR(rows.right(0, i, r), j % 2 == 0 ? -a : a, coefficient_rounding * a);
      }
    }
  }
}

// What makes the rows consistent: functions they are exact for. Taylor's i-th row: powers up to
// R; Pade's: powers of the i-th derivative up to 2 m. Between t = 0 and t = 1.
TEST(Smoothness, RowsVanishForThePolynomialsTheyAreMadeFor) {
  for (int k = 2; k <= 7; ++k) {
    for (TwoPointFamily const family : {TwoPointFamily::taylor, TwoPointFamily::pade}) {
      SmoothnessDefinition const definition(family, k);
      SmoothnessRows<double> const rows = rows_of(definition);
      for (int set = 0; set < rows.sets; ++set) {
        for (int i = 0; i < rows.rows; ++i) {
          int const exact_degree = family == TwoPointFamily::pade ? i + 2 * (k - 1 - i) : k - 1;
          for (int degree = 0; degree <= exact_degree + 1; ++degree) {
            double value = 0;
            double size = 0;
            for (int r = i; r < k && r <= degree; ++r) {
              double const at_one = factorial(degree) / factorial(degree - r);
              double const at_zero = r == degree ? factorial(r) : 0;
              value += rows.left(set, i, r) * at_zero + rows.right(set, i, r) * at_one;
              size += std::fabs(rows.left(set, i, r) * at_zero) +
                      std::fabs(rows.right(set, i, r) * at_one);
            }
            SCOPED_TRACE("K " + std::to_string(k) + " row " + std::to_string(i) + " degree " +
                         std::to_string(degree));
            if (degree <= exact_degree) {
              EXPECT_NEAR(value, 0, 2 * k * coefficient_rounding * size);
            } else {
              EXPECT_GT(std::fabs(value), 1e-6 * size);
            }
          }
        }
      }
    }
  }
}

TEST(Smoothness, GramTablesAreSumsOfProductsOfRows) {
  for (int k = 1; k <= largest_order_count; ++k) {
    for (TwoPointFamily const family :
         {TwoPointFamily::taylor, TwoPointFamily::taylor_without_highest, TwoPointFamily::pade}) {
      SmoothnessDefinition const definition(family, k);
      SmoothnessRows<double> const rows = rows_of(definition);
      for (int i = 0; i < k; ++i) {
        for (int j = 0; j < k; ++j) {
          double here = 0, below = 0, next = 0;
          for (int set = 0; set < rows.sets; ++set) {
            for (int row = 0; row < rows.rows; ++row) {
              here += rows.left(set, row, i) * rows.left(set, row, j);
              below += rows.right(set, row, i) * rows.left(set, row, j);
              next += rows.right(set, row, i) * rows.right(set, row, j);
            }
          }
          // Sums of at most 24 products of at most 1.
          EXPECT_NEAR(rows.gram_here(i, j), here, 24 * 0x1p-52);
          EXPECT_NEAR(rows.gram_below(i, j), below, 24 * 0x1p-52);
          EXPECT_NEAR(rows.gram_next(i, j), next, 24 * 0x1p-52);
        }
      }
    }
  }
}

// They are those rows after an orthogonal transformation: their products are the same, and left
// coefficients are triangular.
TEST(Smoothness, CondensedRowsHaveTheProductsOfAllRows) {
  for (int k = 1; k <= largest_order_count; ++k) {
    for (TwoPointFamily const family :
         {TwoPointFamily::taylor, TwoPointFamily::taylor_without_highest, TwoPointFamily::pade}) {
      if (family == TwoPointFamily::taylor_without_highest && k == 1) continue;
      SmoothnessDefinition const definition(family, k);
      SmoothnessRows<double> const rows = rows_of(definition);
      for (int i = 0; i < k; ++i) {
        for (int j = 0; j < k; ++j) {
          double here = 0, below = 0, next = 0;
          for (int p = 0; p < k; ++p) {
            here += rows.condensed_left(p, i) * rows.condensed_left(p, j);
            below += rows.condensed_right(p, i) * rows.condensed_left(p, j);
            next += rows.condensed_right(p, i) * rows.condensed_right(p, j);
          }
          SCOPED_TRACE("K " + std::to_string(k) + " orders " + std::to_string(i) + ", " +
                       std::to_string(j));
          EXPECT_NEAR(here, rows.gram_here(i, j), 100 * 0x1p-52);
          EXPECT_NEAR(below, rows.gram_below(i, j), 100 * 0x1p-52);
          EXPECT_NEAR(next, rows.gram_next(i, j), 100 * 0x1p-52);
          if (j > k - 1 - i) {
            EXPECT_EQ(rows.condensed_left(i, j), 0);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace smnn::kernels
