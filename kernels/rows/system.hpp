// The inputs of a batch as kernels see them, and the part of one system (or pack of systems) in
// them.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/kernels/portability/lanes.hpp"
#include "smnn/kernels/portability/strided.hpp"

namespace smnn::kernels {

// One array per input: axes (group, time, equation, dim, order), (group, member, time, equation),
// (group, member, time, dim, order), (group, time). A group has one matrix, its members are
// right-hand sides. Shared axes have stride 0.
template <class T>
struct InputSet {
  StridedArray<T, 5> coefficients;
  StridedArray<T, 4> rhs;
  StridedArray<T, 5> initial_values;
  StridedArray<T, 2> steps;
};

// Sizes that a sweep needs besides the block order. The time points may be a part of a longer time
// axis: then its first points (`separators`) and the points behind its own (`ghosts`, the
// separators of the next part) are solved for elsewhere. Rows that begin at ghosts are the next
// part's. The last part may be swept backward in time: its arrays are visited in reverse, its steps
// are negative, and its separators are the last of its own points (`last_separators`).
struct SweepExtents {
  std::int64_t time_points = 1;  // with ghosts
  std::int64_t equations = 1;
  std::int64_t initial_steps = 0;
  int initial_orders = 0;
  std::int64_t separators = 0;
  std::int64_t last_separators = 0;
  std::int64_t ghosts = 0;
  std::int64_t seed_points = INT64_MAX;  // the first ones, which a seed has values for

  KOKKOS_FORCEINLINE_FUNCTION std::int64_t own_points() const { return time_points - ghosts; }
  KOKKOS_FORCEINLINE_FUNCTION std::int64_t interior_end() const {
    return own_points() - last_separators;
  }
  KOKKOS_FORCEINLINE_FUNCTION bool is_separator(std::int64_t t) const {
    return t < separators || t >= interior_end();
  }
  KOKKOS_FORCEINLINE_FUNCTION bool backward() const { return last_separators > 0; }
  KOKKOS_FORCEINLINE_FUNCTION bool has_two_point_row(std::int64_t t) const {
    return t < own_points() && t + 1 < time_points;
  }
  KOKKOS_FORCEINLINE_FUNCTION bool has_three_point_row(std::int64_t t) const {
    return t < own_points() && t + 2 < time_points;
  }
};

// Squares of the weights of the rows.
template <class Real>
struct RowWeights {
  Real governing = 1;
  Real initial = 1;
  Real smoothness = 1;
  Real weak = 0;  // smoothness weight times that of Pade's row of the highest order, squared
};

// Which systems one sweep works on: lanes run along groups (every system its own matrix) or along
// the members of one.
struct SystemRange {
  std::int64_t group = 0;
  std::int64_t member = 0;
  int valid = 1;
  bool along_members = false;
  std::int64_t parts = 1;  // groups that are parts of one system's time axis

  template <class Array>
  KOKKOS_INLINE_FUNCTION std::int64_t group_offset(Array const& array) const {
    if (parts == 1) return group * array.stride[0];
    return group / parts * array.stride[0] + group % parts * array.part_stride;
  }
  template <class Array>
  KOKKOS_INLINE_FUNCTION std::int64_t group_stride(Array const& array) const {
    return parts == 1 ? array.stride[0] : array.part_stride;
  }
};

// One input of a range of systems: element offset(...) of lane l. Arrays are visited forward in
// time; `time_stride` tells where the next time points are.
template <class Scalar, class T>
struct LaneArray {
  T* data;
  Lanes lanes;
  KOKKOS_FORCEINLINE_FUNCTION Scalar load(std::int64_t offset, std::int64_t time_stride) const {
    prefetch_lanes<Scalar, false>(data + offset + prefetch_distance * time_stride, lanes);
    return load_lanes<Scalar>(data + offset, lanes);
  }
  KOKKOS_FORCEINLINE_FUNCTION void store(std::int64_t offset, std::int64_t time_stride,
                                         Scalar const& value) const {
    prefetch_lanes<Scalar, true>(data + offset + prefetch_distance * time_stride, lanes);
    store_lanes<Scalar>(data + offset, lanes, value);
  }
};

// The slice of an array with axes (group, member, ...) that belongs to a range of systems.
template <class Scalar, class T, int Rank>
KOKKOS_INLINE_FUNCTION LaneArray<Scalar, T> slice_solutions(StridedArray<T, Rank> const& array,
                                                            SystemRange const& range) {
  if (array.data == nullptr) return {nullptr, {0, range.valid}};
  return {array.data + range.group_offset(array) + range.member * array.stride[1],
          {range.along_members ? array.stride[1] : range.group_stride(array), range.valid,
           array.streamed}};
}

// The slice of an array with axes (group, ...).
template <class Scalar, class T, int Rank>
KOKKOS_INLINE_FUNCTION LaneArray<Scalar, T> slice_groups(StridedArray<T, Rank> const& array,
                                                         SystemRange const& range) {
  if (array.data == nullptr) return {nullptr, {0, range.valid}};
  return {array.data + range.group_offset(array),
          {range.along_members ? 0 : range.group_stride(array), range.valid, array.streamed}};
}

// The inputs (or directions of inputs, where absent ones are zero) of a range of systems.
template <class Scalar>
class SystemInputs {
  using Real = real_t<Scalar>;

 public:
  KOKKOS_INLINE_FUNCTION SystemInputs(InputSet<Real const> const& inputs, SystemRange const& range)
      : set_(inputs),
        coefficients_(slice_groups<Scalar>(inputs.coefficients, range)),
        rhs_(slice_solutions<Scalar>(inputs.rhs, range)),
        initial_values_(slice_solutions<Scalar>(inputs.initial_values, range)),
        steps_(slice_groups<Scalar>(inputs.steps, range)) {}

  KOKKOS_FORCEINLINE_FUNCTION Scalar coefficient(std::int64_t t, std::int64_t e, int d,
                                                 int r) const {
    auto const* stride = set_.coefficients.stride;
    return coefficients_.load(t * stride[1] + e * stride[2] + d * stride[3] + r * stride[4],
                              stride[1]);
  }
  KOKKOS_FORCEINLINE_FUNCTION Scalar rhs(std::int64_t t, std::int64_t e) const {
    return rhs_.load(t * set_.rhs.stride[2] + e * set_.rhs.stride[3], set_.rhs.stride[2]);
  }
  KOKKOS_FORCEINLINE_FUNCTION Scalar initial_value(std::int64_t t, int d, int r) const {
    auto const* stride = set_.initial_values.stride;
    return initial_values_.load(t * stride[2] + d * stride[3] + r * stride[4], stride[2]);
  }
  KOKKOS_FORCEINLINE_FUNCTION Scalar step(std::int64_t t) const {
    return steps_.load(t * set_.steps.stride[1], set_.steps.stride[1]);
  }

  KOKKOS_FORCEINLINE_FUNCTION bool has_coefficients() const {
    return coefficients_.data != nullptr;
  }
  KOKKOS_FORCEINLINE_FUNCTION bool has_rhs() const { return rhs_.data != nullptr; }
  KOKKOS_FORCEINLINE_FUNCTION bool has_initial_values() const {
    return initial_values_.data != nullptr;
  }
  KOKKOS_FORCEINLINE_FUNCTION bool has_steps() const { return steps_.data != nullptr; }

 private:
  InputSet<Real const> const& set_;
  LaneArray<Scalar, Real const> coefficients_;
  LaneArray<Scalar, Real const> rhs_;
  LaneArray<Scalar, Real const> initial_values_;
  LaneArray<Scalar, Real const> steps_;
};

// A solution-shaped array (group, member, time, dim, order) of a range of systems.
template <class Scalar, class T>
class SystemSolution {
 public:
  KOKKOS_INLINE_FUNCTION SystemSolution(StridedArray<T, 5> const& solution,
                                        SystemRange const& range)
      : lanes_(slice_solutions<Scalar>(solution, range)),
        time_stride_(solution.stride[2]),
        dim_stride_(solution.stride[3]),
        order_stride_(solution.stride[4]) {}

  KOKKOS_FORCEINLINE_FUNCTION Scalar load(std::int64_t t, int d, int r) const {
    return lanes_.load(offset(t, d, r), time_stride_);
  }
  // Solutions are found, and written, backward in time.
  KOKKOS_FORCEINLINE_FUNCTION void store(std::int64_t t, int d, int r, Scalar const& value) const {
    lanes_.store(offset(t, d, r), -time_stride_, value);
  }
  KOKKOS_FORCEINLINE_FUNCTION bool empty() const { return lanes_.data == nullptr; }

 private:
  KOKKOS_FORCEINLINE_FUNCTION std::int64_t offset(std::int64_t t, int d, int r) const {
    return t * time_stride_ + d * dim_stride_ + r * order_stride_;
  }
  LaneArray<Scalar, T> lanes_;
  std::int64_t time_stride_;
  std::int64_t dim_stride_;
  std::int64_t order_stride_;
};

// The solution of a part of a time axis; the points of the next part that its rows read stand in an
// array of their own.
template <class Scalar, class T>
class SolutionWithGhosts {
 public:
  KOKKOS_INLINE_FUNCTION SolutionWithGhosts(StridedArray<T, 5> const& own,
                                            StridedArray<T, 5> const& ghosts,
                                            SystemRange const& range)
      : own_(own, range), ghosts_(ghosts, range), own_points_(own.extent[2]) {}

  KOKKOS_FORCEINLINE_FUNCTION Scalar load(std::int64_t t, int d, int r) const {
    return t < own_points_ ? own_.load(t, d, r) : ghosts_.load(t - own_points_, d, r);
  }

 private:
  SystemSolution<Scalar, T> own_;
  SystemSolution<Scalar, T> ghosts_;
  std::int64_t own_points_;
};

}  // namespace smnn::kernels
