// Parts alike of the time axis of a batch, and their place in the arrays of the whole axis.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/solver/partition/part_solver.hpp"
#include "smnn/solver/partition/separator_node.hpp"

namespace smnn::detail {

template <class Real, class ExecutionSpace>
class PartGroup {
 public:
  using Part = PartSolver<Real, ExecutionSpace>;
  using MemorySpace = typename Part::MemorySpace;
  using Arrays = PartArrays<Real, MemorySpace>;
  using Columns = typename Part::Columns;

  // The parts before it number `first_part`, their points `first_point`.
  PartGroup(ExecutionSpace const& space, PartExtents const& extents, std::int64_t first_point,
            std::int64_t first_part, SolverOptions const& options);

  static std::size_t bytes(ExecutionSpace const& space, PartExtents const& extents,
                           SolverOptions const& options);

  // The arrays of this group in those of the whole axis; with the points behind a part that its
  // rows read if `ghosts`.
  template <class T, int Rank>
  void narrow(kernels::StridedArray<T, Rank>& array, int time_axis, bool over_time) const {
    if (array.data == nullptr || over_time) return;
    PartExtents const& part = solver.part();
    array.data += first_point * array.stride[time_axis];
    array.part_stride = part.own.time_points * array.stride[time_axis];
  }
  template <class T>
  InputArrays<T, MemorySpace> inputs(InputArrays<T, MemorySpace> whole) const {
    Extents const& own = solver.part().own;
    narrow(whole.coefficients, 1, own.coefficients.over_time);
    narrow(whole.rhs, 2, own.rhs.over_time);
    narrow(whole.steps, 1, own.steps.over_time);
    if (first_part > 0) whole.initial_values = {};
    return whole;
  }
  template <class T>
  SolutionArray<T, MemorySpace> solution(SolutionArray<T, MemorySpace> whole, bool ghosts) const {
    if (whole.empty()) return whole;
    PartExtents const& part = solver.part();
    narrow(whole, 2, false);
    whole.extent[2] = part.own.time_points + (ghosts ? part.ghosts : 0);
    return whole;
  }

  // What the separators need of the parts, (parts, entries, systems), and back.
  void give(ExecutionSpace const& space, Columns const& columns, Arrays const& all) const;
  void take(ExecutionSpace const& space, Arrays const& all, Columns const& columns) const;

  kernels::StridedArray<Real const, 5> seed_array() const {
    kernels::StridedArray<Real const, 5> array = SolutionArray<Real const, MemorySpace>(seed);
    array.part_stride = array.stride[0];
    array.stride[0] *= solver.part().parts;
    return array;
  }

  // Memory of the right-hand side of tangents, unless there is some: where the factor is not kept,
  // memory is short, and it lives only as long as the call.
  void make_seed(ExecutionSpace const& space);

  Part solver;
  std::int64_t first_point;
  std::int64_t first_part;
  typename Part::Slice slice;
  Columns change;                 // at the separators
  typename Part::Codes own_info;  // of a part by itself: before its neighbours' failures
  typename Part::Numbers active;
  typename Part::Padded seed;  // of tangents

 private:
  Arrays own_parts(Arrays const& all) const;
};

}  // namespace smnn::detail
