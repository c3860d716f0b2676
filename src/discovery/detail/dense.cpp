#include "smnn/discovery/detail/dense.hpp"

#include <algorithm>
#include <cmath>

namespace smnn::discovery::detail {
namespace {

// Applies the reflection that makes column j zero below its diagonal to the columns from j on.
void reflect(Matrix& a, std::size_t j) {
  double norm = 0;
  for (std::size_t i = j; i < a.rows(); ++i) norm += a(i, j) * a(i, j);
  norm = std::sqrt(norm);
  if (norm == 0) return;
  double const diagonal = a(j, j) > 0 ? -norm : norm;
  double const factor = 1 / (norm * (norm + std::fabs(a(j, j))));  // 2 / |v|^2
  a(j, j) -= diagonal;                                             // column j holds v now
  std::vector<double> products(a.columns() - j - 1, 0);            // row-wise: the matrix is tall
  for (std::size_t i = j; i < a.rows(); ++i) {
    for (std::size_t k = j + 1; k < a.columns(); ++k) products[k - j - 1] += a(i, j) * a(i, k);
  }
  for (std::size_t i = j; i < a.rows(); ++i) {
    for (std::size_t k = j + 1; k < a.columns(); ++k) {
      a(i, k) -= factor * a(i, j) * products[k - j - 1];
    }
  }
  a(j, j) = diagonal;
  for (std::size_t i = j + 1; i < a.rows(); ++i) a(i, j) = 0;
}

// Cholesky factor, in place; pivots below `least` are raised to it and counted.
int factor_held(Matrix& a, double least) {
  int held = 0;
  for (std::size_t j = 0; j < a.rows(); ++j) {
    for (std::size_t k = 0; k < j; ++k) a(j, j) -= a(j, k) * a(j, k);
    if (!(a(j, j) > least)) {
      a(j, j) = least;
      ++held;
    }
    a(j, j) = std::sqrt(a(j, j));
    for (std::size_t i = j + 1; i < a.rows(); ++i) {
      for (std::size_t k = 0; k < j; ++k) a(i, j) -= a(i, k) * a(j, k);
      a(i, j) /= a(j, j);
    }
  }
  return held;
}

// (L L^T)^{-1}
Matrix invert_factored(Matrix const& l) {
  std::size_t const n = l.rows();
  Matrix inverse(n, n);  // of L, lower triangular
  for (std::size_t j = 0; j < n; ++j) {
    inverse(j, j) = 1 / l(j, j);
    for (std::size_t i = j + 1; i < n; ++i) {
      double sum = 0;
      for (std::size_t k = j; k < i; ++k) sum -= l(i, k) * inverse(k, j);
      inverse(i, j) = sum / l(i, i);
    }
  }
  Matrix product(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      for (std::size_t k = i; k < n; ++k) product(i, j) += inverse(k, i) * inverse(k, j);
      product(j, i) = product(i, j);
    }
  }
  return product;
}

}  // namespace

void triangularise(Matrix& a) {
  for (std::size_t j = 0; j < std::min(a.rows(), a.columns()); ++j) reflect(a, j);
}

Inverse invert(Matrix const& symmetric, double least) {
  std::size_t const n = symmetric.rows();
  std::vector<double> scale(n);
  for (std::size_t i = 0; i < n; ++i) {
    scale[i] = symmetric(i, i) > 0 ? 1 / std::sqrt(symmetric(i, i)) : 1;
  }
  Matrix scaled(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) scaled(i, j) = symmetric(i, j) * scale[i] * scale[j];
  }
  Inverse result;
  result.held = factor_held(scaled, least);
  result.matrix = invert_factored(scaled);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) result.matrix(i, j) *= scale[i] * scale[j];
  }
  return result;
}

SubsetSolution solve_subset(Matrix const& triangle, std::vector<double> const& z,
                            std::vector<std::size_t> const& chosen) {
  std::size_t const n = chosen.size();
  Matrix a(triangle.rows(), n + 1);
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < n; ++j) a(i, j) = triangle(i, chosen[j]);
    a(i, n) = z[i];
  }
  triangularise(a);
  SubsetSolution solution{std::vector<double>(n), std::vector<double>(n, 0), 0};
  for (std::size_t i = n; i < a.rows(); ++i) solution.residual_squares += a(i, n) * a(i, n);
  auto const pivot = [&a](std::size_t i) { return a(i, i) == 0 ? 1e-300 : a(i, i); };
  for (std::size_t i = n; i-- > 0;) {
    double sum = a(i, n);
    for (std::size_t j = i + 1; j < n; ++j) sum -= a(i, j) * solution.x[j];
    solution.x[i] = sum / pivot(i);
  }
  Matrix inverse(n, n);  // of the triangle
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j + 1; i-- > 0;) {
      double sum = i == j ? 1 : 0;
      for (std::size_t k = i + 1; k <= j; ++k) sum -= a(i, k) * inverse(k, j);
      inverse(i, j) = sum / pivot(i);
      solution.variances[i] += inverse(i, j) * inverse(i, j);
    }
  }
  return solution;
}

}  // namespace smnn::discovery::detail
