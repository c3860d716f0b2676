// Gradients of a loss with respect to the four inputs, from the rows: with lambda = M^{-1} dl/dy,
//   dl/db_k = A_k lambda,  dl/dA_k = (b_k - A_k y) lambda^T - (A_k lambda) y^T  for every row k.
// No derivative of the normal matrix is ever formed.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/rows/products.hpp"
#include "smnn/kernels/rows/window.hpp"
#include "smnn/kernels/sweeps/factor.hpp"

namespace smnn::kernels {

// Where the gradient of one input goes: straight to the caller's array, or, where several systems
// share the input, into a partial sum that one worker owns.
template <class Scalar>
struct GradientTarget {
  LaneArray<Scalar, real_t<Scalar>> direct = {nullptr, {}};
  std::int64_t time_stride = 0;  // of the caller's array; 0 where the input is shared over time
  WorkArray<Scalar> partial = {};
  bool shared_over_time = false;
  bool first_visit = true;  // the worker's first range of systems: overwrite instead of adding

  KOKKOS_FORCEINLINE_FUNCTION bool wanted() const {
    return direct.data != nullptr || partial.data != nullptr;
  }

  // `offset` in the caller's array besides time, `entry` its number in the partial sum.
  KOKKOS_FORCEINLINE_FUNCTION void add(std::int64_t t, std::int64_t offset, int entry,
                                       Scalar const& value, mask_t<Scalar> const& valid) const {
    std::int64_t const slot = shared_over_time ? 0 : t;
    bool const first_time = !shared_over_time || t == 0;
    if (partial.data != nullptr) {
      Scalar const masked = select<Scalar>(valid, value, Scalar(0));
      bool const fresh = first_time && first_visit;
      partial.store(slot, entry, fresh ? masked : partial.load(slot, entry) + masked);
    } else {
      std::int64_t const position = slot * time_stride + offset;
      direct.store(position, time_stride, first_time ? value : direct.load(position, 0) + value);
    }
  }
};

template <class Scalar>
struct GradientTargets {
  GradientTarget<Scalar> coefficients;
  GradientTarget<Scalar> rhs;
  GradientTarget<Scalar> initial_values;
  GradientTarget<Scalar> steps;
};

template <class Scalar, int Bandwidth, class Member, class Order,
          class Solution = SystemSolution<Scalar, real_t<Scalar> const>>
struct GradientSweep {
  using WindowOf = Window<Scalar, Bandwidth, Member, Order>;

  Member const& member;
  Order const& order;
  SweepProblem<Scalar> const& problem;
  InputSet<real_t<Scalar>> const& arrays;  // strides of the caller's arrays
  GradientTargets<Scalar> const& targets;
  Solution const& solution;          // y
  WorkArray<Scalar> const& adjoint;  // lambda
  mask_t<Scalar> valid;              // lanes that hold a system
  mask_t<Scalar> failed;             // lanes whose gradients are NaN

  // Returns which lanes have a solution that is not finite.
  SMNN_SWEEP_FUNCTION Status<Scalar> operator()(Arena<Scalar> arena) const {
    std::int64_t const steps = problem.extents.time_points;
    auto const y_at = [&](std::int64_t t, int i) {
      return solution.load(t, order.dim_of(i), order.order_of(i));
    };
    auto const lambda_at = [&](std::int64_t t, int i) {
      return select<Scalar>(failed, not_a_number<Scalar>(), adjoint.load(t, i));
    };
    WindowOf y(member, order, arena);
    WindowOf lambda(member, order, arena);
    auto row = make_vector<Scalar>(order, arena);
    auto powers = make_vector<Scalar>(order, arena);
    auto power_derivative = make_vector<Scalar>(order, arena);
    y.start(0, steps, y_at);
    lambda.start(0, steps, lambda_at);

    Status<Scalar> status;
    Scalar carried(0);  // what the three-point row of t-1 adds to dl/ds_t
    for (std::int64_t t = 0; t < steps; ++t) {
      y.advance(t, steps, y_at);
      lambda.advance(t, steps, lambda_at);
      status.record_unless_finite(order, y.here, t);
      bool const own = t < problem.extents.own_points();
      if (own && (targets.coefficients.wanted() || targets.rhs.wanted())) {
        for (std::int64_t e = 0; e < problem.extents.equations; ++e)
          governing(t, e, y, lambda, row);
      }
      if (targets.initial_values.wanted() && t < problem.extents.initial_steps) initial(t, lambda);
      if (targets.steps.wanted() && t + 1 < steps && member.is_leader()) {
        Scalar gradient = carried;
        if (own) {
          fill_powers(order, problem.inputs.step(t), powers);
          fill_power_derivatives<Scalar>(order, powers, power_derivative);
          gradient += two_point(y, lambda, powers, power_derivative);
        }
        if constexpr (Bandwidth == 2) {
          carried = problem.rows.three_point && problem.extents.has_three_point_row(t)
                        ? three_point(t, y, lambda)
                        : Scalar(0);
          gradient += carried;
        }
        targets.steps.add(t, 0, 0, gradient, valid);
      }
      member.barrier();
    }
    return status;
  }

 private:
  template <class Vector>
  KOKKOS_FORCEINLINE_FUNCTION void governing(std::int64_t t, std::int64_t e, WindowOf const& y,
                                             WindowOf const& lambda, Vector& row) const {
    Scalar const weight(problem.weights.governing);
    load_governing_row(member, order, problem.inputs, t, e, row);
    Scalar const row_lambda = weight * dot<Scalar>(order, row, lambda.here);
    if (targets.coefficients.wanted()) {
      Scalar const residual = weight * (problem.inputs.rhs(t, e) - dot<Scalar>(order, row, y.here));
      auto const* stride = arrays.coefficients.stride;
      for_rows(member, order, [&](auto i) {
        targets.coefficients.add(
            t, e * stride[2] + order.dim_of(i) * stride[3] + order.order_of(i) * stride[4],
            (static_cast<int>(e) * order.dims() + order.dim_of(i)) * order.k() + order.order_of(i),
            residual * lambda.here[i] - row_lambda * y.here[i], valid);
      });
    }
    if (targets.rhs.wanted() && member.is_leader()) {
      targets.rhs.add(t, e * arrays.rhs.stride[3], static_cast<int>(e), row_lambda, valid);
    }
    member.barrier();
  }

  KOKKOS_FORCEINLINE_FUNCTION void initial(std::int64_t t, WindowOf const& lambda) const {
    auto const* stride = arrays.initial_values.stride;
    for_rows(member, order, [&](auto i) {
      int const d = order.dim_of(i);
      int const r = order.order_of(i);
      if (r >= problem.extents.initial_orders) return;
      targets.initial_values.add(t, d * stride[3] + r * stride[4],
                                 d * problem.extents.initial_orders + r,
                                 Scalar(problem.weights.initial) * lambda.here[i], valid);
    });
  }

  // For smoothness rows b = 0: dl/ds = - sum_k (A_k y) (A_k' lambda) + (A_k lambda) (A_k' y),
  // over the condensed rows.
  template <class Powers>
  KOKKOS_FORCEINLINE_FUNCTION Scalar two_point(WindowOf const& y, WindowOf const& lambda,
                                               Powers const& powers,
                                               Powers const& derivative) const {
    int const k = order.k();
    Scalar sum(0);
    Scalar weak(0);
    for_dims(order, [&](auto d) {
      for_orders(order, 0, k, [&](auto p) {
        CondensedRow<Scalar, Order> const row{order, problem.rows, p};
        sum -= row.product(powers, y, d) * row.product(derivative, lambda, d) +
               row.product(powers, lambda, d) * row.product(derivative, y, d);
      });
      if (problem.rows.weak_row) {
        int const top = order.index_of(d, k - 1);
        WeakRow<Scalar> const row{powers[k - 1]};
        WeakRow<Scalar> const change{derivative[k - 1]};
        weak -= row.product(y, top) * change.product(lambda, top) +
                row.product(lambda, top) * change.product(y, top);
      }
    });
    return Scalar(problem.weights.smoothness) * sum + Scalar(problem.weights.weak) * weak;
  }

  KOKKOS_FORCEINLINE_FUNCTION Scalar three_point(std::int64_t t, WindowOf const& y,
                                                 WindowOf const& lambda) const {
    Scalar const h = problem.inputs.step(t) + problem.inputs.step(t + 1);
    ThreePointRow<Scalar> const row = three_point_row(order.k(), h);
    ThreePointRow<Scalar> const derivative = three_point_derivative(order.k(), h);
    Scalar sum(0);
    for_dims(order, [&](auto d) {
      int const low = order.index_of(d, order.k() - 2);
      int const high = order.index_of(d, order.k() - 1);
      sum -= row.product(y, low, high) * derivative.product(lambda, low, high) +
             row.product(lambda, low, high) * derivative.product(y, low, high);
    });
    return Scalar(problem.weights.smoothness) * sum;
  }
};

}  // namespace smnn::kernels
