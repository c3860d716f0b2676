// A part of a longer time axis, solved for its interior: what is left for its separators, the first
// w points (w: the bandwidth; none in the first part) and the w ghosts behind its own (none in the
// last part). The last part is swept backward in time where that can be done: separators that come
// first cause fill-in, those that come last none. Eliminating the interior I of the part's rows
// leaves
//   C = M_SS - M_SI M_II^{-1} M_IS,   S = separators
// and the sum of all parts' C, in which neighbours overlap, is the matrix of the separators: block
// tridiagonal with blocks of order w n (substructuring; George, SIAM J. Numer. Anal. 10, 1973).
//
// Separators are pinned: with a huge number on their diagonal blocks the same sweeps factor M_II
// and leave separators as they are. It is so huge that what it adds to the interior is lost in
// rounding, so that M_II is exact; and a power of two, so that the diagonal of its root is exact.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/algebra.hpp"
#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/block/workspace.hpp"
#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/rows/assemble.hpp"
#include "smnn/kernels/rows/normal_blocks.hpp"

namespace smnn::kernels {

// Square root of what is added to the diagonal of a pinned block, whose reciprocal and what it
// scales are to be normal numbers of the factor's memory.
template <class Real>
KOKKOS_INLINE_FUNCTION constexpr Real pin_root(bool narrow_factor = false) {
  return sizeof(Real) == 8 && !narrow_factor ? Real(0x1p120) : Real(0x1p50f);
}
template <class Scalar>
KOKKOS_INLINE_FUNCTION real_t<Scalar> pin_root_of(FactorArray<Scalar> const& factor) {
  return pin_root<real_t<Scalar>>(factor.is_narrow());
}

// The fill-in of a separator fades where the equations damp. Below this, relative to the separator,
// nothing of it is left in rounding, nor in squares; following it further would meet subnormal
// numbers, which are slow. It is looked at every so many time points.
template <class Real>
KOKKOS_INLINE_FUNCTION constexpr Real faded() {
  return sizeof(Real) == 8 ? Real(1e-60) : Real(1e-16f);
}
inline constexpr std::int64_t fading_interval = 16;

// How a part's separators are numbered, and what the sweeps keep of them: the triangle of C, then
// the columns of L^{-1} M_IS that the fill-in of the left separators has at one or two time points.
struct SchurLayout {
  int n = 1;
  int bandwidth = 1;

  // Order of C: the left separators come first.
  KOKKOS_INLINE_FUNCTION constexpr int order() const { return 2 * bandwidth * n; }
  KOKKOS_INLINE_FUNCTION constexpr int columns() const { return bandwidth * n; }
  KOKKOS_INLINE_FUNCTION constexpr int triangle() const { return triangle_size(order()); }
  // Entry i of a column at the time point before (age 0), and at the one before that (age 1).
  KOKKOS_INLINE_FUNCTION constexpr int column_entry(int age, int column, int i) const {
    return triangle() + (age * columns() + column) * n + i;
  }
  KOKKOS_INLINE_FUNCTION constexpr int size() const { return column_entry(bandwidth, 0, 0); }
  // First row of the separator at time point t; rows are in the order of time.
  KOKKOS_FORCEINLINE_FUNCTION int row(SweepExtents const& extents, std::int64_t t) const {
    std::int64_t q = t;
    if (extents.backward()) {
      q = extents.time_points - 1 - t;
    } else if (t >= extents.separators) {
      q = bandwidth + (t - extents.own_points());
    }
    return static_cast<int>(q) * n;
  }
};

// Stores the blocks of C in the rows of the separator at t, as far as the sweep has them, and pins
// it.
template <int Bandwidth, class Member, class Order, class Triangle, class Square, class Scalar>
KOKKOS_INLINE_FUNCTION void pin_separator(Member const& member, Order const& order,
                                          SweepExtents const& extents, std::int64_t t,
                                          Triangle& diagonal, Square const& below,
                                          WorkArray<Scalar> const& schur,
                                          real_t<Scalar> const& pin) {
  SchurLayout const layout{order.n(), Bandwidth};
  int const first = layout.row(extents, t);
  bool const has_neighbour =
      t + 1 < extents.separators || (t >= extents.interior_end() && t + 1 < extents.time_points);
  bool const neighbour_first = extents.backward();
  for_rows(member, order, [&](auto i) {
    for_range(order, 0, i + 1, [&](auto j) {
      schur.store(0, triangle_index(first + i, first + j), diagonal[triangle_index(i, j)]);
    });
    if (Bandwidth == 2 && has_neighbour) {
      for_range(order, 0, order.n(), [&](auto j) {
        int const entry = neighbour_first ? triangle_index(first + j, first - order.n() + i)
                                          : triangle_index(first + order.n() + i, first + j);
        schur.store(0, entry, below[i * order.n() + j]);
      });
    }
    diagonal[triangle_index(i, i)] += Scalar(pin * pin);
  });
  member.barrier();
}

// Completes C: the fill-in of separators that come first, carried through the interior.
template <class Scalar, int Bandwidth, class Member, class Order>
class SchurSweep {
  using BandOf = Band<Bandwidth>;
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));

 public:
  KOKKOS_INLINE_FUNCTION SchurSweep(Member const& member, Order const& order,
                                    SweepProblem<Scalar> const& problem,
                                    FactorArray<Scalar> const& factor,
                                    WorkArray<Scalar> const& schur, Arena<Scalar>& arena)
      : member_(member),
        order_(order),
        problem_(problem),
        factor_(factor),
        schur_(schur),
        layout_{order.n(), Bandwidth},
        coupling_(member, order, problem.rows, problem.weights, arena),
        column_(make_vector<Scalar>(order, arena)),
        rhs_(make_vector<Scalar>(order, arena)) {}

  SMNN_SWEEP_FUNCTION void operator()() {
    SweepExtents const& extents = problem_.extents;
    if (extents.separators == 0) return;
    start();
    for (std::int64_t t = extents.separators; t < extents.time_points; ++t) {
      bool const interior = !extents.is_separator(t);
      if (t % fading_interval == 0 && has_faded()) break;
      for (int column = 0; column < layout_.columns(); ++column) advance(t, column, interior);
      if (interior) subtract_products();
    }
  }

 private:
  // Columns of minus the identity at the left separators; where S is stored it was made with the
  // pinned factor.
  KOKKOS_INLINE_FUNCTION void start() {
    Scalar const unit(BandOf::stores_sub ? -pin_root_of(factor_) : real_t<Scalar>(-1));
    for (int age = 0; age < Bandwidth; ++age) {
      for (int column = 0; column < layout_.columns(); ++column) {
        int const place = (Bandwidth - 1 - age) * order_.n();  // of the separator of this age
        for_rows(member_, order_, [&](auto i) {
          schur_.store(0, layout_.column_entry(age, column, i),
                       place + i == column ? unit : Scalar(0));
        });
      }
    }
    member_.barrier();
  }

  // Whether no column has anything left in any lane; the same for every thread.
  KOKKOS_INLINE_FUNCTION bool has_faded() const {
    Scalar largest(0);
    for (int age = 0; age < Bandwidth; ++age) {
      for (int column = 0; column < layout_.columns(); ++column) {
        for (int i = 0; i < order_.n(); ++i)
          largest = larger(largest, absolute(schur_.load(0, layout_.column_entry(age, column, i))));
      }
    }
    return !any(Scalar(faded<real_t<Scalar>>()) < largest);
  }

  // Moves one column to time point t.
  KOKKOS_INLINE_FUNCTION void advance(std::int64_t t, int column, bool interior) {
    auto const l = [&](int i, int j) { return factor_.load(t, triangle_index(i, j)); };
    for_rows(member_, order_, [&](auto i) {
      rhs_[i] = Scalar(0);
      column_[i] = schur_.load(0, layout_.column_entry(0, column, i));
    });
    member_.barrier();
    if constexpr (BandOf::stores_sub) {
      subtract_stored(t, column);
    } else {
      if (t > problem_.extents.separators) {
        auto const before = [&](int i, int j) { return factor_.load(t - 1, triangle_index(i, j)); };
        solve_upper<Scalar>(member_, order_, before, column_);
      }
      coupling_.subtract_product(problem_.inputs.step(t - 1), column_, rhs_);
    }
    if (interior) solve_lower<Scalar>(member_, order_, l, rhs_);
    int const row = interior ? 0 : layout_.row(problem_.extents, t);
    for_rows(member_, order_, [&](auto i) {
      if (!interior) schur_.store(0, triangle_index(row + i, column), rhs_[i]);
      if constexpr (Bandwidth == 2) schur_.store(0, layout_.column_entry(1, column, i), column_[i]);
      schur_.store(0, layout_.column_entry(0, column, i), interior ? rhs_[i] : Scalar(0));
    });
    member_.barrier();
  }

  // rhs := - S_{t-1} c_{t-1} - U_{t-2} c_{t-2}
  KOKKOS_INLINE_FUNCTION void subtract_stored(std::int64_t t, int column) {
    int const n = order_.n();
    for_rows(member_, order_, [&](auto i) {
      Scalar sum(0);
      for_range(order_, BandOf::row_begin(order_, i), n, [&](auto j) {
        sum -= factor_.load(t - 1, BandOf::sub_offset(order_) + BandOf::sub_index(order_, i, j)) *
               column_[j];
      });
      int const d = order_.dim_of(i);
      if (i == BandOf::strip_row(order_, d)) {
        for_range(order_, i, n, [&](auto j) {
          sum -= factor_.load(t - 2, BandOf::strip_offset(order_) + d * n + j) *
                 schur_.load(0, layout_.column_entry(1, column, j));
        });
      }
      rhs_[i] = sum;
    });
    member_.barrier();
  }

  // C_LL -= W_t^T W_t, W_t the columns at t.
  KOKKOS_INLINE_FUNCTION void subtract_products() {
    int const n = order_.n();
    for (int a = 0; a < Bandwidth; ++a) {
      for_rows(member_, order_, [&](auto i) {
        int const row = a * n + i;
        for (int other = 0; other <= row; ++other) {
          Scalar sum = schur_.load(0, triangle_index(row, other));
          for_range(order_, 0, n, [&](auto k) {
            sum -= schur_.load(0, layout_.column_entry(0, row, k)) *
                   schur_.load(0, layout_.column_entry(0, other, k));
          });
          schur_.store(0, triangle_index(row, other), sum);
        }
      });
    }
    member_.barrier();
  }

  Member const& member_;
  Order const& order_;
  SweepProblem<Scalar> const& problem_;
  FactorArray<Scalar> factor_;
  WorkArray<Scalar> schur_;
  SchurLayout layout_;
  Coupling<Scalar, Member, Order> coupling_;
  Vector column_;
  Vector rhs_;
};

}  // namespace smnn::kernels
