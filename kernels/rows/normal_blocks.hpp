// The normal equations M y = beta, M = A^T A, beta = A^T b, assembled one time point after another:
// the blocks M_{t,t}, M_{t+1,t} and, with central smoothness, M_{t+2,t}. Rows of one time point
// also touch blocks of the next two; those are carried along, and an elimination may subtract from
// them.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/block/status.hpp"
#include "smnn/kernels/rows/assemble.hpp"

namespace smnn::kernels {

// What every sweep over a range of systems needs to know about its problem.
template <class Scalar>
struct SweepProblem {
  SystemInputs<Scalar> inputs;
  SweepExtents extents;
  SmoothnessRows<real_t<Scalar>> rows;
  RowWeights<real_t<Scalar>> weights;
};

template <class Scalar, int Bandwidth, class Member, class Order>
class NormalBlocks {
  static constexpr bool wide = Bandwidth == 2;
  using Triangle =
      decltype(make_triangle<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));
  using Square =
      decltype(make_square<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));
  using Strip =
      decltype(make_strip<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));

 public:
  Triangle diagonal;  // M_{t,t}
  Square below;       // M_{t+1,t}, rows of t+1
  Vector beta;        // beta_t
  Triangle next;      // M_{t+1,t+1} so far
  Vector beta_next;   // beta_{t+1} so far
  // Bandwidth 2 only.
  Strip second;       // M_{t+2,t}: the rows of order K-2
  Square next_below;  // M_{t+2,t+1} so far
  Triangle after;     // M_{t+2,t+2} so far
  Vector beta_after;  // beta_{t+2} so far

  KOKKOS_FORCEINLINE_FUNCTION NormalBlocks(Member const& member, Order const& order,
                                           Arena<Scalar>& arena)
      : diagonal(make_triangle<Scalar>(order, arena)),
        below(make_square<Scalar>(order, arena)),
        beta(make_vector<Scalar>(order, arena)),
        next(make_triangle<Scalar>(order, arena)),
        beta_next(make_vector<Scalar>(order, arena)),
        second(wide ? make_strip<Scalar>(order, arena) : Strip{}),
        next_below(wide ? make_square<Scalar>(order, arena) : Square{}),
        after(wide ? make_triangle<Scalar>(order, arena) : Triangle{}),
        beta_after(wide ? make_vector<Scalar>(order, arena) : Vector{}),
        member_(member),
        order_(order),
        powers_(make_vector<Scalar>(order, arena)),
        row_(make_vector<Scalar>(order, arena)) {
    for_rows(member_, order_, [&](auto i) {
      beta_next[i] = Scalar(0);
      for_range(order_, 0, i + 1, [&](auto j) { next[triangle_index(i, j)] = Scalar(0); });
      if constexpr (wide) {
        beta_after[i] = Scalar(0);
        for_range(order_, 0, i + 1, [&](auto j) { after[triangle_index(i, j)] = Scalar(0); });
        for_range(order_, 0, order_.n(),
                  [&](auto j) { next_below[i * order_.n() + j] = Scalar(0); });
      }
    });
    member_.barrier();
  }

  // Moves to time point t; to be called for t = 0, 1, ... in turn. Notes a bad step in `status`.
  // Ends with the member in step.
  KOKKOS_FORCEINLINE_FUNCTION void advance(SweepProblem<Scalar> const& problem, std::int64_t t,
                                           bool with_rhs, Status<Scalar>& status) {
    shift();
    SweepExtents const& extents = problem.extents;
    bool const has_next = extents.has_two_point_row(t);
    if (has_next) {
      Scalar const step = problem.inputs.step(t);
      status.record(is_positive(extents.backward() ? -step : step), t);
      if (Order::has_static_blocks || member_.is_leader()) fill_powers(order_, step, powers_);
    }
    member_.barrier();

    RowWeights<real_t<Scalar>> const& weights = problem.weights;
    if (t < extents.own_points()) {
      add_governing(member_, order_, problem.inputs, extents, Scalar(weights.governing), t,
                    with_rhs, diagonal, beta, row_);
    }
    add_initial(member_, order_, problem.inputs, extents, Scalar(weights.initial), t, with_rhs,
                diagonal, beta);
    if (has_next) {
      add_two_point<Scalar>(member_, order_, problem.rows, weights, powers_, diagonal, below, next);
    }
    if constexpr (wide) {
      member_.barrier();
      if (problem.rows.three_point && extents.has_three_point_row(t)) {
        Scalar const h = problem.inputs.step(t) + problem.inputs.step(t + 1);
        add_three_point(member_, order_, Scalar(weights.smoothness), three_point_row(order_.k(), h),
                        diagonal, below, second, next, next_below, after);
      }
    }
    member_.barrier();
  }

 private:
  // What was carried for the next time point becomes this one's.
  KOKKOS_FORCEINLINE_FUNCTION void shift() {
    int const n = order_.n();
    for_rows(member_, order_, [&](auto i) {
      beta[i] = beta_next[i];
      beta_next[i] = Scalar(0);
      if constexpr (wide) {
        beta_next[i] = beta_after[i];
        beta_after[i] = Scalar(0);
      }
      for_range(order_, 0, i + 1, [&](auto j) {
        int const ij = triangle_index(i, j);
        diagonal[ij] = next[ij];
        next[ij] = Scalar(0);
        if constexpr (wide) {
          next[ij] = after[ij];
          after[ij] = Scalar(0);
        }
      });
      for_range(order_, 0, n, [&](auto j) {
        below[i * n + j] = Scalar(0);
        if constexpr (wide) {
          below[i * n + j] = next_below[i * n + j];
          next_below[i * n + j] = Scalar(0);
        }
      });
    });
    if constexpr (wide) {
      for_dims(order_, [&](auto d) {
        if (!member_.is_leader()) return;
        for_range(order_, 0, n, [&](auto j) { second[d * n + j] = Scalar(0); });
      });
    }
  }

  Member const& member_;
  Order const& order_;
  Vector powers_;
  Vector row_;
};

}  // namespace smnn::kernels
