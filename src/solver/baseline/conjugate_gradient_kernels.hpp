// Device code of the conjugate-gradient baseline: the sparse matrix and the iteration of all
// right-hand sides at once.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/batch.hpp"
#include "smnn/solver/baseline/normal_entries.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn::detail {

// Puts an entry of the lower triangle at its two places in the block-diagonal sparse matrix.
template <class Real>
struct SparseWriter {
  NormalPattern pattern;
  std::int64_t const* row_starts;
  Real* values;

  KOKKOS_FUNCTION void operator()(std::int64_t group, NormalEntry const& entry, Real value) const {
    std::int64_t const later = entry.t + entry.offset;
    place(group, later, entry.row, -entry.offset, entry.column) = value;
    place(group, entry.t, entry.column, entry.offset, entry.row) = value;
  }

  // Entry (t, row), (t + offset, column).
  KOKKOS_FUNCTION Real& place(std::int64_t group, std::int64_t t, int row, int offset,
                              int column) const {
    int const k = pattern.k;
    std::int64_t const start = row_starts[group * pattern.unknowns() + t * pattern.n + row];
    return values[start + pattern.position(t, row % k, offset, column / k, column % k)];
  }
};

template <class Real>
struct InvertDiagonal {
  SparseWriter<Real> matrix;
  Real* inverse;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    NormalPattern const& pattern = matrix.pattern;
    std::int64_t const row = index % pattern.unknowns();
    int const i = static_cast<int>(row % pattern.n);
    inverse[index] = 1 / matrix.place(index / pattern.unknowns(), row / pattern.n, i, 0, i);
  }
};

enum class CgState : signed char { active, converged, stopped };

// Arrays of the iteration: columns of N * groups numbers, and numbers per right-hand side, the one
// of (group, member) at member * groups + group.
template <class Real>
struct CgArrays {
  std::int64_t unknowns;
  std::int64_t groups;
  std::int64_t members;
  Real const* inverse_diagonal;
  Real* residual;
  Real* x;
  Real* direction;
  Real const* product;  // M direction
  Real* product_of_residuals;
  Real* small_residual;
  CgState* state;
  std::int64_t* iterations;
  Real tolerance;
};

template <class Real>
struct CgStart {
  CgArrays<Real> a;

  template <class Team>
  KOKKOS_FUNCTION void operator()(Team const& team) const {
    std::int64_t const slot = team.league_rank();
    std::int64_t const first = slot * a.unknowns;
    Real const* const inverse = a.inverse_diagonal + slot % a.groups * a.unknowns;
    Real squares = 0;
    Real products = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(team, a.unknowns),
        [&](std::int64_t i, Real& sum, Real& weighted_sum) {
          Real const r = a.residual[first + i];
          Real const z = r * inverse[i];
          a.x[first + i] = 0;
          a.direction[first + i] = z;
          sum += r * r;
          weighted_sum += r * z;
        },
        squares, products);
    Kokkos::single(Kokkos::PerTeam(team), [&] {
      a.product_of_residuals[slot] = products;
      a.small_residual[slot] = a.tolerance * Kokkos::sqrt(squares);
      a.state[slot] = squares > 0 ? CgState::active : CgState::converged;
    });
  }
};

template <class Real>
struct CgIterate {
  CgArrays<Real> a;

  template <class Team>
  KOKKOS_FUNCTION void operator()(Team const& team) const {
    std::int64_t const slot = team.league_rank();
    if (a.state[slot] != CgState::active) return;
    std::int64_t const first = slot * a.unknowns;
    Real const* const inverse = a.inverse_diagonal + slot % a.groups * a.unknowns;
    Real const previous = a.product_of_residuals[slot];
    Real curvature = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(team, a.unknowns),
        [&](std::int64_t i, Real& sum) { sum += a.direction[first + i] * a.product[first + i]; },
        curvature);
    bool const usable = curvature > 0 && Kokkos::isfinite(curvature);
    Real const length = usable ? previous / curvature : Real(0);
    Real squares = 0;
    Real products = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(team, a.unknowns),
        [&](std::int64_t i, Real& sum, Real& weighted_sum) {
          std::int64_t const at = first + i;
          a.x[at] += length * a.direction[at];
          Real const r = a.residual[at] - length * a.product[at];
          a.residual[at] = r;
          sum += r * r;
          weighted_sum += r * r * inverse[i];
        },
        squares, products);
    Real const ratio = products / previous;
    Kokkos::parallel_for(Kokkos::TeamThreadRange(team, a.unknowns), [&](std::int64_t i) {
      std::int64_t const at = first + i;
      a.direction[at] = a.residual[at] * inverse[i] + ratio * a.direction[at];
    });
    Kokkos::single(Kokkos::PerTeam(team), [&] {
      ++a.iterations[slot];
      a.product_of_residuals[slot] = products;
      if (Kokkos::sqrt(squares) <= a.small_residual[slot]) {
        a.state[slot] = CgState::converged;
      } else if (!usable) {
        a.state[slot] = CgState::stopped;
      }
    });
  }
};

template <class Real>
struct CountActive {
  CgArrays<Real> a;
  KOKKOS_FUNCTION void operator()(std::int64_t slot, std::int64_t& sum) const {
    sum += a.state[slot] == CgState::active ? 1 : 0;
  }
};

// The residual's place takes the solution; who has not converged is noted if `judged`.
template <class Real>
struct CgFinish {
  CgArrays<Real> a;
  std::int64_t* info;
  bool judged;

  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    a.residual[index] = a.x[index];
    if (!judged || index % a.unknowns != 0) return;
    std::int64_t const slot = index / a.unknowns;
    std::int64_t& code = info[slot % a.groups * a.members + slot / a.groups];
    if (a.state[slot] != CgState::converged && code == 0) code = info_not_converged;
  }
};

}  // namespace smnn::detail
