/// Least squares by orthogonal elimination (Givens rotations, row by row) in extended precision:
/// the normal matrix is never formed. Slow; for any rows sorted by time.
#pragma once

#include <vector>

#include "constraint_rows.hpp"

namespace smnn::test {

using Vector = std::vector<long double>;

class LeastSquares {
 public:
  /// `band`: the number of unknowns that a row can span, counted from its first time point's.
  LeastSquares(std::vector<Row> rows, std::int64_t unknowns, std::int64_t block_order);

  /// Whether the columns of A are linearly dependent, up to rounding.
  bool singular() const { return singular_; }

  std::vector<Row> const& rows() const { return rows_; }

  /// The y that minimises |b - A y|.
  Vector solve() const;
  /// M^{-1} g, M = A^T A.
  Vector solve_normal(Vector const& g) const;

  /// A x, and A^T x.
  Vector multiply(Vector const& x) const;
  Vector multiply_transposed(Vector const& x) const;
  /// b - A y.
  Vector residual(Vector const& y) const;

  /// The largest and smallest singular value of A, from below and above by at most a few percent.
  long double largest_singular_value() const;
  long double smallest_singular_value() const;

 private:
  void eliminate(Row const& row);
  void solve_upper(Vector& x) const;             // R x = b in place
  void solve_upper_transposed(Vector& x) const;  // R^T x = b in place
  long double& r(std::int64_t row, std::int64_t column) {
    return r_[static_cast<std::size_t>(row * band_ + column - row)];
  }
  long double r(std::int64_t row, std::int64_t column) const {
    return r_[static_cast<std::size_t>(row * band_ + column - row)];
  }

  std::vector<Row> rows_;
  std::int64_t unknowns_;
  std::int64_t block_order_;
  std::int64_t band_;  // of R
  Vector r_;           // entry (i, j) at i * band + j - i
  Vector rotated_rhs_;
  bool singular_ = false;
};

long double norm(Vector const& x);
Vector to_extended(double const* values, std::size_t count);

}  // namespace smnn::test
