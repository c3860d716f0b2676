/// What the solver should return for a problem, computed slowly and in extended precision: the
/// solution, its directional derivative and the gradients of all inputs, and how far from them
/// arithmetic of a given unit of rounding may end.
#pragma once

#include <vector>

#include "least_squares.hpp"

namespace smnn::test {

class Oracle {
 public:
  explicit Oracle(ProblemData const& problem);

  /// Whether some system has no unique solution.
  bool singular() const;
  /// The largest condition number of A over all systems.
  double condition() const;

  /// (B, M, T, D, K).
  std::vector<double> solution() const;
  /// |b - A y|, of every (B, M).
  std::vector<double> residual_norm() const;
  /// dl/d(input) for seed = dl/dy, summed over what shares the input.
  InputData adjoint(std::vector<double> const& seed) const;
  std::vector<double> tangent(InputData const& direction) const;

  /// First-order bounds on errors relative to the largest entry, up to a modest factor, for a
  /// method that computes residuals from the rows in arithmetic of unit u = `epsilon`:
  ///   solution: u (cond + cond^2 |r| / (|A| |y|)), Wedin's bound (Bjorck, Numerical Methods for
  ///   Least Squares Problems, section 1.4); lambda = M^{-1} seed: the same with |A lambda| for
  ///   |r|.
  double solution_bound(double epsilon) const;
  /// Of the gradients, as an absolute error: those two errors carried through the products
  /// (b - A y) lambda^T - (A lambda) y^T, and summed over what shares an input.
  double gradient_bound(double epsilon, std::vector<double> const& seed) const;
  /// Of the tangent, as an absolute error: that of M^{-1} g, and what the error of y does to g.
  double tangent_bound(double epsilon, InputData const& direction) const;
  /// Of plain normal equations, u cond^2.
  double plain_bound(double epsilon) const;

 private:
  std::int64_t unknowns() const { return extents_.unknowns(); }
  // Right-hand side of the tangent, dA^T (b - A y) + A^T (db - dA y), and |db - dA y|.
  Vector tangent_rhs(std::size_t number, InputData const& direction, long double& change) const;
  Vector slice(std::vector<double> const& solutions, std::size_t number) const;

  Extents extents_;
  Shapes shapes_;
  std::vector<LeastSquares> systems_;  // of every (b, m)
  std::vector<Vector> solutions_;
  std::vector<long double> largest_;  // singular values of every b
  std::vector<long double> smallest_;
  double shortest_step_;
};

}  // namespace smnn::test
