// Small dense linear algebra on the host, where the numbers of coefficients are at most hundreds.
#pragma once

#include <cstddef>
#include <vector>

namespace smnn::discovery::detail {

// Row-major.
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), values_(rows * columns, 0) {}
  double& operator()(std::size_t i, std::size_t j) { return values_[i * columns_ + j]; }
  double operator()(std::size_t i, std::size_t j) const { return values_[i * columns_ + j]; }
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<double> values_;
};

// Orthogonal triangularisation by Householder reflections, in place: the first columns() rows hold
// the triangle, what lies below is zero.
void triangularise(Matrix& a);

// Inverse of a symmetric positive semidefinite matrix, scaled to a diagonal of ones first.
// Directions in which the scaled matrix is smaller than `least` are held by that much, so that
// their entries of the inverse are large and not infinite; `held` counts them.
struct Inverse {
  Matrix matrix;
  int held = 0;
};
Inverse invert(Matrix const& symmetric, double least);

// min |R x - z| over the chosen columns, R upper triangular of more rows than chosen columns.
struct SubsetSolution {
  std::vector<double> x;          // one entry a chosen column
  std::vector<double> variances;  // diagonal of the inverse normal matrix
  double residual_squares = 0;    // of the triangle's rows alone
};
SubsetSolution solve_subset(Matrix const& triangle, std::vector<double> const& z,
                            std::vector<std::size_t> const& chosen);

}  // namespace smnn::discovery::detail
