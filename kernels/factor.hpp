// One sweep forward in time: assembles the normal equations, factors them and solves with the lower
// factor.
//   L_t L_t^T = M_tt - S_{t-1} S_{t-1}^T - U_{t-2} U_{t-2}^T,  S_t = (M_{t+1,t} - U_{t-1}
//   S_{t-1}^T) L_t^{-T}, U_t = M_{t+2,t} L_t^{-T} (central smoothness only),  L_t z_t = beta_t -
//   S_{t-1} z_{t-1} - U_{t-2} z_{t-2}
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/arena.hpp"
#include "smnn/kernels/assemble.hpp"
#include "smnn/kernels/block.hpp"
#include "smnn/kernels/inline.hpp"
#include "smnn/kernels/status.hpp"
#include "smnn/kernels/workspace.hpp"

namespace smnn::kernels {

// What every sweep over a range of systems needs to know about its problem.
template <class Scalar>
struct SweepProblem {
  SystemInputs<Scalar> inputs;
  SweepExtents extents;
  SmoothnessRows<real_t<Scalar>> rows;
  RowWeights<real_t<Scalar>> weights;
};

// Writes the factor of every time point to `factor` and, if `with_rhs`, z to `solution`.
template <class Scalar, int Bandwidth, class Member, class Order>
SMNN_SWEEP_FUNCTION Status<Scalar> factor_sweep(Member const& member, Order const& order,
                                                SweepProblem<Scalar> const& problem, bool with_rhs,
                                                WorkArray<Scalar> const& factor,
                                                WorkArray<Scalar> const& solution,
                                                Arena<Scalar> arena) {
  using BandOf = Band<Bandwidth>;
  constexpr bool wide = Bandwidth == 2;
  int const n = order.n();
  std::int64_t const steps = problem.extents.time_points;
  Scalar const w_governing(problem.weights.governing);
  Scalar const w_initial(problem.weights.initial);
  Scalar const w_smoothness(problem.weights.smoothness);

  auto diagonal = make_triangle<Scalar>(order, arena);
  auto next = make_triangle<Scalar>(order, arena);
  auto below = make_square<Scalar>(order, arena);
  auto beta = make_vector<Scalar>(order, arena);
  auto beta_next = make_vector<Scalar>(order, arena);
  auto powers = make_vector<Scalar>(order, arena);
  auto row = make_vector<Scalar>(order, arena);
  // Only of a pentadiagonal matrix: what elimination carries two steps ahead.
  auto after =
      wide ? make_triangle<Scalar>(order, arena) : decltype(make_triangle<Scalar>(order, arena)){};
  auto next_below =
      wide ? make_square<Scalar>(order, arena) : decltype(make_square<Scalar>(order, arena)){};
  auto second =
      wide ? make_strip<Scalar>(order, arena) : decltype(make_strip<Scalar>(order, arena)){};
  auto beta_after =
      wide ? make_vector<Scalar>(order, arena) : decltype(make_vector<Scalar>(order, arena)){};

  for_rows(member, order, [&](auto i) {
    beta_next[i] = Scalar(0);
    if (wide) beta_after[i] = Scalar(0);
    for_range(order, 0, i + 1, [&](auto j) {
      next[triangle_index(i, j)] = Scalar(0);
      if (wide) after[triangle_index(i, j)] = Scalar(0);
    });
    if (wide) {
      for_range(order, 0, n, [&](auto j) { next_below[i * n + j] = Scalar(0); });
    }
  });
  member.barrier();

  Status<Scalar> status;
  for (std::int64_t t = 0; t < steps; ++t) {
    bool const has_next = t + 1 < steps;
    bool const has_after = wide && t + 2 < steps;

    for_rows(member, order, [&](auto i) {
      beta[i] = beta_next[i];
      beta_next[i] = Scalar(0);
      if constexpr (wide) {
        beta_next[i] = beta_after[i];
        beta_after[i] = Scalar(0);
      }
      for_range(order, 0, i + 1, [&](auto j) {
        int const ij = triangle_index(i, j);
        diagonal[ij] = next[ij];
        next[ij] = Scalar(0);
        if constexpr (wide) {
          next[ij] = after[ij];
          after[ij] = Scalar(0);
        }
      });
      for_range(order, 0, n, [&](auto j) {
        below[i * n + j] = Scalar(0);
        if constexpr (wide) {
          below[i * n + j] = next_below[i * n + j];
          next_below[i * n + j] = Scalar(0);
        }
      });
    });
    if constexpr (wide) {
      for_dims(order, [&](auto d) {
        if (!member.is_leader()) return;
        for_range(order, 0, n, [&](auto j) { second[d * n + j] = Scalar(0); });
      });
    }
    if (has_next) {
      Scalar const step = problem.inputs.step(t);
      status.record(is_positive(step), t);
      if constexpr (Order::has_static_blocks) {
        fill_powers(order, step, powers);
      } else if (member.is_leader()) {
        fill_powers(order, step, powers);
      }
    }
    member.barrier();

    add_governing(member, order, problem.inputs, problem.extents, w_governing, t, with_rhs,
                  diagonal, beta, row);
    add_initial(member, order, problem.inputs, problem.extents, w_initial, t, with_rhs, diagonal,
                beta);
    if (has_next) {
      add_two_point<Scalar>(member, order, problem.rows, problem.weights, powers, diagonal, below,
                            next);
    }
    if constexpr (wide) {
      member.barrier();
      if (has_after) {
        Scalar const h = problem.inputs.step(t) + problem.inputs.step(t + 1);
        add_three_point(member, order, w_smoothness, three_point_row(order.k(), h), diagonal, below,
                        second, next, next_below, after);
      }
    }
    member.barrier();

    status.record(cholesky<Scalar>(member, order, diagonal), t);
    auto const l = [&](int i, int j) -> Scalar const& { return diagonal[triangle_index(i, j)]; };
    if (with_rhs) {
      solve_lower<Scalar>(member, order, l, beta);
      status.record_unless_finite(order, beta, t);
      for_rows(member, order, [&](auto i) { solution.store(t, i, beta[i]); });
    }
    for_rows(member, order, [&](auto i) {
      for_range(order, 0, i + 1, [&](auto j) {
        factor.store(t, triangle_index(i, j), diagonal[triangle_index(i, j)]);
      });
    });
    if (!has_next) continue;

    for_rows(member, order, [&](auto i) {
      int const begin = BandOf::row_begin(order, i);
      solve_row<Scalar>(order, diagonal, begin, i, below);
      for_range(order, begin, n, [&](auto j) {
        factor.store(t, BandOf::sub_offset(order) + BandOf::sub_index(order, i, j),
                     below[i * n + j]);
      });
    });
    if constexpr (wide) {
      for_dims(order, [&](auto d) {
        if (!member.is_leader()) return;
        int const begin = BandOf::strip_row(order, d);
        solve_row<Scalar>(order, diagonal, begin, d, second);
        for_range(order, 0, n, [&](auto j) {
          factor.store(t, BandOf::strip_offset(order) + d * n + j, second[d * n + j]);
        });
      });
    }
    member.barrier();

    for_rows(member, order, [&](auto i) {
      int const begin = BandOf::row_begin(order, i);
      for_range(order, 0, i + 1, [&](auto j) {
        int const other = BandOf::row_begin(order, j);
        next[triangle_index(i, j)] -=
            row_product<Scalar>(order, begin > other ? begin : other, i, below, j, below);
      });
      if (with_rhs) {
        Scalar sum(0);
        for_range(order, begin, n, [&](auto j) { sum += below[i * n + j] * beta[j]; });
        beta_next[i] -= sum;
      }
    });
    if constexpr (wide) {
      // U_t S_t^T and U_t U_t^T touch only the rows of order K-2.
      for_dims(order, [&](auto d) {
        if (!member.is_leader()) return;
        int const low = BandOf::strip_row(order, d);
        for_range(order, 0, n, [&](auto j) {
          int const other = BandOf::row_begin(order, j);
          next_below[low * n + j] -=
              row_product<Scalar>(order, low > other ? low : other, d, second, j, below);
        });
        for_dims(order, [&](auto c) {
          if (c > d) return;
          after[triangle_index(low, BandOf::strip_row(order, c))] -=
              row_product<Scalar>(order, low, d, second, c, second);
        });
        if (with_rhs) {
          Scalar sum(0);
          for_range(order, low, n, [&](auto j) { sum += second[d * n + j] * beta[j]; });
          beta_after[low] -= sum;
        }
      });
    }
    member.barrier();
  }
  return status;
}

}  // namespace smnn::kernels
