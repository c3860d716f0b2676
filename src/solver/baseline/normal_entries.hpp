// The normal matrix A^T A of a system, entry by entry, for solvers that know nothing of its band.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/rows/normal_blocks.hpp"

namespace smnn::detail {

// Numbers of a row of M that can differ from zero: all of its own time point, those of the same dim
// at the neighbouring ones and, with central smoothness, one entry two time points away.
struct NormalPattern {
  std::int64_t time_points = 1;
  int n = 1;
  int k = 1;
  bool three_point = false;

  // Position within a dim of order K-2, the one with an entry two time points away.
  static constexpr int strip = 1;

  KOKKOS_INLINE_FUNCTION std::int64_t unknowns() const { return time_points * n; }

  // Entries of a row of time point t, position p within its dim, at time point t + offset.
  KOKKOS_INLINE_FUNCTION int count(std::int64_t t, int p, int offset) const {
    if (t + offset < 0 || t + offset >= time_points) return 0;
    if (offset == 0) return n;
    if (offset == 1 || offset == -1) return k;
    return three_point && p == strip ? 1 : 0;
  }
  KOKKOS_INLINE_FUNCTION int row_size(std::int64_t t, int p) const {
    int size = 0;
    for (int offset = -2; offset <= 2; ++offset) size += count(t, p, offset);
    return size;
  }
  // Place of column (t + offset, dim d, position c) in the row of (t, position p).
  KOKKOS_INLINE_FUNCTION int position(std::int64_t t, int p, int offset, int d, int c) const {
    int position = 0;
    for (int before = -2; before < offset; ++before) position += count(t, p, before);
    if (offset == 0) return position + d * k + c;
    return offset == 1 || offset == -1 ? position + c : position;
  }
};

// An entry of the lower triangle: row (time point t + offset, row), column (t, column).
struct NormalEntry {
  std::int64_t t;
  int offset;
  int row;
  int column;
};

// Hands every entry of the lower triangle of M to sink(entry, value). Returns the status of the
// steps.
template <class Real, class Sink>
KOKKOS_INLINE_FUNCTION kernels::Status<Real> assemble_entries(
    kernels::DynamicOrder const& order, kernels::SweepProblem<Real> const& problem,
    kernels::Arena<Real> arena, Sink const& sink) {
  kernels::SerialMember const member;
  kernels::NormalBlocks<Real, 2, kernels::SerialMember, kernels::DynamicOrder> blocks(member, order,
                                                                                      arena);
  kernels::Status<Real> status;
  std::int64_t const steps = problem.extents.time_points;
  int const n = order.n();
  int const k = order.k();
  for (std::int64_t t = 0; t < steps; ++t) {
    blocks.advance(problem, t, false, status);
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j <= i; ++j) {
        sink(NormalEntry{t, 0, i, j}, blocks.diagonal[kernels::triangle_index(i, j)]);
      }
    }
    if (t + 1 < steps) {
      for (int i = 0; i < n; ++i) {
        int const first = order.dim_of(i) * k;
        for (int j = first; j < first + k; ++j) {
          sink(NormalEntry{t, 1, i, j}, blocks.below[i * n + j]);
        }
      }
    }
    if (problem.rows.three_point && t + 2 < steps) {
      for (int d = 0; d < order.dims(); ++d) {
        int const low = order.index_of(d, k - 2);
        sink(NormalEntry{t, 2, low, low}, blocks.second[d * n + low]);
      }
    }
  }
  return status;
}

}  // namespace smnn::detail
