#include "smnn/solver/banded/banded_solver.hpp"

#include "smnn/solver/detail/reduce_partials.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {

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
void BandedSolver<Real, ExecutionSpace>::factor_groups(ExecutionSpace const& space,
                                                       kernels::Batch<Real> const& batch) {
  Request<Real> request{Operation::factor, batch, {}};
  request.batch.decomposition = workspace_.layout.factor_decomposition;
  launch(space, workspace_.execution(), request);
  factored_ = true;
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::factor(ExecutionSpace const& space,
                                                ProblemType const& problem) {
  this->check(problem);
  if (!workspace_.layout.keep_factor) {
    throw InvalidArgument(
        "factor: SolverOptions::storage is recompute, expected keep, so that the factor has a "
        "place");
  }
  factor_groups(space, make_batch(problem));
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::solve_factored(ExecutionSpace const& space,
                                                        ProblemType const& problem,
                                                        Solution const& solution) {
  this->check(problem);
  this->check_solution("solution", solution);
  if (!factored_) {
    throw InvalidArgument(
        "solve_factored: no kept factor, expected a call of factor (or of solve with "
        "SolverOptions::storage = keep) before");
  }
  Request<Real> request{Operation::solve, make_batch(problem), {}};
  request.arguments.refactor = false;
  request.arguments.output = group_axes<Real, 5>(solution, this->grouping_);
  launch(space, workspace_.execution(), request);
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::solve(ExecutionSpace const& space,
                                               ProblemType const& problem,
                                               Solution const& solution) {
  this->check(problem);
  this->check_solution("solution", solution);
  Request<Real> request{Operation::solve, make_batch(problem), {}};
  request.arguments.output = group_axes<Real, 5>(solution, this->grouping_);
  if (request.batch.decomposition.along_members) {
    factor_groups(space, request.batch);
    request.arguments.refactor = false;
  }
  launch(space, workspace_.execution(), request);
  factored_ = workspace_.layout.keep_factor;
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::adjoint(ExecutionSpace const& space,
                                                 ProblemType const& problem,
                                                 ConstSolution const& solution,
                                                 ConstSolution const& seed,
                                                 InputGradients const& gradients) {
  this->check(problem);
  this->check_solution("solution", solution);
  this->check_solution("seed", seed);
  this->check_inputs("gradients", gradients);
  BandedLayout const& layout = workspace_.layout;
  Extents const& e = this->extents_;
  Request<Real> request{Operation::adjoint, make_batch(problem), {}};
  request.arguments.refactor = !factored_;
  if (!factored_ && request.batch.decomposition.along_members) {
    factor_groups(space, request.batch);
    request.arguments.refactor = false;
  }
  request.arguments.solution = group_axes<Real const, 5>(solution, this->grouping_);
  request.arguments.seed = group_axes<Real const, 5>(seed, this->grouping_);
  auto const buffer = [&](auto const& view, std::int64_t per_slot, bool over_time,
                          std::int64_t times) {
    std::int64_t const steps = over_time ? 1 : times;
    return workspace_.work_buffer(view, layout.partial_slots, steps == 0 ? 0 : per_slot / steps,
                                  steps);
  };
  kernels::GradientOutputs<Real>& out = request.arguments.gradients;
  out.arrays = group_axes<Real>(gradients, this->grouping_);
  out.coefficients_over_time = e.coefficients.over_time;
  out.rhs_over_time = e.rhs.over_time;
  out.steps_over_time = e.steps.over_time;
  out.coefficients_partial = buffer(workspace_.coefficients_partial, layout.coefficients_partial,
                                    e.coefficients.over_time, e.time_points);
  out.rhs_partial =
      buffer(workspace_.rhs_partial, layout.rhs_partial, e.rhs.over_time, e.time_points);
  out.initial_values_partial = buffer(workspace_.initial_values_partial,
                                      layout.initial_values_partial, false, e.initial_steps);
  out.steps_partial =
      buffer(workspace_.steps_partial, layout.steps_partial, e.steps.over_time, e.time_points - 1);
  launch(space, workspace_.execution(), request);

  std::int64_t const tasks = layout.partial_slots;
  auto const per_output = [&](bool over_batch) {
    return over_batch || this->grouping_.shared_matrix ? tasks : layout.decomposition.chunks;
  };
  auto const& c = gradients.coefficients;
  reduce_partials(space, PartialSum<Real>{out.coefficients_partial,
                                          layout.width,
                                          per_output(e.coefficients.over_batch),
                                          c.extent[0],
                                          c.extent[1],
                                          {e.equations, e.dims, e.orders},
                                          c.data,
                                          c.stride[0],
                                          c.stride[1],
                                          {c.stride[2], c.stride[3], c.stride[4]}});
  auto const& f = gradients.rhs;
  reduce_partials(space, PartialSum<Real>{out.rhs_partial,
                                          layout.width,
                                          tasks,
                                          1,
                                          f.extent[2],
                                          {e.equations, 1, 1},
                                          f.data,
                                          0,
                                          f.stride[2],
                                          {f.stride[3], 0, 0}});
  auto const& u = gradients.initial_values;
  reduce_partials(space, PartialSum<Real>{out.initial_values_partial,
                                          layout.width,
                                          tasks,
                                          1,
                                          u.extent[2],
                                          {e.dims, e.initial_orders, 1},
                                          u.data,
                                          0,
                                          u.stride[2],
                                          {u.stride[3], u.stride[4], 0}});
  auto const& s = gradients.steps;
  reduce_partials(space, PartialSum<Real>{out.steps_partial,
                                          layout.width,
                                          per_output(e.steps.over_batch),
                                          s.extent[0],
                                          s.extent[1],
                                          {1, 1, 1},
                                          s.data,
                                          s.stride[0],
                                          s.stride[1],
                                          {0, 0, 0}});
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BandedSolver<Real, ExecutionSpace>::tangent(ExecutionSpace const& space,
                                                 ProblemType const& problem,
                                                 ConstSolution const& solution,
                                                 InputDirections const& directions,
                                                 Solution const& solution_direction) {
  this->check(problem);
  this->check_solution("solution", solution);
  this->check_solution("solution_direction", solution_direction);
  this->check_inputs("directions", directions);
  Request<Real> request{Operation::tangent, make_batch(problem), {}};
  request.arguments.refactor = !factored_;
  if (!factored_ && request.batch.decomposition.along_members) {
    factor_groups(space, request.batch);
    request.arguments.refactor = false;
  }
  InputDirections shared = directions;
  share_axes(shared, this->extents_);
  request.arguments.directions = group_axes<Real const>(shared, this->grouping_);
  request.arguments.solution = group_axes<Real const, 5>(solution, this->grouping_);
  request.arguments.output = group_axes<Real, 5>(solution_direction, this->grouping_);
  launch(space, workspace_.execution(), request);
  this->apply_failure_policy(space);
}

#define SMNN_BANDED_SOLVER(REAL, SPACE) template class BandedSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_BANDED_SOLVER)

}  // namespace smnn::detail
