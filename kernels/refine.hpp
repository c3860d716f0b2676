// Corrected semi-normal equations: after a solve with the factor of A^T A, the residual is computed
// from the rows and solved for with the same factor, until the expected error is rounding (Bjorck,
// Linear Algebra Appl. 88/89, 1987).
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/factor.hpp"
#include "smnn/kernels/inline.hpp"
#include "smnn/kernels/substitute.hpp"

namespace smnn::kernels {

template <class Real>
struct RefinementControl {
  int sweeps = 0;  // largest number of corrections
  bool automatic =
      false;  // stop a lane as soon as its expected error is below the tolerance or stops shrinking
  Real tolerance = 0;  // relative to the largest entry of the solution
};

template <class Scalar>
struct RefinementResult {
  Scalar error =
      not_a_number<Scalar>();  // expected error of the solution relative to its largest entry
  Scalar sweeps = Scalar(0);
};

// A correction that shrinks less than this is no use: what is left is rounding, or the matrix is
// too ill-conditioned.
inline constexpr double least_useful_contraction = 0.25;

// Memory and factor of a solve; x is the solution, w holds the half-solved correction.
template <class Scalar>
struct SolveArrays {
  WorkArray<Scalar> factor;
  WorkArray<Scalar> x;
  WorkArray<Scalar> w;
};

// Backward sweep x := z solved; returns the largest |x|.
template <class Scalar, int Bandwidth, class Member, class Order>
SMNN_SWEEP_FUNCTION Scalar finish_solution(Member const& member, Order const& order,
                                           std::int64_t time_points,
                                           WorkArray<Scalar> const& factor,
                                           WorkArray<Scalar> const& z, WorkArray<Scalar> const& x,
                                           Arena<Scalar> const& arena) {
  Scalar norm(0);
  backward_sweep<Scalar, Bandwidth>(
      member, order, time_points, factor, z, arena, [&](std::int64_t t, auto& y) {
        for_range(order, 0, order.n(), [&](auto i) { norm = larger(norm, absolute(y[i])); });
        for_rows(member, order, [&](auto i) { x.store(t, i, y[i]); });
      });
  return norm;
}

// Corrects x until `control` is met. `residual(from_zero, sink)` hands out what is left to solve
// for.
template <class Scalar, int Bandwidth, class Member, class Order, class Residual>
SMNN_SWEEP_FUNCTION RefinementResult<Scalar> refine(
    Member const& member, Order const& order, std::int64_t time_points, Residual const& residual,
    SolveArrays<Scalar> const& arrays, Scalar norm,
    RefinementControl<real_t<Scalar>> const& control, Arena<Scalar> arena) {
  using Real = real_t<Scalar>;
  RefinementResult<Scalar> result;
  Scalar previous = norm;
  mask_t<Scalar> active(true);
  for (int sweep = 0; sweep < control.sweeps && any(active); ++sweep) {
    Arena<Scalar> local = arena;
    ForwardSubstitution<Scalar, Bandwidth, Member, Order> forward(member, order, arrays.factor,
                                                                  arrays.w, local);
    residual(false, forward);
    Scalar correction(0);
    backward_sweep<Scalar, Bandwidth>(
        member, order, time_points, arrays.factor, arrays.w, arena,
        [&](std::int64_t t, auto& change) {
          for_range(order, 0, order.n(),
                    [&](auto i) { correction = larger(correction, absolute(change[i])); });
          for_rows(member, order, [&](auto i) {
            Scalar const x = arrays.x.load(t, i);
            arrays.x.store(t, i, select<Scalar>(active, x + change[i], x));
          });
        });
    mask_t<Scalar> const exact = correction == Scalar(0);
    Scalar const ratio = select<Scalar>(exact, Scalar(0), correction / previous);
    Scalar const slowest = select<Scalar>(ratio < Scalar(Real(0.9)), ratio, Scalar(Real(0.9)));
    mask_t<Scalar> const shrinks = ratio <= Scalar(Real(least_useful_contraction));
    Scalar const left =
        select<Scalar>(shrinks, correction * ratio, correction) / (Scalar(1) - slowest);
    result.error =
        select<Scalar>(active, select<Scalar>(exact, Scalar(0), left / norm), result.error);
    result.sweeps += select<Scalar>(active, Scalar(1), Scalar(0));
    if (control.automatic) active = active && shrinks && left > Scalar(control.tolerance) * norm;
    previous = correction;
  }
  return result;
}

}  // namespace smnn::kernels
