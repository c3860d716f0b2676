#include "smnn/solver/partition/part_solver.hpp"

#include <string>

#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {
namespace {

SolverOptions keeping_the_factor(SolverOptions options) {
  options.storage = FactorStorage::keep;
  return options;
}

kernels::SchurLayout schur_layout(PartExtents const& part) {
  return {static_cast<int>(part.own.block_order()), part.bandwidth()};
}

template <class ViewType, class ExecutionSpace, class... Sizes>
ViewType uninitialised(ExecutionSpace const& space, char const* label, Sizes... sizes) {
  return ViewType(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
                  static_cast<std::size_t>(sizes)...);
}

template <class T, class View>
kernels::StridedArray<T, 5> padded_array(View const& view, Grouping const& grouping) {
  kernels::StridedArray<T, 5> array;
  array.data = view.data();
  for (std::size_t axis = 0; axis < 5; ++axis) {
    array.extent[axis] = static_cast<std::int64_t>(view.extent(axis));
    array.stride[axis] = static_cast<std::int64_t>(view.stride(axis));
  }
  return group_axes<T, 5>(array, grouping);
}

}  // namespace

template <class Real, class ExecutionSpace>
PartSolver<Real, ExecutionSpace>::PartSolver(ExecutionSpace const& space, PartExtents const& part,
                                             SolverOptions const& options)
    : part_(part),
      grouping_(grouping(part.own)),
      tables_(space, part.own),
      workspace_(space, part.padded(), keeping_the_factor(options)) {
  kernels::SchurLayout const layout = schur_layout(part_);
  BandedLayout const& banded = workspace_.layout;
  schur_workspace_ = uninitialised<Numbers>(
      space, "smnn::schur_workspace",
      banded.factor_slots * banded.placement.width * static_cast<std::int64_t>(layout.size()));
  schur = uninitialised<Columns>(space, "smnn::schur", layout.triangle(), matrices());
  residual = uninitialised<Columns>(space, "smnn::separator_residual", layout.order(), solutions());
  correction = uninitialised<Numbers>(space, "smnn::correction", solutions());
  norm = uninitialised<Numbers>(space, "smnn::norm", solutions());
  squares = uninitialised<Numbers>(space, "smnn::squares", solutions());
  info = uninitialised<Codes>(space, "smnn::part_info", solutions());
  sweeps_ = uninitialised<Codes>(space, "smnn::part_sweeps", solutions());
  rounding_error_ = uninitialised<Numbers>(space, "smnn::part_rounding_error", solutions());
  Kokkos::deep_copy(space, residual, Real(0));  // parts at the ends write one half only
}

template <class Real, class ExecutionSpace>
kernels::Batch<Real> PartSolver<Real, ExecutionSpace>::make_batch(Problem const& problem) const {
  kernels::Batch<Real> batch;
  InputArrays<Real const, MemorySpace> inputs = problem.inputs;
  share_axes(inputs, part_.own);
  batch.inputs = group_axes<Real const>(inputs, grouping_);
  batch.extents = sweep_extents(part_.padded());
  batch.extents.separators = part_.separators;
  batch.extents.ghosts = part_.ghosts;
  batch.rows = tables_.rows();
  batch.weights = row_weights<Real>(problem.weights, part_.own.smoothness);
  batch.members = grouping_.members;
  batch.diagnostics = {info.data(), sweeps_.data(), rounding_error_.data(), nullptr};
  batch.part.schur = schur.data();
  batch.part.residual = residual.data();
  batch.part.correction = correction.data();
  batch.part.norm = norm.data();
  batch.part.matrices = matrices();
  batch.part.solutions = solutions();
  workspace_.attach(batch);
  BandedLayout const& banded = workspace_.layout;
  batch.schur = banded.placement.work_buffer(schur_workspace_.data(), banded.factor_slots,
                                             schur_layout(part_).size(), 1);
  return batch;
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::launch_step(ExecutionSpace const& space, Operation operation,
                                                   kernels::Batch<Real> const& batch,
                                                   Arguments<Real> arguments) {
  arguments.of_part = true;
  launch(space, workspace_.execution(), Request<Real>{operation, batch, arguments});
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::factor(ExecutionSpace const& space, Problem const& problem) {
  kernels::Batch<Real> batch = make_batch(problem);
  batch.decomposition = workspace_.layout.factor_decomposition;
  launch_step(space, Operation::factor, batch, {});
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::correct(ExecutionSpace const& space, Problem const& problem,
                                               PartRightHandSide<Real> const& rhs,
                                               Numbers const& active, Padded const& y,
                                               bool with_squares) {
  kernels::Batch<Real> batch = make_batch(problem);
  batch.part.active = active.data();
  if (with_squares) batch.diagnostics.residual_norm = squares.data();
  Arguments<Real> arguments;
  arguments.from_rows = rhs.from_rows;
  if (!rhs.from_rows) {
    arguments.seed = group_axes<Real const, 5>(rhs.seed, grouping_);
    batch.extents.seed_points = rhs.seed_points;
  }
  arguments.output = padded_array<Real>(y, grouping_);
  launch_step(space, Operation::solve, batch, arguments);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::tangent_seed(
    ExecutionSpace const& space, Problem const& problem, Padded const& y,
    InputArrays<Real const, MemorySpace> const& directions, Padded const& seed) {
  Arguments<Real> arguments;
  InputArrays<Real const, MemorySpace> shared = directions;
  share_axes(shared, part_.own);
  arguments.directions = group_axes<Real const>(shared, grouping_);
  arguments.solution = padded_array<Real const>(y, grouping_);
  arguments.output = padded_array<Real>(seed, grouping_);
  launch_step(space, Operation::tangent, make_batch(problem), arguments);
}

template <class Real, class ExecutionSpace>
void PartSolver<Real, ExecutionSpace>::gradients(ExecutionSpace const& space,
                                                 Problem const& problem, Padded const& y,
                                                 Padded const& lambda,
                                                 Gradients<Real, MemorySpace> const& gradients) {
  Arguments<Real> arguments;
  Extents const padded = part_.padded();
  arguments.solution = padded_array<Real const>(y, grouping_);
  arguments.adjoint = padded_array<Real const>(lambda, grouping_);
  arguments.gradients = workspace_.partials.outputs(gradients, padded, grouping_);
  launch_step(space, Operation::adjoint, make_batch(problem), arguments);
  workspace_.partials.reduce(space, gradients, padded, grouping_);
}

#define SMNN_PART_SOLVER(REAL, SPACE) template class PartSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_PART_SOLVER)

}  // namespace smnn::detail
