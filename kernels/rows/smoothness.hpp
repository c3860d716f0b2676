// The smoothness rows: the one place where their coefficients are written down.
//
// With the scaled derivatives z_t[r] = s^r y_t[r], s the step from t to t+1, every two-point row of
// every family reads
//   sum_{r >= i} left[i][r] z_t[r] + right[i][r] z_{t+1}[r] = 0
// with constant coefficients; a family has one or two sets of such rows, i = 0 .. rows-1. Besides,
// with R = K-1 and h = s_t + s_{t+1}, Pade has the weak row
//   w_h (z_t[R] - z_{t+1}[R]) = 0
// and central the three-point row
//   h^(R-2) (y_t[R-1] - y_{t+2}[R-1]) + h^(R-1) y_{t+1}[R] = 0.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace smnn::kernels {

// What the kernels read; `coefficients`, `gram` and `condensed` point to device memory filled from
// SmoothnessDefinition.
template <class Real>
struct SmoothnessRows {
  int orders = 1;
  int sets = 0;
  int rows = 0;              // per set
  bool weak_row = false;     // Pade
  bool three_point = false;  // central
  Real const* coefficients = nullptr;
  Real const* gram = nullptr;
  Real const* condensed = nullptr;

  KOKKOS_INLINE_FUNCTION Real left(int set, int i, int r) const {
    return coefficients[((2 * set) * orders + i) * orders + r];
  }
  KOKKOS_INLINE_FUNCTION Real right(int set, int i, int r) const {
    return coefficients[((2 * set + 1) * orders + i) * orders + r];
  }

  // Sums over all two-point rows of products of their coefficients: what they add to the normal
  // matrix between scaled orders i and j of time points (t, t), (t+1, t) and (t+1, t+1).
  KOKKOS_INLINE_FUNCTION Real gram_here(int i, int j) const { return gram[i * orders + j]; }
  KOKKOS_INLINE_FUNCTION Real gram_below(int i, int j) const {
    return gram[(orders + i) * orders + j];
  }
  KOKKOS_INLINE_FUNCTION Real gram_next(int i, int j) const {
    return gram[(2 * orders + i) * orders + j];
  }

  // The two-point rows after an orthogonal transformation: K of them (of Pade's, K-1 and a zero)
  // instead of up to 2K, since the others become zero. The highest orders are eliminated first, so
  // that condensed_left(p, r) is zero for r > R - p.
  KOKKOS_INLINE_FUNCTION Real condensed_left(int p, int r) const {
    return condensed[p * orders + r];
  }
  KOKKOS_INLINE_FUNCTION Real condensed_right(int p, int r) const {
    return condensed[(orders + p) * orders + r];
  }
};

enum class TwoPointFamily { taylor, taylor_without_highest, pade };

// Host-side coefficients of a family for K orders.
struct SmoothnessDefinition {
  int orders;
  int sets;
  int rows;
  std::vector<double> coefficients;  // [set][left, right][i][r], K entries along i and r
  std::vector<double> gram;          // [here, below, next][i][j]
  std::vector<double> condensed;     // [left, right][p][r]

  SmoothnessDefinition(TwoPointFamily family, int order_count)
      : orders(order_count),
        sets(family == TwoPointFamily::pade ? 1 : 2),
        rows(family == TwoPointFamily::taylor ? order_count : order_count - 1),
        coefficients(static_cast<std::size_t>(2 * sets * orders * orders), 0.0),
        gram(static_cast<std::size_t>(3 * orders * orders), 0.0),
        condensed(static_cast<std::size_t>(2 * orders * orders), 0.0) {
    for (int i = 0; i < rows; ++i) {
      if (family == TwoPointFamily::pade) {
        fill_pade(i);
      } else {
        fill_taylor(i);
      }
    }
    fill_gram();
    fill_condensed();
  }

  double& at(int set, int side, int i, int r) {
    return coefficients[static_cast<std::size_t>(((2 * set + side) * orders + i) * orders + r)];
  }

 private:
  // Forward: sum_{r>=i} z_t[r] / (r-i)! - z_{t+1}[i]; backward: the same expansion from t+1 with
  // negative step.
  void fill_taylor(int i) {
    at(0, 1, i, i) = -1;
    at(1, 0, i, i) = -1;
    double inverse_factorial = 1;
    for (int r = i; r < orders; ++r) {
      at(0, 0, i, r) = inverse_factorial;
      at(1, 1, i, r) = (r - i) % 2 == 0 ? inverse_factorial : -inverse_factorial;
      inverse_factorial /= r - i + 1;
    }
  }

  // sum_{k=0..m} a_{m,k} (z_t[i+k] - (-1)^k z_{t+1}[i+k]) with m = R-i and
  // a_{m,k} = (2m-k)! m! / ((2m)! k! (m-k)!).
  void fill_pade(int i) {
    int const m = orders - 1 - i;
    double a = 1;
    for (int k = 0; k <= m; ++k) {
      at(0, 0, i, i + k) = a;
      at(0, 1, i, i + k) = k % 2 == 0 ? -a : a;
      if (k < m) a *= static_cast<double>(m - k) / (static_cast<double>(2 * m - k) * (k + 1));
    }
  }

  void fill_gram() {
    int const side_of[3][2] = {{0, 0}, {1, 0}, {1, 1}};
    for (int part = 0; part < 3; ++part) {
      for (int i = 0; i < orders; ++i) {
        for (int j = 0; j < orders; ++j) {
          double sum = 0;
          for (int set = 0; set < sets; ++set) {
            for (int row = 0; row < rows; ++row) {
              sum += at(set, side_of[part][0], row, i) * at(set, side_of[part][1], row, j);
            }
          }
          gram[static_cast<std::size_t>((part * orders + i) * orders + j)] = sum;
        }
      }
    }
  }

  // Taylor's forward and backward rows say the same: a polynomial is its own Taylor polynomial. So
  // all sets together have rank K at most, which the left coefficients have by themselves.
  void fill_condensed() {
    auto const k = static_cast<std::size_t>(orders);
    std::vector<std::vector<long double>>
        all;  // left coefficients, highest order first, then right
    for (int set = 0; set < sets; ++set) {
      for (int i = 0; i < rows; ++i) {
        std::vector<long double> row(2 * k);
        for (int r = 0; r < orders; ++r) {
          row[k - 1 - static_cast<std::size_t>(r)] = at(set, 0, i, r);
          row[k + static_cast<std::size_t>(r)] = at(set, 1, i, r);
        }
        all.push_back(std::move(row));
      }
    }
    std::size_t const left = std::min(k, all.size());
    for (std::size_t p = 0; p < left; ++p) {
      for (std::size_t other = p + 1; other < all.size(); ++other) rotate(p, all[p], all[other]);
      for (std::size_t r = 0; r < k; ++r) {
        if (r + p < k) condensed[p * k + r] = static_cast<double>(all[p][k - 1 - r]);
        condensed[(k + p) * k + r] = static_cast<double>(all[p][k + r]);
      }
    }
  }

  // Rotates two rows so that entry `column` of the other one becomes zero.
  static void rotate(std::size_t column, std::vector<long double>& row,
                     std::vector<long double>& other) {
    long double const norm = std::hypot(row[column], other[column]);
    if (other[column] == 0) return;
    long double const c = row[column] / norm;
    long double const s = other[column] / norm;
    for (std::size_t i = 0; i < row.size(); ++i) {
      long double const kept = row[i];
      row[i] = c * kept + s * other[i];
      other[i] = c * other[i] - s * kept;
    }
  }
};

}  // namespace smnn::kernels
