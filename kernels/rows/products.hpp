// Products of the rows of A with block vectors: r = b - A y, and g += A^T r, one time point at a
// time; and the derivatives of the rows with respect to the steps. Together with assemble.hpp this
// is all that knows A; the coefficients of the smoothness rows stand in smoothness.hpp.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/rows/assemble.hpp"

namespace smnn::kernels {

// Product of a row vector of n entries with a block vector, computed by every thread.
template <class Scalar, class Order, class VectorA, class VectorB>
KOKKOS_FORCEINLINE_FUNCTION Scalar dot(Order const& order, VectorA const& a, VectorB const& b) {
  Scalar sum(0);
  for_range(order, 0, order.n(), [&](auto i) { sum += a[i] * b[i]; });
  return sum;
}

// One side of a two-point row: sum_{r >= i} coefficient[i][r] s^r y[order.index_of(d, r)],
// optionally with the powers differentiated by the step.
template <class Scalar, class Order>
struct TwoPointRow {
  Order const& order;
  SmoothnessRows<real_t<Scalar>> const& rows;
  int set;
  int i;

  template <class Powers, class Vector>
  KOKKOS_FORCEINLINE_FUNCTION Scalar left(Powers const& powers, Vector const& y, int d) const {
    Scalar sum(0);
    for_orders(order, i, order.k(), [&](auto r) {
      sum += Scalar(rows.left(set, i, r)) * powers[r] * y[order.index_of(d, r)];
    });
    return sum;
  }
  template <class Powers, class Vector>
  KOKKOS_FORCEINLINE_FUNCTION Scalar right(Powers const& powers, Vector const& y, int d) const {
    Scalar sum(0);
    for_orders(order, i, order.k(), [&](auto r) {
      sum += Scalar(rows.right(set, i, r)) * powers[r] * y[order.index_of(d, r)];
    });
    return sum;
  }
  // g_here += factor * (left part of the row), g_next += factor * (right part).
  template <class Powers, class Vector>
  KOKKOS_FORCEINLINE_FUNCTION void add_transposed(Scalar const& factor, Powers const& powers, int d,
                                                  Vector& g_here, Vector& g_next) const {
    for_orders(order, i, order.k(), [&](auto r) {
      Scalar const scaled = factor * powers[r];
      g_here[order.index_of(d, r)] += scaled * Scalar(rows.left(set, i, r));
      g_next[order.index_of(d, r)] += scaled * Scalar(rows.right(set, i, r));
    });
  }
};

// Calls body(row, squared weight) for every full-weight two-point row of a dim.
template <class Scalar, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_two_point_rows(Order const& order,
                                                    SmoothnessRows<real_t<Scalar>> const& rows,
                                                    RowWeights<real_t<Scalar>> const& weights,
                                                    Body const& body) {
  for (int set = 0; set < rows.sets; ++set) {
    for_orders(order, 0, order.k(), [&](auto i) {
      if (i < rows.rows)
        body(TwoPointRow<Scalar, Order>{order, rows, set, i}, Scalar(weights.smoothness));
    });
  }
}

// A two-point row after the orthogonal transformation that condenses them: sums over all rows of
// products of two rows are the same, and Taylor's rows are half as many.
template <class Scalar, class Order>
struct CondensedRow {
  Order const& order;
  SmoothnessRows<real_t<Scalar>> const& rows;
  int p;

  // With dim d of a window; `powers` as those of TwoPointRow.
  template <class Powers, class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION Scalar product(Powers const& powers, WindowOf const& y, int d) const {
    Scalar sum(0);
    for_orders(order, 0, order.k(), [&](auto r) {
      int const i = order.index_of(d, r);
      if (r + p < order.k()) sum += Scalar(rows.condensed_left(p, r)) * (powers[r] * y.here[i]);
      sum += Scalar(rows.condensed_right(p, r)) * (powers[r] * y.next[i]);
    });
    return sum;
  }
};

// Pade's row of the highest order: scale (y_t[d,K-1] - y_{t+1}[d,K-1]), `top` the entry's index.
template <class Scalar>
struct WeakRow {
  Scalar scale;

  template <class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION Scalar product(WindowOf const& v, int top) const {
    return scale * (v.here[top] - v.next[top]);
  }
  template <class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION void add_transposed(Scalar const& factor, int top,
                                                  WindowOf& g) const {
    g.here[top] += factor * scale;
    g.next[top] -= factor * scale;
  }
};

// derivative[r] = d(s^r)/ds = r s^(r-1).
template <class Scalar, class Order, class Vector>
KOKKOS_FORCEINLINE_FUNCTION void fill_power_derivatives(Order const& order, Vector const& powers,
                                                        Vector& derivative) {
  derivative[0] = Scalar(0);
  for_orders(order, 1, order.k(), [&](auto r) {
    derivative[r] = Scalar(static_cast<real_t<Scalar>>(static_cast<int>(r))) * powers[r - 1];
  });
}

// The three-point row's weights differentiated by h.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION ThreePointRow<Scalar> three_point_derivative(int orders,
                                                                         Scalar const& h) {
  ThreePointRow<Scalar> const row = three_point_row(orders, h);
  real_t<Scalar> const k = static_cast<real_t<Scalar>>(orders);
  return {Scalar(k - 3) * row.outer / h, Scalar(k - 2) * row.inner / h};
}

}  // namespace smnn::kernels
