#include "smnn/solver/partition/part_solver.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <string>

#include "smnn/solver/detail/streaming.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::detail {
namespace {

// A part's factor serves several steps: it is recomputed only where that was asked for.
SolverOptions part_options(SolverOptions options) {
  if (options.storage == FactorStorage::automatic) options.storage = FactorStorage::keep;
  return options;
}

template <class Real, class ExecutionSpace>
BandedLayout layout_of(ExecutionSpace const& space, PartExtents const& part,
                       SolverOptions const& options) {
  return banded_layout(machine_of<Real>(space), part.padded(), part_options(options), Vectors::kept,
                       part.parts);
}

Grouping part_grouping(PartExtents const& part) {
  Grouping groups = grouping(part.own);
  groups.groups *= part.parts;
  return groups;
}

kernels::SchurLayout schur_layout(PartExtents const& part) {
  return {static_cast<int>(part.own.block_order()), part.bandwidth()};
}

template <class T, class View>
kernels::StridedArray<T, 5> array_of(View const& view) {
  kernels::StridedArray<T, 5> array;
  array.data = view.data();
  for (std::size_t axis = 0; axis < 5; ++axis) {
    array.extent[axis] = static_cast<std::int64_t>(view.extent(axis));
    array.stride[axis] = static_cast<std::int64_t>(view.stride(axis));
  }
  return array;
}

// Makes the array, whose first axis counts systems, begin at a later one.
template <class Array>
void skip_systems(Array& array, std::int64_t count) {
  if (array.data != nullptr) array.data += count * array.stride[0];
}

// Makes the array's axis of time run backward.
template <class Array>
void reverse_time(Array& array, int axis) {
  if (array.data == nullptr || array.extent[axis] == 0) return;
  array.data += (array.extent[axis] - 1) * array.stride[axis];
  array.stride[axis] = -array.stride[axis];
}

// All but the steps, which the caller has reversed.
template <class Inputs>
void reverse_time(Inputs& inputs) {
  reverse_time(inputs.coefficients, 1);
  reverse_time(inputs.rhs, 2);
  reverse_time(inputs.initial_values, 2);
}

}  // namespace

template <class Real, class ExecutionSpace>
PartSolver<Real, ExecutionSpace>::PartSolver(ExecutionSpace const& space, PartExtents const& part,
                                             SolverOptions const& options)
    : part_(part),
      grouping_(part_grouping(part)),
      tables_(space, part.own),
      workspace_(space, part.padded(), part_options(options), Vectors::kept, part.parts) {
  kernels::SchurLayout const layout = schur_layout(part_);
  BandedLayout const& banded = workspace_.layout;
  schur_workspace_ = uninitialised<Numbers>(
      space, "smnn::schur_workspace",
      banded.factor_slots * banded.placement.width * static_cast<std::int64_t>(layout.size()));
  size = uninitialised<Numbers>(space, "smnn::size", solutions());
  squares = uninitialised<Numbers>(space, "smnn::squares", solutions());
  info = uninitialised<Codes>(space, "smnn::part_info", solutions());
  sweeps_ = uninitialised<Codes>(space, "smnn::part_sweeps", solutions());
  rounding_error_ = uninitialised<Numbers>(space, "smnn::part_rounding_error", solutions());
}

template <class Real, class ExecutionSpace>
std::size_t PartSolver<Real, ExecutionSpace>::bytes(ExecutionSpace const& space,
                                                    PartExtents const& part,
                                                    SolverOptions const& options) {
  kernels::SchurLayout const layout = schur_layout(part);
  BandedLayout const banded = layout_of<Real>(space, part, options);
  Grouping const groups = part_grouping(part);
  std::int64_t const all_solutions = groups.groups * groups.members;
  std::int64_t const numbers =
      banded.numbers(part.padded()) +
      banded.factor_slots * banded.placement.width * std::int64_t{layout.size()} +
      groups.groups * layout.triangle() + all_solutions * (layout.order() + 3);
  return RowTables<Real, ExecutionSpace>::bytes(part.own) +
         static_cast<std::size_t>(numbers) * sizeof(Real) +
         static_cast<std::size_t>(2 * all_solutions) * sizeof(std::int64_t);
}

template <class Real, class ExecutionSpace>
bool PartSolver<Real, ExecutionSpace>::keeps_factor(ExecutionSpace const& space,
                                                    PartExtents const& part,
                                                    SolverOptions const& options) {
  return layout_of<Real>(space, part, options).keep_factor;
}

template <class Real, class ExecutionSpace>
kernels::Batch<Real> PartSolver<Real, ExecutionSpace>::make_batch(Problem const& problem) const {
  kernels::Batch<Real> batch;
  InputArrays<Real const, MemorySpace> inputs = problem.inputs;
  if (part_.backward()) reverse_time(inputs);
  share_axes(inputs, part_.own);
  batch.inputs = group_axes<Real const>(inputs, grouping_);
  batch.extents = sweep_extents(part_.padded());
  (part_.backward() ? batch.extents.last_separators : batch.extents.separators) = part_.separators;
  batch.extents.ghosts = part_.ghosts;
  batch.rows = tables_.rows();
  batch.weights = row_weights<Real>(problem.weights, part_.own.smoothness);
  batch.members = grouping_.members;
  batch.diagnostics = {info.data(), sweeps_.data(), rounding_error_.data(), nullptr};
  batch.part.size = size.data();
  workspace_.attach(batch);
  BandedLayout const& banded = workspace_.layout;
  batch.schur = banded.placement.work_buffer(schur_workspace_.data(), banded.factor_slots,
                                             schur_layout(part_).size(), 1);
  return batch;
}

template <class Real, class ExecutionSpace>
std::int64_t PartSolver<Real, ExecutionSpace>::granularity() const {
  return grouping_.members > 1 ? 1 : workspace_.layout.placement.width;
}

template <class Real, class ExecutionSpace>
std::size_t PartSolver<Real, ExecutionSpace>::bytes_per_pack() const {
  Extents const padded = part_.padded();
  std::int64_t const n = padded.block_order();
  // Factor, x and w; coefficients, right-hand side, step and solution.
  std::int64_t const per_step =
      workspace_.layout.factor_size + 2 * n + padded.equations * (n + 1) + 1 + n;
  return static_cast<std::size_t>(per_step * padded.time_points *
                                  workspace_.layout.placement.width) *
         sizeof(Real);
}

template <class Real, class ExecutionSpace>
PartSlice<Real, typename ExecutionSpace::memory_space> PartSolver<Real, ExecutionSpace>::make_slice(
    ExecutionSpace const& space, std::int64_t first, std::int64_t end) const {
  kernels::SchurLayout const layout = schur_layout(part_);
  std::int64_t const count = end - first;
  Slice slice{first, end, uninitialised<Columns>(space, "smnn::schur", layout.triangle(), count),
              uninitialised<Columns>(space, "smnn::separator_residual", layout.order(),
                                     count * grouping_.members)};
  Kokkos::deep_copy(space, slice.residual, Real(0));  // parts at the ends write one half only
  return slice;
}

// A batch of the slice's systems alone: everything that is counted by systems begins at its first.
template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::narrow(kernels::Batch<Real>& batch,
                                              Slice const& slice) const {
  bool const along_members = grouping_.members > 1;
  std::int64_t const width = workspace_.layout.placement.width;
  std::int64_t const first_solution = slice.first * grouping_.members;
  std::int64_t const first_pack = along_members ? slice.first : slice.first / width;
  std::int64_t const packs_of_members =
      kernels::Decomposition::ceil_divide(grouping_.members, width);
  auto const skip_slots = [](auto& buffer, std::int64_t slots) {
    if (buffer.data != nullptr) buffer.data += slots * buffer.layout.slot_stride;
  };
  skip_systems(batch.inputs.coefficients, slice.first);
  skip_systems(batch.inputs.rhs, slice.first);
  skip_systems(batch.inputs.initial_values, slice.first);
  skip_systems(batch.inputs.steps, slice.first);
  std::int64_t const first_solutions = along_members ? first_pack * packs_of_members : first_pack;
  skip_slots(batch.x, first_solutions);
  if (keeps_factor()) {  // else the slots are the workers'
    skip_slots(batch.factor.wide, first_pack);
    skip_slots(batch.factor.narrow, first_pack);
    skip_slots(batch.factor_status, first_pack);
    skip_slots(batch.schur, first_pack);
    skip_slots(batch.w, first_solutions);
  }
  batch.diagnostics.info += first_solution;
  batch.diagnostics.sweeps += first_solution;
  batch.diagnostics.rounding_error += first_solution;
  if (batch.diagnostics.residual_norm != nullptr) batch.diagnostics.residual_norm += first_solution;
  batch.part.size += first_solution;
  if (batch.part.active != nullptr) batch.part.active += first_solution;
  batch.part.schur = slice.schur.data();
  batch.part.residual = slice.residual.data();
  batch.part.matrices = slice.end - slice.first;
  batch.part.solutions = batch.part.matrices * grouping_.members;
  batch.decomposition.groups = batch.part.matrices;
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::launch_step(ExecutionSpace const& space, Operation operation,
                                                   kernels::Batch<Real> const& batch,
                                                   Arguments<Real> const& arguments) {
  launch(space, workspace_.execution(), Request<Real>{operation, batch, arguments});
}

// A solution-shaped array of the caller's, as the kernels visit it.
template <class Real, class ExecutionSpace>
template <class T, class Array>
kernels::StridedArray<T, 5> PartSolver<Real, ExecutionSpace>::solution_array(
    Array const& array) const {
  kernels::StridedArray<T, 5> visited;
  if constexpr (Kokkos::is_view_v<Array>) {
    visited = array_of<T>(array);
    visited.part_stride = visited.stride[0];  // the view's first axis counts systems and parts
    visited.stride[0] *= part_.parts;
  } else {
    visited = array;
  }
  if (part_.backward()) reverse_time(visited, 2);
  return group_axes<T, 5>(visited, grouping_);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::factor(ExecutionSpace const& space, Problem const& problem,
                                              Slice const& slice, bool eliminate,
                                              Codes const& codes) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor_part");
  kernels::Batch<Real> batch = make_batch(problem);
  batch.decomposition = workspace_.layout.factor_decomposition;
  batch.diagnostics.info = codes.data();
  narrow(batch, slice);
  Arguments<Real> arguments;
  arguments.from_rows = eliminate;
  launch_step(space, workspace_.layout.factor_part_operation(), batch, arguments);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::attach(Arguments<Real>& arguments,
                                              kernels::Batch<Real>& batch,
                                              PartRightHandSide<Real> const& rhs,
                                              Slice const& slice) const {
  arguments.from_rows = rhs.from_rows;
  if (rhs.from_rows) return;
  arguments.seed = solution_array<Real const>(rhs.seed);
  skip_systems(arguments.seed, slice.first);
  batch.extents.seed_points = rhs.seed_points;
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::eliminate(ExecutionSpace const& space,
                                                 Problem const& problem, Slice const& slice,
                                                 PartRightHandSide<Real> const& rhs, bool from_zero,
                                                 bool with_squares, Codes const& codes) {
  Kokkos::Profiling::ScopedRegion const region("smnn::eliminate_part");
  kernels::Batch<Real> batch = make_batch(problem);
  batch.diagnostics.info = codes.data();
  if (with_squares) batch.diagnostics.residual_norm = squares.data();
  Arguments<Real> arguments;
  arguments.from_zero = from_zero;
  attach(arguments, batch, rhs, slice);
  narrow(batch, slice);
  launch_step(space, Operation::eliminate_part, batch, arguments);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::substitute(ExecutionSpace const& space,
                                                  Problem const& problem, Slice const& slice,
                                                  PartRightHandSide<Real> const& rhs,
                                                  Columns const& change, Numbers const& active,
                                                  bool from_zero, bool keep,
                                                  SolutionArray<Real, MemorySpace> const& y) {
  Kokkos::Profiling::ScopedRegion const region("smnn::substitute_part");
  kernels::Batch<Real> batch = make_batch(problem);
  batch.part.change = change.data();
  batch.part.active = active.data();
  Arguments<Real> arguments;
  arguments.from_zero = from_zero;
  attach(arguments, batch, rhs, slice);
  narrow(batch, slice);
  arguments.keep = keep;
  arguments.output = solution_array<Real>(y);
  stream_if_large(arguments.output);
  skip_systems(arguments.output, slice.first);
  launch_step(space, Operation::substitute_part, batch, arguments);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::attach(Arguments<Real>& arguments, Solution const& y) const {
  arguments.solution = solution_array<Real const>(y.own);
  if (y.ghosts.data() != nullptr) arguments.ghosts = solution_array<Real const>(y.ghosts);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::tangent_seed(
    ExecutionSpace const& space, Problem const& problem, Solution const& y,
    InputArrays<Real const, MemorySpace> const& directions, Padded const& seed) {
  Kokkos::Profiling::ScopedRegion const region("smnn::tangent_part");
  Arguments<Real> arguments;
  InputArrays<Real const, MemorySpace> visited = directions;
  if (part_.backward()) reverse_time(visited);
  share_axes(visited, part_.own);
  arguments.directions = group_axes<Real const>(visited, grouping_);
  attach(arguments, y);
  arguments.output = solution_array<Real>(seed);
  launch_step(space, Operation::tangent_seed_part, make_batch(problem), arguments);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::gradients(ExecutionSpace const& space,
                                                 Problem const& problem, Solution const& y,
                                                 Numbers const& active,
                                                 Gradients<Real, MemorySpace> const& gradients) {
  Kokkos::Profiling::ScopedRegion const region("smnn::gradients_part");
  Gradients<Real, MemorySpace> visited = gradients;
  if (part_.backward()) reverse_time(visited);
  Arguments<Real> arguments;
  Extents const padded = part_.padded();
  attach(arguments, y);
  arguments.gradients = workspace_.partials.outputs(visited, padded, grouping_);
  kernels::Batch<Real> batch = make_batch(problem);
  batch.part.active = active.data();
  launch_step(space, Operation::gradients_part, batch, arguments);
  workspace_.partials.reduce(space, visited, padded, grouping_);
}

#define SMNN_PART_SOLVER(REAL, SPACE) template class PartSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_PART_SOLVER)

}  // namespace smnn::detail
