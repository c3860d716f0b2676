// Per-system status of a sweep, in every lane: LAPACK's `info`, counted in time points.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/portability/loop.hpp"
#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {

// Told instead of a time point where corrections or iterations do not converge.
inline constexpr std::int64_t not_converged = -1;

// The first time point (plus one) at which something went wrong, per lane; 0 while all is well. It
// is kept as a floating-point number so that it lives in the pack's lanes: exact up to 2^24 time
// points in float, 2^53 in double.
template <class Scalar>
struct Status {
  Scalar first_failure = Scalar(0);

  KOKKOS_FORCEINLINE_FUNCTION void record(mask_t<Scalar> const& good, std::int64_t t) {
    Scalar const code(static_cast<real_t<Scalar>>(t + 1));
    first_failure = select<Scalar>(good || failed(), first_failure, code);
  }

  template <class Order, class Vector>
  KOKKOS_FORCEINLINE_FUNCTION void record_unless_finite(Order const& order, Vector const& values,
                                                        std::int64_t t) {
    // The sum of differences with itself is zero unless an entry is infinite or NaN.
    Scalar sum(0);
    for_range(order, 0, order.n(), [&](auto i) { sum += values[i] - values[i]; });
    record(sum == Scalar(0), t);
  }

  // Failures of an earlier stage come first.
  KOKKOS_FORCEINLINE_FUNCTION void merge(Status const& later) {
    first_failure = select<Scalar>(failed(), first_failure, later.first_failure);
  }

  // Lanes without a failure whose solution is known to be far off, yet is what there is.
  KOKKOS_FORCEINLINE_FUNCTION void record_not_converged(mask_t<Scalar> const& lanes) {
    Scalar const code(static_cast<real_t<Scalar>>(not_converged));
    first_failure = select<Scalar>(lanes && first_failure == Scalar(0), code, first_failure);
  }

  KOKKOS_FORCEINLINE_FUNCTION mask_t<Scalar> failed() const { return Scalar(0) < first_failure; }
};

}  // namespace smnn::kernels
