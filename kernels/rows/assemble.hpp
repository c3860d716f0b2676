// Adds the rows of one time point to the blocks of the normal matrix M = A^T A and to beta = A^T b.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/block/band.hpp"
#include "smnn/kernels/portability/loop.hpp"
#include "smnn/kernels/rows/smoothness.hpp"
#include "smnn/kernels/rows/system.hpp"

namespace smnn::kernels {

// powers[r] = base^r, r = 0 .. K-1.
template <class Scalar, class Order, class Vector>
KOKKOS_FORCEINLINE_FUNCTION void fill_powers(Order const& order, Scalar const& base,
                                             Vector& powers) {
  Scalar power(1);
  for_orders(order, 0, order.k(), [&](auto r) {
    powers[r] = power;
    power *= base;
  });
}

// The three-point row of central smoothness: weights of y_t[K-2] (and, negative, of y_{t+2}[K-2])
// and of y_{t+1}[K-1].
template <class Scalar>
struct ThreePointRow {
  Scalar outer;  // h^(K-3)
  Scalar inner;  // h^(K-2)

  // Its product with a window at t; `low` and `high` are the indices of orders K-2 and K-1.
  template <class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION Scalar product(WindowOf const& v, int low, int high) const {
    return outer * (v.here[low] - v.after[low]) + inner * v.next[high];
  }
  template <class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION void add_transposed(Scalar const& factor, int low, int high,
                                                  WindowOf& g) const {
    g.here[low] += factor * outer;
    g.next[high] += factor * inner;
    g.after[low] -= factor * outer;
  }
};

template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION ThreePointRow<Scalar> three_point_row(int orders, Scalar const& h) {
  Scalar inner(1);
  for (int r = 2; r < orders; ++r) inner *= h;
  Scalar outer(1);
  if (orders == 2) {
    outer = Scalar(1) / h;
  } else {
    for (int r = 3; r < orders; ++r) outer *= h;
  }
  return {outer, inner};
}

// row := the coefficients of governing equation e at time point t.
template <class Scalar, class Member, class Order, class Vector>
KOKKOS_FORCEINLINE_FUNCTION void load_governing_row(Member const& member, Order const& order,
                                                    SystemInputs<Scalar> const& inputs,
                                                    std::int64_t t, std::int64_t e, Vector& row) {
  for_rows(member, order,
           [&](auto i) { row[i] = inputs.coefficient(t, e, order.dim_of(i), order.order_of(i)); });
  member.barrier();
}

// Governing rows of time point t: rank-E update of the diagonal block. `row` is scratch.
template <class Scalar, class Member, class Order, class Triangle, class Vector>
KOKKOS_INLINE_FUNCTION void add_governing(Member const& member, Order const& order,
                                          SystemInputs<Scalar> const& inputs,
                                          SweepExtents const& extents, Scalar const& weight,
                                          std::int64_t t, bool with_rhs, Triangle& diagonal,
                                          Vector& beta, Vector& row) {
  for (std::int64_t e = 0; e < extents.equations; ++e) {
    load_governing_row(member, order, inputs, t, e, row);
    Scalar const f = with_rhs ? inputs.rhs(t, e) : Scalar(0);
    for_rows(member, order, [&](auto i) {
      Scalar const weighted = weight * row[i];
      if (with_rhs) beta[i] += weighted * f;
      for_range(order, 0, i + 1,
                [&](auto j) { diagonal[triangle_index(i, j)] += weighted * row[j]; });
    });
    member.barrier();
  }
}

template <class Scalar, class Member, class Order, class Triangle, class Vector>
KOKKOS_INLINE_FUNCTION void add_initial(Member const& member, Order const& order,
                                        SystemInputs<Scalar> const& inputs,
                                        SweepExtents const& extents, Scalar const& weight,
                                        std::int64_t t, bool with_rhs, Triangle& diagonal,
                                        Vector& beta) {
  if (t >= extents.initial_steps) return;
  for_rows(member, order, [&](auto i) {
    int const d = order.dim_of(i);
    int const r = order.order_of(i);
    if (r >= extents.initial_orders) return;
    diagonal[triangle_index(i, i)] += weight;
    if (with_rhs) beta[i] += weight * inputs.initial_value(t, d, r);
  });
}

// Two-point rows between t and t+1: adds to the diagonal blocks of both, and to the block M_{t+1,t}
// between them.
template <class Scalar, class Member, class Order, class Triangle, class Square, class Powers>
KOKKOS_INLINE_FUNCTION void add_two_point(Member const& member, Order const& order,
                                          SmoothnessRows<real_t<Scalar>> const& rows,
                                          RowWeights<real_t<Scalar>> const& weights,
                                          Powers const& powers, Triangle& diagonal, Square& below,
                                          Triangle& next) {
  int const n = order.n();
  int const k = order.k();
  for_rows(member, order, [&](auto row) {
    int const i = order.order_of(row);
    int const first = order.dim_of(row) * k;
    Scalar const scale = Scalar(weights.smoothness) * powers[i];
    for_range(order, first, first + k, [&](auto column) {
      int const j = order.order_of(column);
      Scalar const both = scale * powers[j];
      below[row * n + column] += both * Scalar(rows.gram_below(i, j));
      if (column <= row) {
        diagonal[triangle_index(row, column)] += both * Scalar(rows.gram_here(i, j));
        next[triangle_index(row, column)] += both * Scalar(rows.gram_next(i, j));
      }
    });
    if (rows.weak_row && i == k - 1) {
      Scalar const weak = Scalar(weights.weak) * powers[i] * powers[i];
      diagonal[triangle_index(row, row)] += weak;
      next[triangle_index(row, row)] += weak;
      below[row * n + row] -= weak;
    }
  });
}

// Three-point rows over t, t+1, t+2 (central smoothness): M_{t,t}, M_{t+1,t}, M_{t+2,t},
// M_{t+1,t+1}, M_{t+2,t+1} and M_{t+2,t+2}, in this order.
template <class Scalar, class Member, class Order, class Triangle, class Square, class Strip>
KOKKOS_INLINE_FUNCTION void add_three_point(Member const& member, Order const& order,
                                            Scalar const& weight, ThreePointRow<Scalar> const& row,
                                            Triangle& diagonal, Square& below, Strip& second,
                                            Triangle& next, Square& next_below, Triangle& after) {
  int const n = order.n();
  Scalar const outer = weight * row.outer;
  for_dims(order, [&](auto d) {
    if (!member.is_leader()) return;
    int const low = Band<2>::strip_row(order, d);
    int const high = order.index_of(d, order.k() - 1);
    diagonal[triangle_index(low, low)] += outer * row.outer;
    below[high * n + low] += outer * row.inner;
    second[d * n + low] -= outer * row.outer;
    next[triangle_index(high, high)] += weight * row.inner * row.inner;
    next_below[low * n + high] -= outer * row.inner;
    after[triangle_index(low, low)] += outer * row.outer;
  });
}

// The block M_{t+1,t} of a block tridiagonal matrix, applied without being formed or stored: only
// the two-point rows enter it, so that it follows from the step alone.
template <class Scalar, class Member, class Order>
class Coupling {
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));

 public:
  KOKKOS_INLINE_FUNCTION Coupling(Member const& member, Order const& order,
                                  SmoothnessRows<real_t<Scalar>> const& rows,
                                  RowWeights<real_t<Scalar>> const& weights, Arena<Scalar>& arena)
      : member_(member),
        order_(order),
        rows_(rows),
        weights_(weights),
        powers_(make_vector<Scalar>(order, arena)),
        scaled_(make_vector<Scalar>(order, arena)) {}

  // y -= M_{t+1,t} x, `step` that from t to t+1. Ends with the member in step.
  template <class X, class Y>
  KOKKOS_FORCEINLINE_FUNCTION void subtract_product(Scalar const& step, X const& x, Y& y) {
    scale(step, x);
    for_rows(member_, order_, [&](auto i) {
      int const r = order_.order_of(i);
      y[i] -= entry(i, r, [&](int q) { return rows_.gram_below(r, q); });
    });
    member_.barrier();
  }

  // y := M_{t+1,t}^T x. Ends with the member in step.
  template <class X, class Y>
  KOKKOS_FORCEINLINE_FUNCTION void transposed_product(Scalar const& step, X const& x, Y& y) {
    scale(step, x);
    for_rows(member_, order_, [&](auto i) {
      int const r = order_.order_of(i);
      y[i] = entry(i, r, [&](int q) { return rows_.gram_below(q, r); });
    });
    member_.barrier();
  }

 private:
  // scaled := x in the units of order 0.
  template <class X>
  KOKKOS_FORCEINLINE_FUNCTION void scale(Scalar const& step, X const& x) {
    if (Order::has_static_blocks || member_.is_leader()) fill_powers(order_, step, powers_);
    member_.barrier();
    for_rows(member_, order_, [&](auto i) { scaled_[i] = powers_[order_.order_of(i)] * x[i]; });
    member_.barrier();
  }

  // Row i of the product, `gram(q)` its coefficient of order q.
  template <class Gram>
  KOKKOS_FORCEINLINE_FUNCTION Scalar entry(int i, int r, Gram const& gram) const {
    int const d = order_.dim_of(i);
    Scalar sum(0);
    for_orders(order_, 0, order_.k(),
               [&](auto q) { sum += Scalar(gram(q)) * scaled_[order_.index_of(d, q)]; });
    sum *= Scalar(weights_.smoothness);
    if (rows_.weak_row && r == order_.k() - 1) sum -= Scalar(weights_.weak) * scaled_[i];
    return powers_[r] * sum;
  }

  Member const& member_;
  Order const& order_;
  SmoothnessRows<real_t<Scalar>> const& rows_;
  RowWeights<real_t<Scalar>> const& weights_;
  Vector powers_;
  Vector scaled_;
};

}  // namespace smnn::kernels
