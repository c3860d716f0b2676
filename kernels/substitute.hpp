// Substitution with a factor in memory: the steps that sweeps forward and backward in time are made
// of.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/arena.hpp"
#include "smnn/kernels/block.hpp"
#include "smnn/kernels/status.hpp"
#include "smnn/kernels/workspace.hpp"

namespace smnn::kernels {

// Solves L z = g one time point at a time, forward in time. Carries z of the last two time points,
// and notes where it first was not finite.
template <class Scalar, int Bandwidth, class Member, class Order>
class ForwardSubstitution {
  using BandOf = Band<Bandwidth>;
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));

 public:
  KOKKOS_INLINE_FUNCTION ForwardSubstitution(Member const& member, Order const& order,
                                             WorkArray<Scalar> const& factor,
                                             WorkArray<Scalar> const& solution,
                                             Arena<Scalar>& arena)
      : member_(member),
        order_(order),
        factor_(factor),
        solution_(solution),
        previous_(make_vector<Scalar>(order, arena)),
        before_(make_vector<Scalar>(order, arena)) {}

  // z_t from the right-hand side g of time point t (overwritten); to be called for t = 0, 1, ... in
  // turn.
  template <class Rhs>
  KOKKOS_FORCEINLINE_FUNCTION void operator()(std::int64_t t, Rhs& g) {
    int const n = order_.n();
    if (t > 0) {
      for_rows(member_, order_, [&](auto i) {
        Scalar sum = g[i];
        int const begin = BandOf::row_begin(order_, i);
        for_range(order_, begin, n, [&](auto j) {
          sum -= factor_.load(t - 1, BandOf::sub_offset(order_) + BandOf::sub_index(order_, i, j)) *
                 previous_[j];
        });
        if constexpr (Bandwidth == 2) {
          int const d = order_.dim_of(i);
          if (t > 1 && i == BandOf::strip_row(order_, d)) {
            for_range(order_, i, n, [&](auto j) {
              sum -= factor_.load(t - 2, BandOf::strip_offset(order_) + d * n + j) * before_[j];
            });
          }
        }
        g[i] = sum;
      });
      member_.barrier();
    }
    solve_lower<Scalar>(
        member_, order_, [&](int i, int j) { return factor_.load(t, triangle_index(i, j)); }, g);
    status.record_unless_finite(order_, g, t);
    for_rows(member_, order_, [&](auto i) {
      solution_.store(t, i, g[i]);
      if constexpr (Bandwidth == 2) before_[i] = previous_[i];
      previous_[i] = g[i];
    });
    member_.barrier();
  }

  Status<Scalar> status;

 private:
  Member const& member_;
  Order const& order_;
  WorkArray<Scalar> factor_;
  WorkArray<Scalar> solution_;
  Vector previous_;
  Vector before_;
};

// Solves L^T y = z backward in time, z from `z`, and hands y_t to `sink(t, y_t)` for t = T-1, ...,
// 0 (once per member; the sink distributes its own work).
template <class Scalar, int Bandwidth, class Member, class Order, class Sink>
KOKKOS_INLINE_FUNCTION void backward_sweep(Member const& member, Order const& order,
                                           std::int64_t time_points,
                                           WorkArray<Scalar> const& factor,
                                           WorkArray<Scalar> const& z, Arena<Scalar> arena,
                                           Sink const& sink) {
  using BandOf = Band<Bandwidth>;
  int const n = order.n();
  auto y = make_vector<Scalar>(order, arena);
  auto later = make_vector<Scalar>(order, arena);
  auto last = make_vector<Scalar>(order, arena);
  for (std::int64_t t = time_points - 1; t >= 0; --t) {
    for_rows(member, order, [&](auto j) {
      Scalar sum = z.load(t, j);
      if (t + 1 < time_points) {
        for_range(order, 0, n, [&](auto i) {
          if (j >= BandOf::row_begin(order, i)) {
            sum -= factor.load(t, BandOf::sub_offset(order) + BandOf::sub_index(order, i, j)) *
                   later[i];
          }
        });
      }
      if constexpr (Bandwidth == 2) {
        if (t + 2 < time_points) {
          for_dims(order, [&](auto d) {
            int const row = BandOf::strip_row(order, d);
            if (j >= row)
              sum -= factor.load(t, BandOf::strip_offset(order) + d * n + j) * last[row];
          });
        }
      }
      y[j] = sum;
    });
    member.barrier();
    solve_upper<Scalar>(
        member, order, [&](int i, int j) { return factor.load(t, triangle_index(i, j)); }, y);
    sink(t, y);
    for_rows(member, order, [&](auto i) {
      if constexpr (Bandwidth == 2) last[i] = later[i];
      later[i] = y[i];
    });
    member.barrier();
  }
}

}  // namespace smnn::kernels
