#include "smnn/solver/banded/banded_solver.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>

#include "smnn/solver/detail/streaming.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {
namespace {

// Whether systems lie one after another, each on cache lines of its own.
template <class T, int Rank>
bool is_scattered(kernels::StridedArray<T, Rank> const& array) {
  return !array.empty() && array.stride[0] > 1;
}

}  // namespace

template <class Real, class ExecutionSpace>
BandedSolver<Real, ExecutionSpace>::BandedSolver(ExecutionSpace const& space,
                                                 Extents const& extents,
                                                 SolverOptions const& options)
    : Base(space, extents, options), workspace_(space, extents, options) {}

template <class Real, class ExecutionSpace>
std::size_t BandedSolver<Real, ExecutionSpace>::bytes(ExecutionSpace const& space,
                                                      Extents const& extents,
                                                      SolverOptions const& options) {
  BandedLayout const layout = banded_layout(machine_of<Real>(space), extents, options);
  return Base::base_bytes(extents) +
         static_cast<std::size_t>(layout.numbers(extents)) * sizeof(Real);
}

template <class Real, class ExecutionSpace>
std::size_t BandedSolver<Real, ExecutionSpace>::memory_bytes() const {
  return Base::base_bytes(this->extents_) +
         static_cast<std::size_t>(workspace_.layout.numbers(this->extents_)) * sizeof(Real);
}

template <class Real, class ExecutionSpace>
kernels::Batch<Real> BandedSolver<Real, ExecutionSpace>::make_batch(
    ProblemType const& problem) const {
  kernels::Batch<Real> batch = Base::make_batch(problem);
  batch.refinement = this->refinement_control();
  workspace_.attach(batch);
  return batch;
}

template <class Real, class ExecutionSpace>
kernels::StridedArray<Real, 5> BandedSolver<Real, ExecutionSpace>::output_array(
    Solution const& solution) const {
  kernels::StridedArray<Real, 5> output = group_axes<Real, 5>(solution, this->grouping_);
  stream_if_large(output);
  return output;
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::factor_groups(ExecutionSpace const& space,
                                                       kernels::Batch<Real> const& batch) {
  Request<Real> request{workspace_.layout.factor_operation(), batch, {}};
  request.batch.decomposition = workspace_.layout.factor_decomposition;
  launch(space, workspace_.execution(), request);
  this->remember_factor(batch);
}

template <class Real, class ExecutionSpace>
bool BandedSolver<Real, ExecutionSpace>::must_factor(ExecutionSpace const& space,
                                                     kernels::Batch<Real> const& batch) {
  if (this->is_factored(batch)) return false;
  bool const inside = !batch.orthogonal || kernels::can_factor_orthogonally_inside;
  if (!batch.decomposition.along_members && inside) return true;
  factor_groups(space, batch);
  return false;
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::note_factor(kernels::Batch<Real> const& batch) {
  if (workspace_.layout.keep_factor) this->remember_factor(batch);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::factor(ExecutionSpace const& space,
                                                ProblemType const& problem) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor");
  this->check(problem);
  if (!workspace_.layout.keep_factor) throw_no_place_for_factor();
  this->clear_residual_norm(space);
  factor_groups(space, make_batch(problem));
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::solve_factored(ExecutionSpace const& space,
                                                        ProblemType const& problem,
                                                        Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  this->check_solve(problem, solution);
  Request<Real> request{Operation::solve, make_batch(problem), {}};
  this->require_factor(request.batch);
  request.arguments.refactor = false;
  request.arguments.output = output_array(solution);
  launch(space, workspace_.execution(), request);
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::solve(ExecutionSpace const& space,
                                               ProblemType const& problem,
                                               Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  this->check_solve(problem, solution);
  Request<Real> request{Operation::solve, make_batch(problem), {}};
  request.arguments.output = output_array(solution);
  this->forget_factor();
  request.arguments.refactor = must_factor(space, request.batch);
  launch(space, workspace_.execution(), request);
  note_factor(request.batch);
  this->apply_failure_policy(space);
}

// The lines of a pair's scattered gradients drive each other out of the first cache: a tenth to a
// fifth slower than single packs, where pairs are otherwise a quarter faster.
template <class Real, class ExecutionSpace>
bool BandedSolver<Real, ExecutionSpace>::wants_single_packs(InputGradients const& gradients) const {
  BandedLayout const& layout = workspace_.layout;
  return layout.paired && !layout.keep_factor && layout.partials.numbers() == 0 &&
         (is_scattered(gradients.coefficients) || is_scattered(gradients.rhs));
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::adjoint(ExecutionSpace const& space,
                                                 ProblemType const& problem,
                                                 ConstSolution const& solution,
                                                 ConstSolution const& seed,
                                                 InputGradients const& gradients) {
  Kokkos::Profiling::ScopedRegion const region("smnn::adjoint");
  this->check_adjoint(problem, solution, seed, gradients);
  this->clear_residual_norm(space);
  Request<Real> request{Operation::adjoint, make_batch(problem), {}};
  if (wants_single_packs(gradients)) workspace_.attach_single_packs(request.batch);
  request.arguments.refactor = must_factor(space, request.batch);
  request.arguments.solution = group_axes<Real const, 5>(solution, this->grouping_);
  request.arguments.seed = group_axes<Real const, 5>(seed, this->grouping_);
  request.arguments.gradients =
      workspace_.partials.outputs(gradients, this->extents_, this->grouping_);
  launch(space, workspace_.execution(), request);
  note_factor(request.batch);
  workspace_.partials.reduce(space, gradients, this->extents_, this->grouping_);
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::tangent(ExecutionSpace const& space,
                                                 ProblemType const& problem,
                                                 ConstSolution const& solution,
                                                 InputDirections const& directions,
                                                 Solution const& solution_direction) {
  Kokkos::Profiling::ScopedRegion const region("smnn::tangent");
  this->check_tangent(problem, solution, directions, solution_direction);
  this->clear_residual_norm(space);
  Request<Real> request{Operation::tangent, make_batch(problem), {}};
  request.arguments.refactor = must_factor(space, request.batch);
  request.arguments.directions = this->group_directions(directions);
  request.arguments.solution = group_axes<Real const, 5>(solution, this->grouping_);
  request.arguments.output = output_array(solution_direction);
  launch(space, workspace_.execution(), request);
  note_factor(request.batch);
  this->apply_failure_policy(space);
}

#define SMNN_BANDED_SOLVER(REAL, SPACE) template class BandedSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_BANDED_SOLVER)

}  // namespace smnn::detail
