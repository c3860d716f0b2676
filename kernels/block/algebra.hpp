// Dense algebra on blocks of order n held in registers or scratch: Cholesky, triangular solves,
// products. Lower triangles are stored by rows, squares by rows; the diagonal of a factor holds
// reciprocals, so that no substitution divides.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/band.hpp"
#include "smnn/kernels/portability/loop.hpp"
#include "smnn/kernels/portability/pack.hpp"

namespace smnn::kernels {

// A := L with A = L L^T, reciprocal diagonal. Returns which lanes had only positive, finite pivots.
template <class Scalar, class Member, class Order, class Triangle>
KOKKOS_INLINE_FUNCTION mask_t<Scalar> cholesky(Member const& member, Order const& order,
                                               Triangle& a) {
  mask_t<Scalar> good(true);
  for_range(order, 0, order.n(), [&](auto j) {
    for_rows_from(member, order, j, [&](auto i) {
      Scalar value = a[triangle_index(i, j)];
      for_range(order, 0, j,
                [&](auto k) { value -= a[triangle_index(i, k)] * a[triangle_index(j, k)]; });
      a[triangle_index(i, j)] = value;
    });
    member.barrier();
    Scalar const pivot = a[triangle_index(j, j)];
    good = good && is_positive(pivot);
    Scalar const inverse = inverse_square_root(pivot);
    member.barrier();
    for_rows_from(member, order, j, [&](auto i) {
      Scalar& entry = a[triangle_index(i, j)];
      entry = i == j ? inverse : entry * inverse;
    });
    member.barrier();
  });
  return good;
}

// x := L^{-1} x; `entry(i, j)` reads the factor.
template <class Scalar, class Member, class Order, class Factor, class Vector>
KOKKOS_INLINE_FUNCTION void solve_lower(Member const& member, Order const& order,
                                        Factor const& entry, Vector& x) {
  for_range(order, 0, order.n(), [&](auto j) {
    Scalar const solved = x[j] * entry(j, j);
    member.barrier();
    for_rows_from(member, order, j, [&](auto i) {
      if (i == j) {
        x[i] = solved;
      } else {
        x[i] -= entry(i, j) * solved;
      }
    });
    member.barrier();
  });
}

// x := L^{-T} x.
template <class Scalar, class Member, class Order, class Factor, class Vector>
KOKKOS_INLINE_FUNCTION void solve_upper(Member const& member, Order const& order,
                                        Factor const& entry, Vector& x) {
  int const n = order.n();
  for_range(order, 0, n, [&](auto reverse) {
    int const j = n - 1 - reverse;
    Scalar const solved = x[j] * entry(j, j);
    member.barrier();
    for_rows(member, order, [&](auto i) {
      if (i == j) {
        x[i] = solved;
      } else if (i < j) {
        x[i] -= entry(j, i) * solved;
      }
    });
    member.barrier();
  });
}

// Row `row` of B := that row times L^{-T}, from its first column that can differ from zero.
template <class Scalar, class Order, class Triangle, class Block>
KOKKOS_FORCEINLINE_FUNCTION void solve_row(Order const& order, Triangle const& l, int begin,
                                           int row, Block& b) {
  int const n = order.n();
  for_range(order, begin, n, [&](auto j) {
    Scalar value = b[row * n + j];
    for_range(order, begin, j, [&](auto k) { value -= b[row * n + k] * l[triangle_index(j, k)]; });
    b[row * n + j] = value * l[triangle_index(j, j)];
  });
}

// Dot product of two rows from a common first column.
template <class Scalar, class Order, class BlockA, class BlockB>
KOKKOS_FORCEINLINE_FUNCTION Scalar row_product(Order const& order, int begin, int row_a,
                                               BlockA const& a, int row_b, BlockB const& b) {
  int const n = order.n();
  Scalar sum(0);
  for_range(order, begin, n, [&](auto k) { sum += a[row_a * n + k] * b[row_b * n + k]; });
  return sum;
}

}  // namespace smnn::kernels
