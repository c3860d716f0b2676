// One sweep forward in time: assembles the normal equations, factors them and solves with the lower
// factor L (diagonal blocks L_t, first and second subdiagonal blocks S_t and U_t):
//   L_t L_t^T = M_tt - S_{t-1} S_{t-1}^T - U_{t-2} U_{t-2}^T
//   S_t = (M_{t+1,t} - U_{t-1} S_{t-1}^T) L_t^{-T}
//   U_t = M_{t+2,t} L_t^{-T}                          (central smoothness only, else zero)
//   L_t z_t = beta_t - S_{t-1} z_{t-1} - U_{t-2} z_{t-2}
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/algebra.hpp"
#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/block/status.hpp"
#include "smnn/kernels/block/workspace.hpp"
#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/rows/normal_blocks.hpp"
#include "smnn/kernels/sweeps/schur.hpp"

namespace smnn::kernels {

// Separators are pinned (schur.hpp), after their blocks of the Schur complement so far went to
// `schur`. Writes the factor of every time point to `factor` and, where there is a right-hand side
// (A^T b of the rows, a seed or their sum), z to `solution`. Returns the status of the matrix; that
// of z is recorded in `of_rhs`.
template <class Scalar, int Bandwidth, class Member, class Order>
SMNN_SWEEP_FUNCTION Status<Scalar> factor_sweep(
    Member const& member, Order const& order, SweepProblem<Scalar> const& problem, bool from_rows,
    SystemSolution<Scalar, real_t<Scalar> const> const& seed, FactorArray<Scalar> const& factor,
    WorkArray<Scalar> const& solution, WorkArray<Scalar> const& schur, Status<Scalar>& of_rhs,
    Arena<Scalar> arena) {
  using BandOf = Band<Bandwidth>;
  constexpr bool wide = Bandwidth == 2;
  bool const with_rhs = from_rows || !seed.empty();
  int const n = order.n();
  std::int64_t const steps = problem.extents.time_points;
  NormalBlocks<Scalar, Bandwidth, Member, Order> blocks(member, order, arena);
  auto& diagonal = blocks.diagonal;
  auto& below = blocks.below;
  auto& second = blocks.second;
  auto& beta = blocks.beta;
  Status<Scalar> status;
  for (std::int64_t t = 0; t < steps; ++t) {
    bool const has_next = t + 1 < steps;
    blocks.advance(problem, t, from_rows, status);
    if (!seed.empty()) {
      for_rows(member, order,
               [&](auto i) { beta[i] += seed.load(t, order.dim_of(i), order.order_of(i)); });
      member.barrier();
    }

    if (problem.extents.is_separator(t))
      pin_separator<Bandwidth>(member, order, problem.extents, t, diagonal, below, schur,
                               pin_root_of(factor));
    status.record(cholesky<Scalar>(member, order, diagonal), t);
    for_rows(member, order, [&](auto i) {
      for_range(order, 0, i + 1, [&](auto j) {
        int const ij = triangle_index(i, j);
        factor.store(t, ij, diagonal[ij]);
        // What is made of a rounded L_t belongs to M with a perturbed diagonal block. Were S_t made
        // of the unrounded one, substitution's would be another, by cond(L_t) units of rounding.
        if (factor.is_narrow()) diagonal[ij] = factor.load(t, ij);
      });
    });
    member.barrier();
    auto const l = [&](int i, int j) -> Scalar const& { return diagonal[triangle_index(i, j)]; };
    if (with_rhs) {
      solve_lower<Scalar>(member, order, l, beta);
      of_rhs.record_unless_finite(order, beta, t);
      for_rows(member, order, [&](auto i) { solution.store(t, i, beta[i]); });
    }
    if (!has_next) break;

    for_rows(member, order, [&](auto i) {
      int const begin = BandOf::row_begin(order, i);
      solve_row<Scalar>(order, diagonal, begin, i, below);
      if constexpr (BandOf::stores_sub) {
        for_range(order, begin, n, [&](auto j) {
          factor.store(t, BandOf::sub_offset(order) + BandOf::sub_index(order, i, j),
                       below[i * n + j]);
        });
      }
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
        blocks.next[triangle_index(i, j)] -=
            row_product<Scalar>(order, begin > other ? begin : other, i, below, j, below);
      });
      if (with_rhs) {
        Scalar sum(0);
        for_range(order, begin, n, [&](auto j) { sum += below[i * n + j] * beta[j]; });
        blocks.beta_next[i] -= sum;
      }
    });
    if constexpr (wide) {
      // U_t S_t^T and U_t U_t^T touch only the rows of order K-2.
      for_dims(order, [&](auto d) {
        if (!member.is_leader()) return;
        int const low = BandOf::strip_row(order, d);
        for_range(order, 0, n, [&](auto j) {
          int const other = BandOf::row_begin(order, j);
          blocks.next_below[low * n + j] -=
              row_product<Scalar>(order, low > other ? low : other, d, second, j, below);
        });
        for_dims(order, [&](auto c) {
          if (c > d) return;
          blocks.after[triangle_index(low, BandOf::strip_row(order, c))] -=
              row_product<Scalar>(order, low, d, second, c, second);
        });
        if (with_rhs) {
          Scalar sum(0);
          for_range(order, low, n, [&](auto j) { sum += second[d * n + j] * beta[j]; });
          blocks.beta_after[low] -= sum;
        }
      });
    }
    member.barrier();
  }
  member.barrier();  // the next sweep reads all rows of the factor and takes over the arena
  return status;
}

}  // namespace smnn::kernels
