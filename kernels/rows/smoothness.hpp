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
#include <vector>

namespace smnn::kernels {

// What the kernels read; `coefficients` and `gram` point to device memory filled from
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
};

enum class TwoPointFamily { taylor, taylor_without_highest, pade };

// Host-side coefficients of a family for K orders.
struct SmoothnessDefinition {
  int orders;
  int sets;
  int rows;
  std::vector<double> coefficients;  // [set][left, right][i][r], K entries along i and r
  std::vector<double> gram;          // [here, below, next][i][j]

  SmoothnessDefinition(TwoPointFamily family, int order_count)
      : orders(order_count),
        sets(family == TwoPointFamily::pade ? 1 : 2),
        rows(family == TwoPointFamily::taylor ? order_count : order_count - 1),
        coefficients(static_cast<std::size_t>(2 * sets * orders * orders), 0.0),
        gram(static_cast<std::size_t>(3 * orders * orders), 0.0) {
    for (int i = 0; i < rows; ++i) {
      if (family == TwoPointFamily::pade) {
        fill_pade(i);
      } else {
        fill_taylor(i);
      }
    }
    fill_gram();
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
};

}  // namespace smnn::kernels
