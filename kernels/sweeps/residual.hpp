// g = A^T (b - A x) + seed, computed from the rows (never from A^T A), one time point at a time:
// what is left to solve for after a solution x, and the squared norm of b - A x.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/rows/products.hpp"
#include "smnn/kernels/rows/window.hpp"
#include "smnn/kernels/sweeps/factor.hpp"

namespace smnn::kernels {

// b is the problem's right-hand side and initial values if `with_rhs`, else zero; the seed is
// absent if empty. x is a WorkArray or any type with load(t, i).
template <class Scalar, int Bandwidth, class Member, class Order, class Solution>
struct NormalResidual {
  Member const& member;
  Order const& order;
  SweepProblem<Scalar> const& problem;
  Solution const& x;
  bool with_rhs;
  SystemSolution<Scalar, real_t<Scalar> const> const& seed;
  Arena<Scalar> arena;

  // Calls sink(t, g_t) for t = 0, ..., T-1; g_t may be overwritten. Returns |b - A x|^2. If
  // `from_zero`, x is zero and not read.
  template <class Sink>
  SMNN_SWEEP_FUNCTION Scalar operator()(bool from_zero, Sink& sink) const {
    using WindowOf = Window<Scalar, Bandwidth, Member, Order>;
    std::int64_t const steps = problem.extents.time_points;
    auto const solution = [&](std::int64_t t, int i) {
      return from_zero ? Scalar(0) : x.load(t, i);
    };
    auto const zero = [](std::int64_t, int) { return Scalar(0); };

    Arena<Scalar> local = arena;
    WindowOf y(member, order, local);
    WindowOf g(member, order, local);
    auto row = make_vector<Scalar>(order, local);
    auto powers = make_vector<Scalar>(order, local);
    y.start(0, steps, solution);
    g.start(0, steps, zero);

    // Of x = 0 without a right-hand side only the seed is left.
    bool const any_rows = with_rhs || !from_zero;
    std::int64_t const equations = any_rows ? problem.extents.equations : 0;
    std::int64_t const initial_steps = any_rows ? problem.extents.initial_steps : 0;
    Scalar squares(0);
    for (std::int64_t t = 0; t < steps; ++t) {
      y.advance(t, steps, solution);
      g.advance(t, steps, zero);

      bool const own = t < problem.extents.own_points();
      for (std::int64_t e = 0; own && e < equations; ++e) {
        load_governing_row(member, order, problem.inputs, t, e, row);
        Scalar residual = with_rhs ? problem.inputs.rhs(t, e) : Scalar(0);
        if (!from_zero) residual -= dot<Scalar>(order, row, y.here);
        Scalar const weighted = Scalar(problem.weights.governing) * residual;
        squares += weighted * residual;
        for_rows(member, order, [&](auto i) { g.here[i] += weighted * row[i]; });
        member.barrier();
      }
      if (t < initial_steps) {
        Scalar const weight(problem.weights.initial);
        for_range(order, 0, order.n(), [&](auto i) {
          if (order.order_of(i) >= problem.extents.initial_orders) return;
          Scalar const residual =
              (with_rhs ? problem.inputs.initial_value(t, order.dim_of(i), order.order_of(i))
                        : Scalar(0)) -
              y.here[i];
          squares += weight * residual * residual;
          if (member.is_leader()) g.here[i] += weight * residual;
        });
      }
      if (problem.extents.has_two_point_row(t) && !from_zero) {
        if (Order::has_static_blocks || member.is_leader())
          fill_powers(order, problem.inputs.step(t), powers);
        member.barrier();
        two_point(y, g, powers, squares);
        if constexpr (Bandwidth == 2) {
          if (problem.rows.three_point && problem.extents.has_three_point_row(t))
            three_point(t, y, g, squares);
        }
      }
      member.barrier();
      if (!seed.empty() && t < problem.extents.seed_points) {
        for_rows(member, order,
                 [&](auto i) { g.here[i] += seed.load(t, order.dim_of(i), order.order_of(i)); });
        member.barrier();
      }
      sink(t, g.here);
    }
    return squares;
  }

 private:
  template <class WindowOf, class Powers>
  KOKKOS_FORCEINLINE_FUNCTION void two_point(WindowOf const& y, WindowOf& g, Powers const& powers,
                                             Scalar& squares) const {
    int const k = order.k();
    for_dims(order, [&](auto d) {
      for_two_point_rows<Scalar>(
          order, problem.rows, problem.weights, [&](auto const& row, Scalar const& weight) {
            Scalar const value = row.left(powers, y.here, d) + row.right(powers, y.next, d);
            squares += weight * value * value;
            if (member.is_leader()) row.add_transposed(-weight * value, powers, d, g.here, g.next);
          });
      if (problem.rows.weak_row) {
        int const top = order.index_of(d, k - 1);
        WeakRow<Scalar> const row{powers[k - 1]};
        Scalar const value = row.product(y, top);
        Scalar const weighted = Scalar(problem.weights.weak) * value;
        squares += weighted * value;
        if (member.is_leader()) row.add_transposed(-weighted, top, g);
      }
    });
  }

  template <class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION void three_point(std::int64_t t, WindowOf const& y, WindowOf& g,
                                               Scalar& squares) const {
    Scalar const h = problem.inputs.step(t) + problem.inputs.step(t + 1);
    ThreePointRow<Scalar> const row = three_point_row(order.k(), h);
    for_dims(order, [&](auto d) {
      int const low = order.index_of(d, order.k() - 2);
      int const high = order.index_of(d, order.k() - 1);
      Scalar const value = row.product(y, low, high);
      Scalar const weighted = Scalar(problem.weights.smoothness) * value;
      squares += weighted * value;
      if (member.is_leader()) row.add_transposed(-weighted, low, high, g);
    });
  }
};

}  // namespace smnn::kernels
