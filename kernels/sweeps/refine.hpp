// Corrected semi-normal equations: after a solve with the factor of A^T A, the residual is computed
// from the rows and solved for with the same factor, until the expected error is rounding (Bjorck,
// Linear Algebra Appl. 88/89, 1987).
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/sweeps/factor.hpp"
#include "smnn/kernels/sweeps/substitute.hpp"

namespace smnn::kernels {

template <class Real>
struct RefinementControl {
  int sweeps = 0;          // largest number of corrections
  bool automatic = false;  // stop as soon as the expected error meets the tolerance or stagnates
  Real tolerance = 0;      // relative to the largest entry of the solution
  bool narrow_factor = false;
};

// Corrections that end with a larger expected error, relative to the solution, have not converged.
inline constexpr double largest_expected_error = 1e-3;

// A correction that shrinks less than this is no use: what is left is rounding, or the matrix is
// too ill-conditioned.
inline constexpr double least_useful_contraction = 0.25;

// What the corrections of a solution have achieved so far. Norms are maxima over entries in the
// units of order 0, s^r |y[r]|: unscaled, the rounding of the highest derivative would hide all
// else.
template <class Scalar>
struct Convergence {
  Scalar norm = Scalar(0);                // of the solution
  Scalar first = Scalar(0);               // of the first correction
  Scalar previous = Scalar(0);            // of the last correction
  Scalar error = not_a_number<Scalar>();  // expected error relative to the solution's norm
  Scalar sweeps = Scalar(0);              // corrections made
  mask_t<Scalar> active = mask_t<Scalar>(true);
  bool orthogonal = false;  // the solution to begin with is that of R y = Q^T b

  KOKKOS_INLINE_FUNCTION void start(Scalar const& solution_norm, bool by_rows = false) {
    orthogonal = by_rows;
    norm = solution_norm;
    previous = solution_norm;
  }

  // Takes note of a correction of active lanes; those that need no other one become inactive.
  KOKKOS_INLINE_FUNCTION void record(Scalar const& correction,
                                     RefinementControl<real_t<Scalar>> const& control) {
    using Real = real_t<Scalar>;
    mask_t<Scalar> const exact = correction == Scalar(0);
    Scalar const ratio = select<Scalar>(exact, Scalar(0), correction / previous);
    Scalar const slowest = select<Scalar>(ratio < Scalar(Real(0.9)), ratio, Scalar(Real(0.9)));
    mask_t<Scalar> const shrinks = ratio <= Scalar(Real(least_useful_contraction));
    Scalar const left =
        select<Scalar>(shrinks, correction * ratio, correction) / (Scalar(1) - slowest);
    // Rounding limits what corrections reach: the first one is about unit cond(A)^2 of the
    // solution, with the unit of the factor, and residuals computed in working precision leave unit
    // cond(A). That is at most the error that an orthogonal solution has to begin with.
    first = select<Scalar>(sweeps == Scalar(0), correction, first);
    Real const unit = Kokkos::Experimental::epsilon_v<Real> / 2;
    Real const of_factor =
        control.narrow_factor ? Real(Kokkos::Experimental::epsilon_v<float> / 2) : unit;
    Scalar const relative = first / norm;
    Scalar const by_rounding =
        orthogonal ? relative : square_root(Scalar(unit * (unit / of_factor)) * relative);
    Scalar const reachable = larger(by_rounding, Scalar(unit));
    Scalar const expected = select<Scalar>(exact, Scalar(unit), larger(left / norm, reachable));
    error = select<Scalar>(active, expected, error);
    sweeps += select<Scalar>(active, Scalar(1), Scalar(0));
    previous = correction;
    if (control.automatic) active = active && shrinks && Scalar(control.tolerance) * norm < left;
  }

  // Lanes whose corrections have not led to a solution.
  KOKKOS_INLINE_FUNCTION mask_t<Scalar> lost(
      RefinementControl<real_t<Scalar>> const& control) const {
    return mask_t<Scalar>(control.automatic) &&
           Scalar(real_t<Scalar>(largest_expected_error)) < error;
  }
};

// The step, without its sign, whose powers scale the entries of time point t.
template <class Scalar>
KOKKOS_FORCEINLINE_FUNCTION Scalar scaling_step(SweepProblem<Scalar> const& problem,
                                                std::int64_t t) {
  std::int64_t const steps = problem.extents.time_points - 1;
  if (steps == 0) return Scalar(1);
  return absolute(problem.inputs.step(t < steps ? t : steps - 1));
}

// max over d, r of step^r |y[d,r]|.
template <class Scalar, class Order, class Vector>
KOKKOS_FORCEINLINE_FUNCTION Scalar scaled_magnitude(Order const& order, Scalar const& step,
                                                    Vector const& y) {
  Scalar largest(0);
  for_dims(order, [&](auto d) {
    Scalar value(0);
    for_orders(order, 0, order.k(), [&](auto r) {
      value = larger(absolute(y[order.index_of(d, order.k() - 1 - r)]), value * step);
    });
    largest = larger(largest, value);
  });
  return largest;
}

// Memory and factor of a solve; x is the solution, w holds the half-solved correction.
template <class Scalar>
struct SolveArrays {
  FactorArray<Scalar> factor;
  WorkArray<Scalar> x;
  WorkArray<Scalar> w;
};

// Where a solution goes besides x: to the caller's array, unless empty, by the backward sweep that
// finds it. Without a use for x, x is left out.
template <class Scalar>
struct SolutionOutput {
  SystemSolution<Scalar, real_t<Scalar>> array;
  bool need_x = true;
};

template <class Scalar, class Order>
KOKKOS_FORCEINLINE_FUNCTION void store_row(SystemSolution<Scalar, real_t<Scalar>> const& array,
                                           Order const& order, std::int64_t t, int i,
                                           Scalar const& value) {
  array.store(t, order.dim_of(i), order.order_of(i), value);
}

// Backward sweep from z to the solution, written to x and to the output if it will not be
// corrected; returns its norm, and notes where it is not finite.
template <class Scalar, int Bandwidth, class Member, class Order>
SMNN_SWEEP_FUNCTION Scalar finish_solution(Member const& member, Order const& order,
                                           SweepProblem<Scalar> const& problem,
                                           FactorArray<Scalar> const& factor,
                                           WorkArray<Scalar> const& z, WorkArray<Scalar> const& x,
                                           SolutionOutput<Scalar> const& output, bool is_last,
                                           Status<Scalar>& status, Arena<Scalar> const& arena) {
  bool const write = is_last && !output.array.empty();
  bool const keep = !is_last || output.need_x;
  Scalar norm(0);
  backward_sweep<Scalar, Bandwidth>(
      member, order, problem, factor, z, arena, [&](std::int64_t t, auto& y) {
        norm = larger(norm, scaled_magnitude(order, scaling_step(problem, t), y));
        status.record_unless_finite(order, y, t);
        for_rows(member, order, [&](auto i) {
          if (keep) x.store(t, i, y[i]);
          if (write) store_row<Scalar>(output.array, order, t, i, y[i]);
        });
      });
  return norm;
}

// Solves for what `residual(from_zero, sink)` hands out, adds it to x in active lanes and, if asked
// to, writes the sum to the output; returns the norm of what was found and notes in the status
// where it was not finite.
template <class Scalar, int Bandwidth, class Member, class Order, class Residual>
SMNN_SWEEP_FUNCTION Scalar correct(Member const& member, Order const& order,
                                   SweepProblem<Scalar> const& problem, Residual const& residual,
                                   SolveArrays<Scalar> const& arrays,
                                   SystemSolution<Scalar, real_t<Scalar>> const& output, bool write,
                                   mask_t<Scalar> const& active, Status<Scalar>& status,
                                   Arena<Scalar> arena) {
  Arena<Scalar> local = arena;
  ForwardSubstitution<Scalar, Bandwidth, Member, Order> forward(member, order, problem,
                                                                arrays.factor, arrays.w, local);
  residual(false, forward);
  status.merge(forward.status);
  Scalar correction(0);
  backward_sweep<Scalar, Bandwidth>(
      member, order, problem, arrays.factor, arrays.w, arena, [&](std::int64_t t, auto& change) {
        Scalar const step = scaling_step(problem, t);
        correction = larger(correction, scaled_magnitude(order, step, change));
        for_rows(member, order, [&](auto i) {
          Scalar const x = arrays.x.load(t, i);
          Scalar const corrected = select<Scalar>(active, x + change[i], x);
          arrays.x.store(t, i, corrected);
          if (write) store_row<Scalar>(output, order, t, i, corrected);
        });
      });
  return correction;
}

// Corrects x, whose norm is given and which may come from an orthogonal elimination, until
// `control` is met, and writes it to the output.
template <class Scalar, int Bandwidth, class Member, class Order, class Residual>
KOKKOS_INLINE_FUNCTION Convergence<Scalar> refine(
    Member const& member, Order const& order, SweepProblem<Scalar> const& problem,
    Residual const& residual, SolveArrays<Scalar> const& arrays, Scalar const& norm,
    SystemSolution<Scalar, real_t<Scalar>> const& output,
    RefinementControl<real_t<Scalar>> const& control, bool orthogonal, Arena<Scalar> arena) {
  Convergence<Scalar> convergence;
  convergence.start(norm, orthogonal);
  Status<Scalar> ignored;  // an overflow shows in the norm of the correction
  for (int sweep = 0; sweep < control.sweeps && any(convergence.active); ++sweep) {
    bool const may_be_last = control.automatic || sweep + 1 == control.sweeps;
    convergence.record(correct<Scalar, Bandwidth>(member, order, problem, residual, arrays, output,
                                                  may_be_last && !output.empty(),
                                                  convergence.active, ignored, arena),
                       control);
  }
  return convergence;
}

}  // namespace smnn::kernels
