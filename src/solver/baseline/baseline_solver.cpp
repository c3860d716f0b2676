#include "smnn/solver/baseline/baseline_solver.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>

#include "smnn/solver/instantiate.hpp"

namespace smnn::detail {
namespace {

std::int64_t scratch_per_worker(Extents const& extents) {
  return kernels::arena_size(static_cast<int>(extents.block_order()),
                             static_cast<int>(extents.dims));
}

template <class ExecutionSpace>
kernels::Decomposition baseline_decomposition(ExecutionSpace const& space, Extents const& extents) {
  return decompose(grouping(extents), 1, static_cast<std::int64_t>(space.concurrency()));
}

// Whether a correction is still wanted by any solution; waits for the instance.
template <class Real, class MemorySpace, class ExecutionSpace>
bool any_active(ExecutionSpace const& space,
                Kokkos::View<kernels::Convergence<Real>*, MemorySpace> const& convergence) {
  using Policy = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;
  std::int64_t active = 0;
  Kokkos::parallel_reduce(
      "smnn::baseline::any_active",
      Policy(space, 0, static_cast<std::int64_t>(convergence.extent(0))),
      KOKKOS_LAMBDA(std::int64_t i, std::int64_t & sum) { sum += convergence(i).active ? 1 : 0; },
      active);
  return active > 0;
}

}  // namespace

template <class Real, class ExecutionSpace>
BaselineSolver<Real, ExecutionSpace>::BaselineSolver(ExecutionSpace const& space,
                                                     Extents const& extents,
                                                     SolverOptions const& options)
    : Base(space, extents, options),
      order_(static_cast<int>(extents.block_order()), static_cast<int>(extents.orders)),
      decomposition_(baseline_decomposition(space, extents)),
      partials_(space, partial_layout(extents, decomposition_, {})),
      scratch_size_(scratch_per_worker(extents)) {
  auto const count = [](std::int64_t n) { return static_cast<std::size_t>(n); };
  auto const as = [&](char const* label) { return Kokkos::view_alloc(space, std::string(label)); };
  std::int64_t const numbers = extents.solutions() * extents.unknowns();
  x_ = Buffer(as("smnn::baseline::x"), count(numbers));
  g_ = Buffer(as("smnn::baseline::g"), count(numbers));
  scratch_ = Buffer(as("smnn::baseline::scratch"), count(decomposition_.workers * scratch_size_));
  convergence_ = decltype(convergence_)(
      Kokkos::view_alloc(space, Kokkos::WithoutInitializing, "smnn::baseline::convergence"),
      count(extents.solutions()));
  matrix_info_ =
      decltype(matrix_info_)(as("smnn::baseline::matrix_info"), count(this->grouping_.groups));
}

template <class Real, class ExecutionSpace>
std::size_t BaselineSolver<Real, ExecutionSpace>::shared_bytes(ExecutionSpace const& space,
                                                               Extents const& extents) {
  kernels::Decomposition const parts = baseline_decomposition(space, extents);
  std::int64_t const numbers = 2 * extents.solutions() * extents.unknowns() +
                               parts.workers * scratch_per_worker(extents) +
                               partial_layout(extents, parts, {}).numbers();
  return Base::base_bytes(extents) + static_cast<std::size_t>(numbers) * sizeof(Real) +
         static_cast<std::size_t>(extents.solutions()) * sizeof(kernels::Convergence<Real>) +
         static_cast<std::size_t>(parts.groups) * sizeof(std::int64_t);
}

template <class Real, class ExecutionSpace>
kernels::Batch<Real> BaselineSolver<Real, ExecutionSpace>::make_batch(
    ProblemType const& problem) const {
  Batch batch = Base::make_batch(problem);
  batch.refinement = this->refinement_control();
  batch.decomposition = decomposition_;
  return batch;
}

template <class Real, class ExecutionSpace>
BaselineVectors<Real> BaselineSolver<Real, ExecutionSpace>::vectors() const {
  return {x_.data(), g_.data(), convergence_.data(), this->grouping_.groups,
          this->extents_.unknowns()};
}

template <class Real, class ExecutionSpace>
template <class Step>
void BaselineSolver<Real, ExecutionSpace>::run(char const* label, ExecutionSpace const& space,
                                               Batch const& batch, Step const& step) {
  ForSolutions<Real, Step> const kernel{step,      order_,          batch,
                                        vectors(), scratch_.data(), scratch_size_};
  Kokkos::parallel_for(label, workers(space, batch), kernel);
}

template <class Real, class ExecutionSpace>
void BaselineSolver<Real, ExecutionSpace>::ready(ExecutionSpace const& space, Batch const& batch) {
  if (this->is_factored(batch)) return;
  prepare(space, batch);
  this->remember_factor(batch);
}

template <class Real, class ExecutionSpace>
template <class Residual>
void BaselineSolver<Real, ExecutionSpace>::solve_rows(ExecutionSpace const& space,
                                                      Batch const& batch,
                                                      Residual const& residual) {
  run("smnn::baseline::begin", space, batch, BeginStep<Real>{matrix_info_.data()});
  begin(space);
  auto const correct = [&](bool first) {
    run("smnn::baseline::residual", space, batch, ResidualStep<Real, Residual>{residual, first});
    apply_inverse(space, batch);
    run("smnn::baseline::update", space, batch, UpdateStep<Real>{batch.refinement, first});
  };
  correct(true);
  for (int sweep = 0; sweep < batch.refinement.sweeps; ++sweep) {
    if (batch.refinement.automatic && !any_active<Real>(space, convergence_)) break;
    correct(false);
  }
}

template <class Real, class ExecutionSpace>
void BaselineSolver<Real, ExecutionSpace>::finish(ExecutionSpace const& space, Batch const& batch,
                                                  kernels::StridedArray<Real, 5> const& output,
                                                  bool with_residual_norm) {
  run("smnn::baseline::finish", space, batch,
      FinishStep<Real>{output, iterations(), this->grouping_.groups, with_residual_norm});
}

template <class Real, class ExecutionSpace>
void BaselineSolver<Real, ExecutionSpace>::factor(ExecutionSpace const& space,
                                                  ProblemType const& problem) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor");
  this->check(problem);
  Batch const batch = make_batch(problem);
  this->clear_residual_norm(space);
  this->forget_factor();
  ready(space, batch);
  run("smnn::baseline::begin", space, batch, BeginStep<Real>{matrix_info_.data()});
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BaselineSolver<Real, ExecutionSpace>::solve_factored(ExecutionSpace const& space,
                                                          ProblemType const& problem,
                                                          Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  this->check_solve(problem, solution);
  Batch const batch = make_batch(problem);
  this->require_factor(batch);
  solve_rows(space, batch, SolveResidual<Real>{});
  finish(space, batch, group_axes<Real, 5>(solution, this->grouping_), true);
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BaselineSolver<Real, ExecutionSpace>::solve(ExecutionSpace const& space,
                                                 ProblemType const& problem,
                                                 Solution const& solution) {
  this->check_solve(problem, solution);
  this->forget_factor();
  ready(space, make_batch(problem));
  solve_factored(space, problem, solution);
}

template <class Real, class ExecutionSpace>
void BaselineSolver<Real, ExecutionSpace>::adjoint(ExecutionSpace const& space,
                                                   ProblemType const& problem,
                                                   ConstSolution const& solution,
                                                   ConstSolution const& seed,
                                                   InputGradients const& gradients) {
  Kokkos::Profiling::ScopedRegion const region("smnn::adjoint");
  this->check_adjoint(problem, solution, seed, gradients);
  Batch const batch = make_batch(problem);
  this->clear_residual_norm(space);
  ready(space, batch);
  solve_rows(space, batch, SolveResidual<Real>{group_axes<Real const, 5>(seed, this->grouping_)});
  finish(space, batch, {}, false);
  GradientStep<Real> const step{group_axes<Real const, 5>(solution, this->grouping_),
                                partials_.outputs(gradients, this->extents_, this->grouping_)};
  run("smnn::baseline::gradient", space, batch, step);
  partials_.reduce(space, gradients, this->extents_, this->grouping_);
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void BaselineSolver<Real, ExecutionSpace>::tangent(ExecutionSpace const& space,
                                                   ProblemType const& problem,
                                                   ConstSolution const& solution,
                                                   InputDirections const& directions,
                                                   Solution const& solution_direction) {
  Kokkos::Profiling::ScopedRegion const region("smnn::tangent");
  this->check_tangent(problem, solution, directions, solution_direction);
  Batch const batch = make_batch(problem);
  this->clear_residual_norm(space);
  ready(space, batch);
  solve_rows(space, batch,
             TangentRightHandSide<Real>{this->group_directions(directions),
                                        group_axes<Real const, 5>(solution, this->grouping_)});
  finish(space, batch, group_axes<Real, 5>(solution_direction, this->grouping_), false);
  this->apply_failure_policy(space);
}

#define SMNN_BASELINE_SOLVER(REAL, SPACE) template class BaselineSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_BASELINE_SOLVER)

}  // namespace smnn::detail
