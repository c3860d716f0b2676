/// A random symmetric positive definite block with its Cholesky factor, and what the block algebra
/// should make of them; plain numbers, so that host and device share it.
#pragma once

#include <vector>

#include "random_problem.hpp"
#include "smnn/kernels/block/order.hpp"

namespace smnn::kernels {

struct BlockProblem {
  int n;
  std::vector<double> l;  // lower triangle by rows
  std::vector<double> a;  // L L^T, likewise
  std::vector<double> x;  // n numbers
  std::vector<double> b;  // n x n by rows

  BlockProblem(int order, std::uint64_t seed) : n(order) {
    test::Random random(seed);
    // Well-conditioned: off-diagonal entries shrink with n.
    l = random.vector(static_cast<std::size_t>(triangle_size(n)), -1. / n, 1. / n);
    for (int i = 0; i < n; ++i) l[at(i, i)] = random.uniform(.5, 1.5);
    a.resize(l.size());
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j <= i; ++j) {
        for (int k = 0; k <= j; ++k) a[at(i, j)] += l[at(i, k)] * l[at(j, k)];
      }
    }
    x = random.vector(static_cast<std::size_t>(n));
    b = random.vector(static_cast<std::size_t>(n * n));
  }

  static std::size_t at(int i, int j) { return static_cast<std::size_t>(triangle_index(i, j)); }

  /// L x, L^T x, and row `row` of B L^T.
  std::vector<double> lower_product() const {
    std::vector<double> y(x.size());
    for (int i = 0; i < n; ++i)
      for (int j = 0; j <= i; ++j)
        y[static_cast<std::size_t>(i)] += l[at(i, j)] * x[static_cast<std::size_t>(j)];
    return y;
  }
  std::vector<double> upper_product() const {
    std::vector<double> y(x.size());
    for (int i = 0; i < n; ++i)
      for (int j = 0; j <= i; ++j)
        y[static_cast<std::size_t>(j)] += l[at(i, j)] * x[static_cast<std::size_t>(i)];
    return y;
  }
  std::vector<double> row_product(int row, int begin) const {
    std::vector<double> y(x.size());
    for (int j = begin; j < n; ++j)
      for (int k = begin; k <= j; ++k)
        y[static_cast<std::size_t>(j)] += b[static_cast<std::size_t>(row * n + k)] * l[at(j, k)];
    return y;
  }
};

}  // namespace smnn::kernels
