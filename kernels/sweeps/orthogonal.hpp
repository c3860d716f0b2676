// One sweep forward in time like factor_sweep's, by orthogonal elimination of the rows instead of
// their products (square-root information filter; Bierman, Factorization Methods for Discrete
// Sequential Estimation, 1977): with A = Q R, the same factor L = R^T and z = Q^T b, without the
// error of forming A^T A, which is the unit of rounding times the square of A's condition number.
//
// At time point t the rows left of those before, a triangle, are stacked with the rows that begin
// at t (stacked_rows.hpp). Reflections eliminate the columns of t: pivot rows are those of the
// triangle, which become the rows of R. The others have columns of t+1 (and t+2) left; reflected
// into a triangle, they are what the next time point begins with.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/kernels/block/arena.hpp"
#include "smnn/kernels/block/reflection.hpp"
#include "smnn/kernels/block/status.hpp"
#include "smnn/kernels/block/workspace.hpp"
#include "smnn/kernels/portability/compiler.hpp"
#include "smnn/kernels/rows/stacked_rows.hpp"
#include "smnn/kernels/sweeps/schur.hpp"

namespace smnn::kernels {

// Scalars that the sweep takes: two triangles, two squares, two strips, a corner, the stack and
// five vectors.
KOKKOS_INLINE_FUNCTION constexpr int orthogonal_arena_size(int n, int dims, int bandwidth) {
  int const stack = stack_size(n, dims, bandwidth);
  return 2 * triangle_size(n) + n * n + 3 * dims * n + stack * (2 * n + dims + 1) + 6 * n;
}

template <class Scalar, int Bandwidth, class Member, class Order>
class OrthogonalElimination {
  using BandOf = Band<Bandwidth>;
  using Real = real_t<Scalar>;
  static constexpr bool wide = Bandwidth == 2;
  using Triangle =
      decltype(make_triangle<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));
  using Square =
      decltype(make_square<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));
  using Strip =
      decltype(make_strip<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));
  using Vector =
      decltype(make_vector<Scalar>(std::declval<Order const&>(), std::declval<Arena<Scalar>&>()));

 public:
  Triangle triangle;  // rows of R are its columns
  Vector z;

  KOKKOS_FORCEINLINE_FUNCTION OrthogonalElimination(Member const& member, Order const& order,
                                                    SweepProblem<Scalar> const& problem,
                                                    bool with_rhs,
                                                    FactorArray<Scalar> const& factor,
                                                    Arena<Scalar>& arena)
      : triangle(make_triangle<Scalar>(order, arena)),
        z(make_vector<Scalar>(order, arena)),
        member_(member),
        order_(order),
        problem_(problem),
        with_rhs_(with_rhs),
        factor_(factor),
        stack_(member, order, problem.weights, arena),
        row_(make_vector<Scalar>(order, arena)),
        beyond_(wide ? make_strip<Scalar>(order, arena) : Strip{}),
        corner_(wide ? make_strip<Scalar>(order, arena) : Strip{}),
        corner_rhs_(wide ? make_strip<Scalar>(order, arena) : Strip{}),
        row_beyond_(wide ? make_vector<Scalar>(order, arena) : Vector{}),
        arena_(arena) {
    for_rows(member_, order_, [&](auto i) {
      z[i] = Scalar(0);
      for_range(order_, 0, i + 1, [&](auto j) { triangle[triangle_index(i, j)] = Scalar(0); });
      if constexpr (wide) {
        for_dims(order_, [&](auto d) {
          beyond_[d * order_.n() + i] = Scalar(0);
          if (i < order_.dims()) corner_[i * order_.dims() + d] = Scalar(0);
        });
        if (i < order_.dims()) corner_rhs_[i] = Scalar(0);
      }
    });
    member_.barrier();
  }

  // Stacks the rows that begin at t; notes a bad step in the status.
  KOKKOS_FORCEINLINE_FUNCTION void begin(std::int64_t t, Status<Scalar>& status) {
    absorb_rows(t);
    if constexpr (wide) {
      if (problem_.extents.is_separator(t)) release_triangle();
    }
    stack_.fill(problem_, t, with_rhs_, corner_, corner_rhs_, status);
  }

  // Eliminates the columns of t: leaves L_t in `triangle`, with reciprocal diagonal, z_t in `z`,
  // and writes S_t and U_t. Returns which lanes had only positive, finite pivots.
  KOKKOS_FORCEINLINE_FUNCTION mask_t<Scalar> eliminate(std::int64_t t) {
    int const n = order_.n();
    mask_t<Scalar> good(true);
    for_range(order_, 0, n, [&](auto j) {
      Scalar const entry = triangle[triangle_index(j, j)];
      Scalar squares = entry * entry;
      stack_.for_rows_of(j, [&](auto r) {
        Scalar const x = stack_.here[r * n + j];
        squares += x * x;
      });
      good = good && is_positive(squares);
      Reflection<Scalar> const reflection(entry, squares);
      auto const change = [&](auto& block, int columns, int column, Scalar& pivot_entry) {
        Scalar product = reflection.pivot * pivot_entry;
        stack_.for_rows_of(
            j, [&](auto r) { product += stack_.here[r * n + j] * block[r * columns + column]; });
        Scalar const factor = reflection.apply(product, pivot_entry);
        stack_.for_rows_of(
            j, [&](auto r) { block[r * columns + column] -= stack_.here[r * n + j] * factor; });
      };
      for_rows(member_, order_, [&](auto column) {
        if (column > j) change(stack_.here, n, column, triangle[triangle_index(column, j)]);
        if (j < BandOf::row_begin(order_, column)) return;
        Scalar of_next(0);
        if constexpr (wide) {
          int const d = order_.dim_of(column);
          if (column == Band<2>::strip_row(order_, d)) of_next = beyond_[d * n + j];
        }
        change(stack_.next, n, column, of_next);
        if constexpr (wide) {
          factor_.store(t, BandOf::sub_offset(order_) + BandOf::sub_index(order_, column, j),
                        of_next);
        }
      });
      if (member_.is_leader()) {
        if constexpr (wide) {
          for_dims(order_, [&](auto d) {
            Scalar of_after(0);
            if (j >= BandOf::strip_row(order_, d)) change(stack_.after, order_.dims(), d, of_after);
            factor_.store(t, BandOf::strip_offset(order_) + d * n + j, of_after);
          });
        }
        if (with_rhs_) change(stack_.rhs, 1, 0, z[j]);
      }
      member_.barrier();
      if (member_.is_leader()) triangle[triangle_index(j, j)] = reflection.inverse;
    });
    member_.barrier();
    return good;
  }

  // What eliminate does, of a separator (schur.hpp). Its block of the Schur complement is a product
  // of rows: the one place where this sweep forms any.
  KOKKOS_FORCEINLINE_FUNCTION mask_t<Scalar> pin(std::int64_t t, WorkArray<Scalar> const& schur) {
    int const n = order_.n();
    Arena<Scalar> local = arena_;
    Triangle diagonal = make_triangle<Scalar>(order_, local);
    Square below = wide ? make_square<Scalar>(order_, local) : Square{};
    Vector beta = make_vector<Scalar>(order_, local);
    // Of columns of t with any other of the stacked rows; `of_pivots` sums over the triangle's.
    auto const product = [&](int j, auto const& block, int columns, int column, Scalar of_pivots) {
      stack_.for_rows_of(
          j, [&](auto r) { of_pivots += stack_.here[r * n + j] * block[r * columns + column]; });
      return of_pivots;
    };
    auto const pivots = [&](int j, auto const& entry) {
      Scalar sum(0);
      for_range(order_, 0, j + 1,
                [&](auto k) { sum += triangle[triangle_index(j, k)] * entry(k); });
      return sum;
    };
    Scalar const inverse(Real(1) / pin_root_of(factor_));
    for_rows(member_, order_, [&](auto i) {
      for_range(order_, 0, i + 1, [&](auto j) {
        auto const of_i = [&](int k) { return triangle[triangle_index(i, k)]; };
        diagonal[triangle_index(i, j)] = product(j, stack_.here, n, i, pivots(j, of_i));
      });
      beta[i] = product(i, stack_.rhs, 1, 0, pivots(i, [&](int k) { return z[k]; }));
      if constexpr (wide) {
        int const d = order_.dim_of(i);
        bool const strip = i == Band<2>::strip_row(order_, d);
        for_range(order_, BandOf::row_begin(order_, i), n, [&](auto j) {
          auto const of_i = [&](int k) { return strip ? beyond_[d * n + k] : Scalar(0); };
          Scalar const entry = product(j, stack_.next, n, i, pivots(j, of_i));
          below[i * n + j] = entry;
          factor_.store(t, BandOf::sub_offset(order_) + BandOf::sub_index(order_, i, j),
                        entry * inverse);
        });
        for_range(order_, 0, BandOf::row_begin(order_, i),
                  [&](auto j) { below[i * n + j] = Scalar(0); });
        for_dims(order_, [&](auto e) {
          factor_.store(t, BandOf::strip_offset(order_) + e * n + i,
                        product(i, stack_.after, order_.dims(), e, Scalar(0)) * inverse);
        });
      }
    });
    member_.barrier();
    pin_separator<Bandwidth>(member_, order_, problem_.extents, t, diagonal, below, schur,
                             pin_root_of(factor_));
    mask_t<Scalar> good(true);
    for_range(order_, 0, n,
              [&](auto i) { good = good && is_positive(diagonal[triangle_index(i, i)]); });
    for_rows(member_, order_, [&](auto i) {
      for_range(order_, 0, i, [&](auto j) {
        triangle[triangle_index(i, j)] = diagonal[triangle_index(i, j)] * inverse;
      });
      triangle[triangle_index(i, i)] = inverse;
      z[i] = beta[i] * inverse;
    });
    member_.barrier();
    return good;
  }

  // Reflects what is left into the triangle that the next time point begins with.
  KOKKOS_FORCEINLINE_FUNCTION void carry() {
    int const n = order_.n();
    int const dims = order_.dims();
    int const size = stack_.size();
    for_range(order_, 0, n, [&](auto i) {
      Scalar const entry = stack_.next[i * n + i];
      Scalar squares = entry * entry;
      for_stack<Bandwidth>(order_, i + 1, size, [&](auto r) {
        Scalar const x = stack_.next[r * n + i];
        squares += x * x;
      });
      Reflection<Scalar> const reflection(entry, squares);
      auto const change = [&](auto& block, int columns, int column) {
        Scalar& pivot_entry = block[i * columns + column];
        Scalar product = reflection.pivot * pivot_entry;
        for_stack<Bandwidth>(order_, i + 1, size, [&](auto r) {
          product += stack_.next[r * n + i] * block[r * columns + column];
        });
        Scalar const factor = reflection.apply(product, pivot_entry);
        for_stack<Bandwidth>(order_, i + 1, size, [&](auto r) {
          block[r * columns + column] -= stack_.next[r * n + i] * factor;
        });
      };
      for_rows_from(member_, order_, i, [&](auto column) {
        if (column > i) change(stack_.next, n, column);
      });
      if (member_.is_leader()) {
        if constexpr (wide) for_dims(order_, [&](auto d) { change(stack_.after, dims, d); });
        if (with_rhs_) change(stack_.rhs, 1, 0);
      }
      member_.barrier();
      for_rows_from(member_, order_, i, [&](auto column) {
        triangle[triangle_index(column, i)] =
            column == i ? reflection.norm : stack_.next[i * n + column];
      });
      if (member_.is_leader()) {
        z[i] = stack_.rhs[i];
        if constexpr (wide)
          for_dims(order_, [&](auto d) { beyond_[d * n + i] = stack_.after[i * dims + d]; });
      }
    });
    if constexpr (wide) {
      if (member_.is_leader()) carry_corner();
    }
    member_.barrier();
  }

 private:
  // The rows without columns of t+1 that are not stacked: governing equations, initial values.
  KOKKOS_FORCEINLINE_FUNCTION void absorb_rows(std::int64_t t) {
    SweepExtents const& extents = problem_.extents;
    std::int64_t const stacked = stack_.equations();
    std::int64_t const equations =
        t < extents.own_points() && extents.equations > stacked ? extents.equations - stacked : 0;
    std::int64_t const initial = t < extents.initial_steps ? order_.n() : 0;
    Scalar const governing(Kokkos::sqrt(problem_.weights.governing));
    Scalar const weight(Kokkos::sqrt(problem_.weights.initial));
    for (std::int64_t row = 0; row < equations + initial; ++row) {
      Scalar f(0);
      if (row < equations) {
        for_rows(member_, order_, [&](auto i) {
          row_[i] =
              governing * problem_.inputs.coefficient(t, row, order_.dim_of(i), order_.order_of(i));
        });
        if (with_rhs_) f = governing * problem_.inputs.rhs(t, row);
      } else {
        int const place = static_cast<int>(row - equations);
        int const r = order_.order_of(place);
        if (r >= extents.initial_orders) continue;
        for_rows(member_, order_, [&](auto i) { row_[i] = i == place ? weight : Scalar(0); });
        if (with_rhs_) f = weight * problem_.inputs.initial_value(t, order_.dim_of(place), r);
      }
      absorb(f);
    }
  }

  // Reflects `row_`, with right-hand side f, into the triangle.
  KOKKOS_FORCEINLINE_FUNCTION void absorb(Scalar f) {
    int const n = order_.n();
    if constexpr (wide) {
      if (member_.is_leader()) for_dims(order_, [&](auto d) { row_beyond_[d] = Scalar(0); });
    }
    member_.barrier();
    for_range(order_, 0, n, [&](auto j) {
      Scalar const entry = triangle[triangle_index(j, j)];
      Scalar const other = row_[j];
      Reflection<Scalar> const reflection(entry, entry * entry + other * other);
      for_rows_from(member_, order_, j, [&](auto column) {
        if (column > j)
          reflection.apply_to_pair(other, triangle[triangle_index(column, j)], row_[column]);
      });
      if (member_.is_leader()) {
        if constexpr (wide)
          for_dims(order_, [&](auto d) {
            reflection.apply_to_pair(other, beyond_[d * n + j], row_beyond_[d]);
          });
        if (with_rhs_) reflection.apply_to_pair(other, z[j], f);
      }
      member_.barrier();
      if (member_.is_leader()) triangle[triangle_index(j, j)] = reflection.norm;
    });
    if constexpr (wide) {
      if (member_.is_leader()) absorb_in_corner(f);
    }
    member_.barrier();
  }

  // The same of `row_beyond_` into the corner.
  KOKKOS_FORCEINLINE_FUNCTION void absorb_in_corner(Scalar f) {
    int const dims = order_.dims();
    for_dims(order_, [&](auto d) {
      Scalar const entry = corner_[d * dims + d];
      Scalar const other = row_beyond_[d];
      Reflection<Scalar> const reflection(entry, entry * entry + other * other);
      for_dims(order_, [&](auto e) {
        if (e > d) reflection.apply_to_pair(other, corner_[d * dims + e], row_beyond_[e]);
      });
      reflection.apply_to_pair(other, corner_rhs_[d], f);
      corner_[d * dims + d] = reflection.norm;
    });
  }

  // A pinned time point uses none of the triangle's rows up: they are left for the next one.
  KOKKOS_FORCEINLINE_FUNCTION void release_triangle() {
    if (member_.is_leader()) {
      for_range(order_, 0, order_.n(), [&](auto k) {
        for_dims(order_, [&](auto d) { row_beyond_[d] = beyond_[d * order_.n() + k]; });
        absorb_in_corner(z[k]);
      });
    }
    member_.barrier();
  }

  KOKKOS_FORCEINLINE_FUNCTION void carry_corner() {
    int const n = order_.n();
    int const dims = order_.dims();
    int const size = stack_.size();
    for_dims(order_, [&](auto d) {
      int const pivot_row = n + d;
      Scalar const entry = stack_.after[pivot_row * dims + d];
      Scalar squares = entry * entry;
      for_stack<Bandwidth>(order_, pivot_row + 1, size, [&](auto r) {
        Scalar const x = stack_.after[r * dims + d];
        squares += x * x;
      });
      Reflection<Scalar> const reflection(entry, squares);
      auto const change = [&](auto& block, int columns, int column) {
        Scalar& pivot_entry = block[pivot_row * columns + column];
        Scalar product = reflection.pivot * pivot_entry;
        for_stack<Bandwidth>(order_, pivot_row + 1, size, [&](auto r) {
          product += stack_.after[r * dims + d] * block[r * columns + column];
        });
        Scalar const factor = reflection.apply(product, pivot_entry);
        for_stack<Bandwidth>(order_, pivot_row + 1, size, [&](auto r) {
          block[r * columns + column] -= stack_.after[r * dims + d] * factor;
        });
      };
      for_dims(order_, [&](auto e) {
        if (e > d) change(stack_.after, dims, e);
      });
      if (with_rhs_) change(stack_.rhs, 1, 0);
      for_dims(order_, [&](auto e) {
        if (e > d) corner_[d * dims + e] = stack_.after[pivot_row * dims + e];
      });
      corner_[d * dims + d] = reflection.norm;
      corner_rhs_[d] = stack_.rhs[pivot_row];
    });
  }

  Member const& member_;
  Order const& order_;
  SweepProblem<Scalar> const& problem_;
  bool with_rhs_;
  FactorArray<Scalar> factor_;
  StackedRows<Scalar, Bandwidth, Member, Order> stack_;
  Vector row_;
  // Bandwidth 2 only: columns of order K-2 of t+1.
  Strip beyond_;      // of the triangle's rows
  Strip corner_;      // rows that have no others
  Strip corner_rhs_;  // of those
  Vector row_beyond_;
  Arena<Scalar> arena_;
};

// Writes the factor of every time point to `factor` and, with the rows' right-hand side, z to
// `solution`. Separators are pinned as factor_sweep does. Returns the status of the matrix; that of
// z is recorded in `of_rhs`.
template <class Scalar, int Bandwidth, class Member, class Order>
SMNN_SWEEP_FUNCTION Status<Scalar> orthogonal_sweep(
    Member const& member, Order const& order, SweepProblem<Scalar> const& problem, bool with_rhs,
    FactorArray<Scalar> const& factor, WorkArray<Scalar> const& solution,
    WorkArray<Scalar> const& schur, Status<Scalar>& of_rhs, Arena<Scalar> arena) {
  OrthogonalElimination<Scalar, Bandwidth, Member, Order> rows(member, order, problem, with_rhs,
                                                               factor, arena);
  Status<Scalar> status;
  std::int64_t const steps = problem.extents.time_points;
  for (std::int64_t t = 0; t < steps; ++t) {
    rows.begin(t, status);
    status.record(problem.extents.is_separator(t) ? rows.pin(t, schur) : rows.eliminate(t), t);
    if (with_rhs) {
      of_rhs.record_unless_finite(order, rows.z, t);
      for_rows(member, order, [&](auto i) { solution.store(t, i, rows.z[i]); });
    }
    for_rows(member, order, [&](auto i) {
      for_range(order, 0, i + 1, [&](auto j) {
        factor.store(t, triangle_index(i, j), rows.triangle[triangle_index(i, j)]);
      });
    });
    member.barrier();
    if (t + 1 < steps) rows.carry();
  }
  member.barrier();  // the next sweep reads all rows of the factor and takes over the arena
  return status;
}

}  // namespace smnn::kernels
