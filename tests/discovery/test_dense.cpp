// The small dense algebra.
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/discovery/detail/dense.hpp>
#include <smnn/kernels/random.hpp>

namespace smnn::discovery::detail {
namespace {

Matrix random_matrix(std::size_t rows, std::size_t columns) {
  Matrix a(rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) a(i, j) = kernels::random_normal(1, i, j);
  }
  return a;
}

Matrix gram(Matrix const& a) {
  Matrix product(a.columns(), a.columns());
  for (std::size_t i = 0; i < a.columns(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) {
      for (std::size_t k = 0; k < a.rows(); ++k) product(i, j) += a(k, i) * a(k, j);
    }
  }
  return product;
}

TEST(Dense, TriangleHasTheSameProductsAsTheMatrix) {
  Matrix a = random_matrix(20, 6);
  Matrix const before = gram(a);
  triangularise(a);
  Matrix const after = gram(a);
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(after(i, j), before(i, j), 1e-13);
    for (std::size_t k = i + 1; k < 20; ++k) EXPECT_EQ(a(k, i), 0);
  }
}

TEST(Dense, InvertsAndCountsWhatItHolds) {
  Matrix a = random_matrix(20, 5);
  Matrix const square = gram(a);
  Inverse const inverse = invert(square, 1e-12);
  EXPECT_EQ(inverse.held, 0);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < 5; ++k) sum += square(i, k) * inverse.matrix(k, j);
      EXPECT_NEAR(sum, i == j ? 1 : 0, 1e-12);
    }
  }
  for (std::size_t k = 0; k < 20; ++k) a(k, 4) = a(k, 0) - 2 * a(k, 1);
  EXPECT_EQ(invert(gram(a), 1e-12).held, 1);
}

TEST(Dense, SolvesForASubsetOfTheColumns) {
  Matrix a = random_matrix(30, 6);
  for (std::size_t k = 0; k < 30; ++k) a(k, 5) = 3 * a(k, 1) - 0.5 * a(k, 4);
  triangularise(a);
  std::vector<double> z(6);
  Matrix triangle(6, 5);
  for (std::size_t i = 0; i < 6; ++i) {
    z[i] = a(i, 5);
    for (std::size_t j = i; j < 5; ++j) triangle(i, j) = a(i, j);
  }
  auto const solution = solve_subset(triangle, z, {1, 3, 4});
  EXPECT_NEAR(solution.x[0], 3, 1e-13);
  EXPECT_NEAR(solution.x[1], 0, 1e-13);
  EXPECT_NEAR(solution.x[2], -0.5, 1e-13);
  EXPECT_NEAR(solution.residual_squares, 0, 1e-24);
}

}  // namespace
}  // namespace smnn::discovery::detail
