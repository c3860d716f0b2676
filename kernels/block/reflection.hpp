// Householder reflections of stacked rows, one of them the pivot row: they make a column's entry of
// the pivot row the norm of the column, positive, and all others zero.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {

template <class Scalar>
class Reflection {
 public:
  Scalar pivot;    // the column's entry of the pivot row
  Scalar norm;     // of the column
  Scalar inverse;  // of the norm

  // From the column's entry of the pivot row and the sum of squares of the whole column. Where the
  // column is zero nothing is changed, as if it had a pivot of one.
  KOKKOS_FORCEINLINE_FUNCTION Reflection(Scalar const& entry, Scalar const& squares) {
    Scalar const one(1);
    mask_t<Scalar> const is_zero = squares == Scalar(0);
    Scalar const safe = select<Scalar>(is_zero, one, squares);
    pivot = select<Scalar>(is_zero, one, entry);
    inverse = inverse_square_root(safe);
    norm = squares * inverse;
    gain_ = one / (safe * inverse + absolute(pivot));
    sign_ = select<Scalar>(pivot < Scalar(0), Scalar(-1), one);
  }

  // Another column: `product` is its product with this column, `entry` that of its pivot row, which
  // is changed. What comes back, times this column's entry of any other row, is to be subtracted
  // from the other column's entry of that row.
  KOKKOS_FORCEINLINE_FUNCTION Scalar apply(Scalar const& product, Scalar& entry) const {
    Scalar const changed = product * inverse;
    Scalar const factor = (changed + sign_ * entry) * gain_;
    entry = changed;
    return factor;
  }

  // The same where there is one other row, in which the reflected column has `other` and this
  // column `x`; both are changed.
  KOKKOS_FORCEINLINE_FUNCTION void apply_to_pair(Scalar const& other, Scalar& entry,
                                                 Scalar& x) const {
    Scalar const product = pivot * entry + other * x;
    x -= other * apply(product, entry);
  }

 private:
  Scalar gain_;
  Scalar sign_;
};

}  // namespace smnn::kernels
