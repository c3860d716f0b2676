// Substitution with a factor in memory: the steps that sweeps forward and backward in time are made
// of.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/algebra.hpp"
#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/block/status.hpp"
#include "smnn/kernels/block/workspace.hpp"
#include "smnn/kernels/rows/normal_blocks.hpp"

namespace smnn::kernels {

// Solves L z = g one time point at a time, forward in time, and notes where z first was not finite.
template <class Scalar, int Bandwidth, class Member, class Order>
class ForwardSubstitution {
  using BandOf = Band<Bandwidth>;
  using Real = real_t<Scalar>;
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));

 public:
  KOKKOS_INLINE_FUNCTION ForwardSubstitution(Member const& member, Order const& order,
                                             SweepProblem<Scalar> const& problem,
                                             FactorArray<Scalar> const& factor,
                                             WorkArray<Scalar> const& solution,
                                             Arena<Scalar>& arena)
      : member_(member),
        order_(order),
        problem_(problem),
        factor_(factor),
        solution_(solution),
        coupling_(member, order, problem.rows, problem.weights, arena),
        previous_(make_vector<Scalar>(order, arena)),
        before_(make_vector<Scalar>(order, arena)) {}

  // z_t from the right-hand side g of time point t (overwritten); to be called for t = 0, 1, ... in
  // turn.
  template <class Rhs>
  KOKKOS_FORCEINLINE_FUNCTION void operator()(std::int64_t t, Rhs& g) {
    if (t > 0) {
      if constexpr (BandOf::stores_sub) {
        subtract_stored(t, g);
      } else {
        coupling_.subtract_product(problem_.inputs.step(t - 1), previous_, g);
      }
    }
    auto const l = [&](int i, int j) { return factor_.load(t, triangle_index(i, j)); };
    solve_lower<Scalar>(member_, order_, l, g);
    status.record_unless_finite(order_, g, t);
    for_rows(member_, order_, [&](auto i) {
      solution_.store(t, i, add ? solution_.load(t, i) + g[i] : g[i]);
      if constexpr (BandOf::stores_sub) before_[i] = previous_[i];
      previous_[i] = g[i];
    });
    member_.barrier();
    // S_t z_t = M_{t+1,t} (L_t^{-T} z_t)
    if constexpr (!BandOf::stores_sub) solve_upper<Scalar>(member_, order_, l, previous_);
  }

  // Goes on behind pinned separators (schur.hpp) whose values, times the root of the pin, stand at
  // the time points before t in `solution`.
  KOKKOS_FORCEINLINE_FUNCTION void start_behind(std::int64_t t, real_t<Scalar> const& pin) {
    for_rows(member_, order_, [&](auto i) {
      if constexpr (BandOf::stores_sub) {  // S and U were made with the pinned factor
        previous_[i] = solution_.load(t - 1, i);
        before_[i] = solution_.load(t - 2, i);
      } else {
        previous_[i] = solution_.load(t - 1, i) * Scalar(Real(1) / pin);
      }
    });
    member_.barrier();
  }

  Status<Scalar> status;
  bool add = false;  // z to what stands in `solution`

 private:
  // g -= S_{t-1} z_{t-1} + U_{t-2} z_{t-2}
  template <class Rhs>
  KOKKOS_FORCEINLINE_FUNCTION void subtract_stored(std::int64_t t, Rhs& g) {
    int const n = order_.n();
    for_rows(member_, order_, [&](auto i) {
      Scalar sum = g[i];
      for_range(order_, BandOf::row_begin(order_, i), n, [&](auto j) {
        sum -= factor_.load(t - 1, BandOf::sub_offset(order_) + BandOf::sub_index(order_, i, j)) *
               previous_[j];
      });
      int const d = order_.dim_of(i);
      if (t > 1 && i == BandOf::strip_row(order_, d)) {
        for_range(order_, i, n, [&](auto j) {
          sum -= factor_.load(t - 2, BandOf::strip_offset(order_) + d * n + j) * before_[j];
        });
      }
      g[i] = sum;
    });
    member_.barrier();
  }

  Member const& member_;
  Order const& order_;
  SweepProblem<Scalar> const& problem_;
  FactorArray<Scalar> factor_;
  WorkArray<Scalar> solution_;
  Coupling<Scalar, Member, Order> coupling_;
  Vector previous_;  // z_{t-1}; L_{t-1}^{-T} z_{t-1} where S is not stored
  Vector before_;    // z_{t-2}, where S is stored
};

// Solves L^T y = z backward in time, z from `z`, and hands y_t to `sink(t, y_t)` for
// t = T-1, ..., 0 (once per member; the sink distributes its own work). `before(t, z_t)` sees what
// is left of z_t once the later time points are subtracted.
template <class Scalar, int Bandwidth, class Member, class Order, class Sink, class Before>
KOKKOS_INLINE_FUNCTION void backward_sweep(Member const& member, Order const& order,
                                           SweepProblem<Scalar> const& problem,
                                           FactorArray<Scalar> const& factor,
                                           WorkArray<Scalar> const& z, Arena<Scalar> arena,
                                           Sink const& sink, Before const& before) {
  using BandOf = Band<Bandwidth>;
  std::int64_t const time_points = problem.extents.time_points;
  int const n = order.n();
  Coupling<Scalar, Member, Order> coupling(member, order, problem.rows, problem.weights, arena);
  auto y = make_vector<Scalar>(order, arena);
  auto later = make_vector<Scalar>(order, arena);
  auto last = make_vector<Scalar>(order, arena);
  for (std::int64_t t = time_points - 1; t >= 0; --t) {
    auto const l = [&](int i, int j) { return factor.load(t, triangle_index(i, j)); };
    if constexpr (BandOf::stores_sub) {
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
        if (t + 2 < time_points) {
          for_dims(order, [&](auto d) {
            int const row = BandOf::strip_row(order, d);
            if (j < row) return;
            sum -= factor.load(t, BandOf::strip_offset(order) + d * n + j) * last[row];
          });
        }
        y[j] = sum;
      });
    } else if (t + 1 < time_points) {
      // S_t^T y_{t+1} = L_t^{-1} (M_{t+1,t}^T y_{t+1})
      coupling.transposed_product(problem.inputs.step(t), later, y);
      solve_lower<Scalar>(member, order, l, y);
      for_rows(member, order, [&](auto i) { y[i] = z.load(t, i) - y[i]; });
    } else {
      for_rows(member, order, [&](auto i) { y[i] = z.load(t, i); });
    }
    member.barrier();
    before(t, y);
    solve_upper<Scalar>(member, order, l, y);
    sink(t, y);
    for_rows(member, order, [&](auto i) {
      if constexpr (BandOf::stores_sub) last[i] = later[i];
      later[i] = y[i];
    });
    member.barrier();
  }
}

template <class Scalar, int Bandwidth, class Member, class Order, class Sink>
KOKKOS_INLINE_FUNCTION void backward_sweep(Member const& member, Order const& order,
                                           SweepProblem<Scalar> const& problem,
                                           FactorArray<Scalar> const& factor,
                                           WorkArray<Scalar> const& z, Arena<Scalar> arena,
                                           Sink const& sink) {
  backward_sweep<Scalar, Bandwidth>(member, order, problem, factor, z, arena, sink,
                                    [](std::int64_t, auto const&) {});
}

}  // namespace smnn::kernels
