// The right-hand side of the tangent, by rows: with dots for the given directions,
//   g = A^T (b' - A' y - A x) + A'^T (b - A y)
// where x = y' solves M x = A^T (b' - A' y) + A'^T (b - A y).
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/rows/products.hpp"
#include "smnn/kernels/rows/window.hpp"
#include "smnn/kernels/sweeps/factor.hpp"

namespace smnn::kernels {

template <class Scalar, int Bandwidth, class Member, class Order,
          class Solution = SystemSolution<Scalar, real_t<Scalar> const>>
struct TangentResidual {
  Member const& member;
  Order const& order;
  SweepProblem<Scalar> const& problem;
  SystemInputs<Scalar> const& directions;
  Solution const& solution;    // y
  WorkArray<Scalar> const& x;  // y', so far
  Arena<Scalar> arena;

  template <class Sink>
  SMNN_SWEEP_FUNCTION void operator()(bool from_zero, Sink& sink) const {
    using WindowOf = Window<Scalar, Bandwidth, Member, Order>;
    std::int64_t const steps = problem.extents.time_points;
    int const k = order.k();
    auto const y_at = [&](std::int64_t t, int i) {
      return solution.load(t, order.dim_of(i), order.order_of(i));
    };
    auto const x_at = [&](std::int64_t t, int i) { return from_zero ? Scalar(0) : x.load(t, i); };
    auto const zero = [](std::int64_t, int) { return Scalar(0); };

    Arena<Scalar> local = arena;
    WindowOf y(member, order, local);
    WindowOf dy(member, order, local);
    WindowOf g(member, order, local);
    auto row = make_vector<Scalar>(order, local);
    auto row_direction = make_vector<Scalar>(order, local);
    auto powers = make_vector<Scalar>(order, local);
    auto power_direction = make_vector<Scalar>(order, local);
    y.start(0, steps, y_at);
    dy.start(0, steps, x_at);
    g.start(0, steps, zero);

    for (std::int64_t t = 0; t < steps; ++t) {
      y.advance(t, steps, y_at);
      dy.advance(t, steps, x_at);
      g.advance(t, steps, zero);
      bool const own = t < problem.extents.own_points();
      for (std::int64_t e = 0; own && e < problem.extents.equations; ++e) {
        governing(t, e, y, dy, g, row, row_direction);
      }
      if (t < problem.extents.initial_steps && member.is_leader()) initial(t, dy, g);
      if (problem.extents.has_two_point_row(t)) {
        Scalar const step = problem.inputs.step(t);
        Scalar const direction = directions.has_steps() ? directions.step(t) : Scalar(0);
        if (Order::has_static_blocks || member.is_leader()) {
          fill_powers(order, step, powers);
          fill_power_derivatives<Scalar>(order, powers, power_direction);
          for_orders(order, 0, k, [&](auto r) { power_direction[r] *= direction; });
          two_point(y, dy, g, powers, power_direction);
        }
        if constexpr (Bandwidth == 2) {
          if (problem.rows.three_point && problem.extents.has_three_point_row(t) &&
              member.is_leader())
            three_point(t, y, dy, g);
        }
      }
      member.barrier();
      sink(t, g.here);
    }
  }

 private:
  template <class WindowOf, class Vector>
  KOKKOS_FORCEINLINE_FUNCTION void governing(std::int64_t t, std::int64_t e, WindowOf const& y,
                                             WindowOf const& dy, WindowOf& g, Vector& row,
                                             Vector& row_direction) const {
    Scalar const weight(problem.weights.governing);
    load_governing_row(member, order, problem.inputs, t, e, row);
    Scalar residual = (directions.has_rhs() ? directions.rhs(t, e) : Scalar(0)) -
                      dot<Scalar>(order, row, dy.here);
    if (directions.has_coefficients()) {
      load_governing_row(member, order, directions, t, e, row_direction);
      residual -= dot<Scalar>(order, row_direction, y.here);
      Scalar const primal = problem.inputs.rhs(t, e) - dot<Scalar>(order, row, y.here);
      for_rows(member, order, [&](auto i) { g.here[i] += weight * primal * row_direction[i]; });
    }
    for_rows(member, order, [&](auto i) { g.here[i] += weight * residual * row[i]; });
    member.barrier();
  }

  template <class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION void initial(std::int64_t t, WindowOf const& dy, WindowOf& g) const {
    for_range(order, 0, order.n(), [&](auto i) {
      if (order.order_of(i) >= problem.extents.initial_orders) return;
      Scalar const direction = directions.has_initial_values()
                                   ? directions.initial_value(t, order.dim_of(i), order.order_of(i))
                                   : Scalar(0);
      g.here[i] += Scalar(problem.weights.initial) * (direction - dy.here[i]);
    });
  }

  template <class WindowOf, class Powers>
  KOKKOS_FORCEINLINE_FUNCTION void two_point(WindowOf const& y, WindowOf const& dy, WindowOf& g,
                                             Powers const& powers,
                                             Powers const& power_direction) const {
    int const k = order.k();
    for_dims(order, [&](auto d) {
      for_two_point_rows<Scalar>(
          order, problem.rows, problem.weights, [&](auto const& row, Scalar const& weight) {
            Scalar const primal = row.left(powers, y.here, d) + row.right(powers, y.next, d);
            Scalar const change = row.left(powers, dy.here, d) + row.right(powers, dy.next, d) +
                                  row.left(power_direction, y.here, d) +
                                  row.right(power_direction, y.next, d);
            row.add_transposed(-weight * change, powers, d, g.here, g.next);
            row.add_transposed(-weight * primal, power_direction, d, g.here, g.next);
          });
      if (problem.rows.weak_row) {
        int const top = order.index_of(d, k - 1);
        Scalar const weight(problem.weights.weak);
        WeakRow<Scalar> const row{powers[k - 1]};
        WeakRow<Scalar> const change_of_row{power_direction[k - 1]};
        Scalar const change = row.product(dy, top) + change_of_row.product(y, top);
        row.add_transposed(-weight * change, top, g);
        change_of_row.add_transposed(-weight * row.product(y, top), top, g);
      }
    });
  }

  template <class WindowOf>
  KOKKOS_FORCEINLINE_FUNCTION void three_point(std::int64_t t, WindowOf const& y,
                                               WindowOf const& dy, WindowOf& g) const {
    Scalar const h = problem.inputs.step(t) + problem.inputs.step(t + 1);
    Scalar const dh =
        directions.has_steps() ? directions.step(t) + directions.step(t + 1) : Scalar(0);
    ThreePointRow<Scalar> const row = three_point_row(order.k(), h);
    ThreePointRow<Scalar> const derivative = three_point_derivative(order.k(), h);
    ThreePointRow<Scalar> const change_of_row{derivative.outer * dh, derivative.inner * dh};
    for_dims(order, [&](auto d) {
      int const low = order.index_of(d, order.k() - 2);
      int const high = order.index_of(d, order.k() - 1);
      Scalar const weight(problem.weights.smoothness);
      Scalar const change = row.product(dy, low, high) + change_of_row.product(y, low, high);
      row.add_transposed(-weight * change, low, high, g);
      change_of_row.add_transposed(-weight * row.product(y, low, high), low, high, g);
    });
  }
};

}  // namespace smnn::kernels
