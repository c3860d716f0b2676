// The weighted rows of A that begin at a time point, stacked: dense columns of t and t+1 and, with
// central smoothness, those columns of t+2 that a row can have, order K-2 of every dim. In the
// order of the rows:
//   n        two-point rows, condensed (smoothness.hpp): row i has no entry of t before column i
//   G        the last governing equations, at most two: reflecting them with the others costs less
//            than each by itself, but more where there are fewer of them
//   D        three-point rows, with central smoothness
//   D        rows of t-1 and before that are left for order K-2 of t+1, with central smoothness
// A right-hand side belongs to every row.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/block/reflection.hpp"
#include "smnn/kernels/rows/normal_blocks.hpp"

namespace smnn::kernels {

KOKKOS_INLINE_FUNCTION constexpr int stacked_equations(int dims) { return dims < 2 ? 1 : 2; }

// Number of rows.
KOKKOS_INLINE_FUNCTION constexpr int stack_size(int n, int dims, int bandwidth) {
  return n + stacked_equations(dims) + (bandwidth == 2 ? 2 * dims : 0);
}

// Dims that central smoothness, which needs two orders, leaves possible.
template <class Order>
inline constexpr int max_wide_dims =
    Order::max_dims < Order::max_n / 2 ? Order::max_dims : Order::max_n / 2;

template <class Order, int Bandwidth>
inline constexpr int max_stack_size =
    stack_size(Order::max_n, Bandwidth == 2 ? max_wide_dims<Order> : Order::max_dims, Bandwidth);

// body(r) for begin <= r < end, rows of a stack, by one thread.
template <int Bandwidth, class Order, class Body>
KOKKOS_FORCEINLINE_FUNCTION void for_stack(Order const&, int begin, int end, Body const& body) {
  for_indices<max_stack_size<Order, Bandwidth>, Order>(begin, end, body);
}

template <class Scalar, int Bandwidth, class Member, class Order>
class StackedRows {
  static constexpr bool wide = Bandwidth == 2;
  static constexpr int largest = max_stack_size<Order, Bandwidth>;

  template <int LargestWidth>
  KOKKOS_FORCEINLINE_FUNCTION static auto make(Order const& order, Arena<Scalar>& arena,
                                               int width) {
    if constexpr (Order::has_static_blocks) {
      return InlineStorage<Scalar, largest * LargestWidth>();
    } else {
      return BorrowedStorage<Scalar>{
          arena.take(stack_size(order.n(), order.dims(), Bandwidth) * width)};
    }
  }
  template <int LargestWidth>
  using Columns =
      decltype(make<LargestWidth>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>(), 0));
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));
  static constexpr int largest_after = wide ? max_wide_dims<Order> : 1;

 public:
  Columns<Order::max_n> here;    // n columns
  Columns<Order::max_n> next;    // n columns
  Columns<largest_after> after;  // D columns, bandwidth 2 only
  Columns<1> rhs;

  KOKKOS_FORCEINLINE_FUNCTION StackedRows(Member const& member, Order const& order,
                                          RowWeights<real_t<Scalar>> const& weights,
                                          Arena<Scalar>& arena)
      : here(make<Order::max_n>(order, arena, order.n())),
        next(make<Order::max_n>(order, arena, order.n())),
        after(wide ? make<largest_after>(order, arena, order.dims()) : Columns<largest_after>{}),
        rhs(make<1>(order, arena, 1)),
        member_(member),
        order_(order),
        governing_(Kokkos::sqrt(weights.governing)),
        smoothness_(Kokkos::sqrt(weights.smoothness)),
        weak_(Kokkos::sqrt(weights.weak)),
        powers_(make_vector<Scalar>(order, arena)) {}

  KOKKOS_FORCEINLINE_FUNCTION int size() const {
    return stack_size(order_.n(), order_.dims(), Bandwidth);
  }
  KOKKOS_FORCEINLINE_FUNCTION int equations() const { return stacked_equations(order_.dims()); }
  KOKKOS_FORCEINLINE_FUNCTION int governing_row(int g) const { return order_.n() + g; }
  KOKKOS_FORCEINLINE_FUNCTION int three_point_row(int d) const {
    return order_.n() + equations() + d;
  }
  KOKKOS_FORCEINLINE_FUNCTION int left_row(int d) const {
    return order_.n() + equations() + order_.dims() + d;
  }

  // body(r) for every row that can have an entry in column j of t while the columns before it are
  // zero.
  template <class Body>
  KOKKOS_FORCEINLINE_FUNCTION void for_rows_of(int j, Body const& body) const {
    for_range(order_, 0, j + 1, body);
    for_equations([&](auto g) { body(governing_row(g)); });
    if constexpr (wide) for_dims(order_, [&](auto d) { body(three_point_row(d)); });
  }

  // Takes up the rows that begin at time point t. `corner` and `corner_rhs` are those left over
  // (entry (d, e), e >= d, at d D + e). Notes a bad step in the status. Ends with the member in
  // step.
  template <class Corner>
  KOKKOS_FORCEINLINE_FUNCTION void fill(SweepProblem<Scalar> const& problem, std::int64_t t,
                                        bool with_rhs, Corner const& corner,
                                        Corner const& corner_rhs, Status<Scalar>& status) {
    SweepExtents const& extents = problem.extents;
    bool const has_next = extents.has_two_point_row(t);
    Scalar const step = has_next ? problem.inputs.step(t) : Scalar(1);
    if (has_next) status.record(is_positive(extents.backward() ? -step : step), t);
    if (Order::has_static_blocks || member_.is_leader()) {
      Scalar power(has_next ? smoothness_ : real_t<Scalar>(0));
      for_orders(order_, 0, order_.k(), [&](auto r) {
        powers_[r] = power;
        power *= step;
      });
    }
    member_.barrier();
    for_rows(member_, order_, [&](auto row) { fill_two_point(problem.rows, row); });
    fill_governing(problem, t, with_rhs);
    if constexpr (wide) {
      fill_left(corner, corner_rhs);
      member_.barrier();
      if (problem.rows.three_point && extents.has_three_point_row(t))
        add_three_point_rows(problem.inputs.step(t) + problem.inputs.step(t + 1));
    }
    if (problem.rows.weak_row && has_next) {
      member_.barrier();
      add_weak_rows(step);
    }
    member_.barrier();
  }

 private:
  KOKKOS_FORCEINLINE_FUNCTION void fill_two_point(SmoothnessRows<real_t<Scalar>> const& rows,
                                                  int row) {
    int const n = order_.n();
    int const k = order_.k();
    int const first = order_.dim_of(row) * k;
    for_range(order_, 0, n, [&](auto column) {
      Scalar left(0);
      Scalar right(0);
      if (column >= first && column < first + k) {
        int const r = order_.order_of(column);
        left = powers_[r] * Scalar(rows.condensed_left(row - first, r));
        right = powers_[r] * Scalar(rows.condensed_right(row - first, r));
      }
      here[row * n + column] = left;
      next[row * n + column] = right;
    });
    if constexpr (wide)
      for_dims(order_, [&](auto d) { after[row * order_.dims() + d] = Scalar(0); });
    rhs[row] = Scalar(0);
  }

  template <class Body>
  KOKKOS_FORCEINLINE_FUNCTION void for_equations(Body const& body) const {
    for_indices<stacked_equations(Order::max_dims), Order>(0, equations(), body);
  }

  KOKKOS_FORCEINLINE_FUNCTION void fill_governing(SweepProblem<Scalar> const& problem,
                                                  std::int64_t t, bool with_rhs) {
    for_equations([&](auto g) {
      std::int64_t const e = problem.extents.equations - equations() + g;
      bool const own = t < problem.extents.own_points() && e >= 0;
      int const row = governing_row(g);
      Scalar const weight(governing_);
      for_rows(member_, order_, [&](auto i) {
        here[row * order_.n() + i] =
            own ? weight * problem.inputs.coefficient(t, e, order_.dim_of(i), order_.order_of(i))
                : Scalar(0);
        next[row * order_.n() + i] = Scalar(0);
      });
      if (!member_.is_leader()) return;
      rhs[row] = own && with_rhs ? weight * problem.inputs.rhs(t, e) : Scalar(0);
      if constexpr (wide)
        for_dims(order_, [&](auto d) { after[row * order_.dims() + d] = Scalar(0); });
    });
  }

  // Three-point rows become zero, those left over from t-1 are taken up.
  template <class Corner>
  KOKKOS_FORCEINLINE_FUNCTION void fill_left(Corner const& corner, Corner const& corner_rhs) {
    int const n = order_.n();
    int const dims = order_.dims();
    for_rows(member_, order_, [&](auto i) {
      for_dims(order_, [&](auto d) {
        here[three_point_row(d) * n + i] = Scalar(0);
        next[three_point_row(d) * n + i] = Scalar(0);
        int const e = order_.dim_of(i);
        next[left_row(d) * n + i] =
            e >= d && i == Band<2>::strip_row(order_, e) ? corner[d * dims + e] : Scalar(0);
      });
    });
    if (!member_.is_leader()) return;
    for_dims(order_, [&](auto d) {
      rhs[three_point_row(d)] = Scalar(0);
      rhs[left_row(d)] = corner_rhs[d];
      for_dims(order_, [&](auto e) {
        after[three_point_row(d) * dims + e] = Scalar(0);
        after[left_row(d) * dims + e] = Scalar(0);
      });
    });
  }

  KOKKOS_FORCEINLINE_FUNCTION void add_three_point_rows(Scalar const& h) {
    int const n = order_.n();
    ThreePointRow<Scalar> const row = kernels::three_point_row(order_.k(), h);
    Scalar const weight(smoothness_);
    if (!member_.is_leader()) return;
    for_dims(order_, [&](auto d) {
      int const high = order_.index_of(d, order_.k() - 1);
      here[three_point_row(d) * n + Band<2>::strip_row(order_, d)] = weight * row.outer;
      next[three_point_row(d) * n + high] = weight * row.inner;
      after[three_point_row(d) * order_.dims() + d] = -(weight * row.outer);
    });
  }

  // Pade's row of the highest order takes the place of the zero row of its dim; the others are
  // reflected with it, so that all keep their shape.
  KOKKOS_FORCEINLINE_FUNCTION void add_weak_rows(Scalar const& step) {
    int const n = order_.n();
    int const k = order_.k();
    if (!member_.is_leader()) return;
    Scalar scale(weak_);
    for (int r = 1; r < k; ++r) scale *= step;
    for_dims(order_, [&](auto d) {
      int const first = d * k;
      int const weak = first + k - 1;
      here[weak * n + first] = scale;
      next[weak * n + first] = -scale;
      for_range(order_, first, weak, [&](auto row) {
        Scalar const entry = here[row * n + row];
        Scalar const other = here[weak * n + row];
        Reflection<Scalar> const reflection(entry, entry * entry + other * other);
        auto const change = [&](auto& block, int column) {
          reflection.apply_to_pair(other, block[row * n + column], block[weak * n + column]);
        };
        for_range(order_, row + 1, weak + 1, [&](auto column) { change(here, column); });
        for_range(order_, first, weak + 1, [&](auto column) { change(next, column); });
        here[row * n + row] = reflection.norm;
      });
    });
  }

  Member const& member_;
  Order const& order_;
  real_t<Scalar> governing_;  // weights, not squared
  real_t<Scalar> smoothness_;
  real_t<Scalar> weak_;
  Vector powers_;  // times the weight of smoothness
};

}  // namespace smnn::kernels
