#include "smnn/solver/partition/partitioned_solver.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <array>
#include <string>

#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/over_parts.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::detail {
namespace {

// A group's extents, and where it begins on the time axis.
struct Place {
  PartExtents part;
  std::int64_t first_point;
  std::int64_t first_part;
};

// In the order of time. Shared axes have stride 0, and what is shared over the batch is so among
// the parts of one system as well: nothing is left to be known of it.
std::array<Place, 3> places(Extents const& extents, TimeParts const& parts) {
  PartExtents part;
  part.own = extents;
  part.own.coefficients.over_batch = part.own.rhs.over_batch = false;
  part.own.initial_values.over_batch = part.own.steps.over_batch = false;
  part.forward = true;
  std::int64_t const width = part.bandwidth();
  PartExtents first = part;
  first.own.time_points = parts.first;
  first.ghosts = width;
  PartExtents alike = part;
  alike.own.time_points = parts.length;
  alike.own.initial_steps = 0;
  alike.separators = alike.ghosts = width;
  alike.parts = parts.count;
  PartExtents last = part;
  last.own.time_points = parts.last;
  last.own.initial_steps = 0;
  last.separators = width;
  return {Place{first, 0, 0}, Place{alike, parts.first, 1},
          Place{last, extents.time_points - parts.last, parts.count + 1}};
}

SeparatorSizes separator_sizes(Extents const& extents) {
  return {bandwidth_of(extents) * static_cast<int>(extents.block_order()), extents.batch, 1};
}

}  // namespace

template <class Real, class ExecutionSpace>
PartitionedSolver<Real, ExecutionSpace>::PartitionedSolver(ExecutionSpace const& space,
                                                           Extents const& extents,
                                                           SolverOptions const& options,
                                                           TimeParts const& parts)
    : Base(space, extents, options),
      bytes_(bytes(space, extents, options, parts)),
      separators_(space, separator_sizes(extents), parts.parts()),
      failed_(zeros<Numbers>(space, "smnn::separator_failures", extents.batch)),
      rounds_(space, {}, {0, extents.time_points, extents.time_points, false}, extents.batch, 1,
              this->refinement_control()),
      shared_(space, extents, parts),
      size_(zeros<Numbers>(space, "smnn::size", extents.batch)),
      squares_(zeros<Numbers>(space, "smnn::squares", extents.batch)),
      own_codes_(zeros<Codes>(space, "smnn::own_codes", extents.batch)),
      codes_(zeros<Codes>(space, "smnn::codes", extents.batch)) {
  for (Place const& place : places(extents, parts))
    groups_.emplace_back(space, place.part, place.first_point, place.first_part, options);
  SeparatorSizes const sizes = separator_sizes(extents);
  schur_ = uninitialised<Memory>(space, "smnn::schur_of_parts", parts.parts(),
                                 sizes.schur_entries(), extents.batch);
  residual_ = uninitialised<Memory>(space, "smnn::residual_of_parts", parts.parts(),
                                    sizes.residual_entries(), extents.batch);
}

template <class Real, class ExecutionSpace>
std::size_t PartitionedSolver<Real, ExecutionSpace>::bytes(ExecutionSpace const& space,
                                                           Extents const& extents,
                                                           SolverOptions const& options,
                                                           TimeParts const& parts) {
  SeparatorSizes const sizes = separator_sizes(extents);
  std::int64_t const numbers =
      LocalSeparators<Real, ExecutionSpace>::numbers(sizes, parts.parts()) +
      SharedGradients<Real, ExecutionSpace>::numbers(extents, parts) +
      extents.batch * (parts.parts() * (sizes.schur_entries() + sizes.residual_entries()) + 3);
  std::size_t sum = Base::base_bytes(extents) + Rounds<Real, ExecutionSpace>::bytes(extents.batch) +
                    static_cast<std::size_t>(numbers) * sizeof(Real) +
                    static_cast<std::size_t>(2 * extents.batch) * sizeof(std::int64_t);
  for (Place const& place : places(extents, parts)) sum += Group::bytes(space, place.part, options);
  return sum;
}

template <class Real, class ExecutionSpace>
typename PartitionedSolver<Real, ExecutionSpace>::PartProblem
PartitionedSolver<Real, ExecutionSpace>::problem_of(Group const& group,
                                                    ProblemType const& problem) const {
  return {group.inputs(problem.inputs()), problem.weights()};
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::solve_separators(ExecutionSpace const& space) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve_separators");
  for (Group const& group : groups_) group.give(space, group.slice.residual, residual_);
  auto const solution = separators_.solve(space, residual_);
  for (Group const& group : groups_) group.take(space, solution, group.change);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::factor_parts(ExecutionSpace const& space,
                                                           ProblemType const& problem,
                                                           bool eliminate) {
  for (Group& group : groups_)
    group.solver.factor(space, problem_of(group, problem), group.slice, eliminate, group.own_info);
  Kokkos::Profiling::ScopedRegion const region("smnn::factor_separators");
  for (Group const& group : groups_) group.give(space, group.slice.schur, schur_);
  Kokkos::deep_copy(space, failed_, Real(0));
  separators_.factor(space, schur_, failed_);
  if (keeps_factor()) this->remember_factor(Base::make_batch(problem));
}

template <class Real, class ExecutionSpace>
template <class RhsOf>
void PartitionedSolver<Real, ExecutionSpace>::substitute(ExecutionSpace const& space,
                                                         ProblemType const& problem,
                                                         RhsOf const& rhs, bool first, Keep keep,
                                                         Solution const& y) {
  for (Group& group : groups_) {
    group.solver.substitute(space, problem_of(group, problem), group.slice, rhs(group),
                            group.change, group.active, first, keeps(keep),
                            group.solution(y, false));
  }
}

template <class Real, class ExecutionSpace>
template <class RhsOf>
void PartitionedSolver<Real, ExecutionSpace>::solve_round(ExecutionSpace const& space,
                                                          ProblemType const& problem,
                                                          RhsOf const& rhs, bool first, Keep keep,
                                                          Solution const& y) {
  for (Group& group : groups_) {
    group.solver.eliminate(space, problem_of(group, problem), group.slice, rhs(group), first, false,
                           first ? group.own_info : group.solver.info);
  }
  solve_separators(space);
  substitute(space, problem, rhs, first, keep, y);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::tell_active(ExecutionSpace const& space) {
  for (Group const& group : groups_) spread_over_parts(space, rounds_.active, group.active);
}

template <class Real, class ExecutionSpace>
bool PartitionedSolver<Real, ExecutionSpace>::record_round(ExecutionSpace const& space, int round) {
  Kokkos::deep_copy(space, size_, Real(0));
  Kokkos::deep_copy(space, own_codes_, std::int64_t{0});
  Kokkos::deep_copy(space, codes_, std::int64_t{0});
  for (Group const& group : groups_) {
    PartCodes const place{group.first_point, group.solver.part().own.time_points};
    largest_of_parts(space, group.solver.size, size_);
    first_codes_of_parts(space, place, group.own_info, own_codes_);
    first_codes_of_parts(space, place, group.solver.info, codes_);
  }
  auto const failed = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), failed_);
  std::vector<bool> separators;
  for (std::size_t i = 0; i < failed.extent(0); ++i) separators.push_back(failed(i) > 0);
  bool const more = rounds_.record(space, round, {true, size_, own_codes_, codes_, separators});
  if (more) tell_active(space);
  return more;
}

template <class Real, class ExecutionSpace>
template <class RhsOf>
void PartitionedSolver<Real, ExecutionSpace>::correct(ExecutionSpace const& space,
                                                      ProblemType const& problem, RhsOf const& rhs,
                                                      Keep keep, Solution const& y) {
  for (int round = 0; record_round(space, round); ++round)
    solve_round(space, problem, rhs, false, keep, y);
  bool const with_squares = this->options_.residual_norm && rhs(groups_.front()).from_rows;
  if (with_squares) {
    Kokkos::deep_copy(space, squares_, Real(0));
    for (Group& group : groups_) {
      group.solver.eliminate(space, problem_of(group, problem), group.slice, rhs(group), false,
                             true, group.solver.info);
      add_parts(space, group.solver.squares, squares_);
    }
    space.fence("smnn::partitioned: residuals summed");
  }
  bool const any_failed = rounds_.write(space, with_squares ? squares_ : Numbers());
  if (any_failed && !y.empty())
    erase_failed(space, solution_view<MemorySpace, Real>(y), rounds_.info);
}

template <class Real, class ExecutionSpace>
template <class RhsOf>
void PartitionedSolver<Real, ExecutionSpace>::solve_from_zero(ExecutionSpace const& space,
                                                              ProblemType const& problem,
                                                              RhsOf const& rhs, Keep keep,
                                                              Solution const& y) {
  rounds_.start(space);
  tell_active(space);
  solve_round(space, problem, rhs, true, keep, y);
  correct(space, problem, rhs, keep, y);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::finish(ExecutionSpace const& space) {
  this->keep_diagnostics(space, rounds_.info, rounds_.sweeps, rounds_.rounding_error,
                         rounds_.residual_norm);
  this->apply_failure_policy(space);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::factor(ExecutionSpace const& space,
                                                     ProblemType const& problem) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor");
  this->check(problem);
  if (!keeps_factor()) throw_no_place_for_factor();
  factor_parts(space, problem, false);
  rounds_.start(space);
  for (Group& group : groups_) {
    Kokkos::deep_copy(space, group.solver.info, group.own_info);
    Kokkos::deep_copy(space, group.solver.size, Real(0));
  }
  record_round(space, 0);
  rounds_.write(space, {});
  Kokkos::deep_copy(space, rounds_.rounding_error, Kokkos::Experimental::quiet_NaN_v<Real>);
  finish(space);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::solve_factored(ExecutionSpace const& space,
                                                             ProblemType const& problem,
                                                             Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  this->check_solve(problem, solution);
  this->require_factor(Base::make_batch(problem));
  solve_from_zero(space, problem, of_rows, keep_for_norm(), solution);
  finish(space);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::solve(ExecutionSpace const& space,
                                                    ProblemType const& problem,
                                                    Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  this->check_solve(problem, solution);
  this->forget_factor();
  Keep const keep = keep_for_norm();
  rounds_.start(space);
  tell_active(space);
  factor_parts(space, problem, true);
  solve_separators(space);
  substitute(space, problem, of_rows, true, keep, solution);
  correct(space, problem, of_rows, keep, solution);
  finish(space);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::factor_if_needed(ExecutionSpace const& space,
                                                               ProblemType const& problem) {
  if (!this->is_factored(Base::make_batch(problem))) factor_parts(space, problem, false);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::adjoint(ExecutionSpace const& space,
                                                      ProblemType const& problem,
                                                      ConstSolution const& solution,
                                                      ConstSolution const& seed,
                                                      InputGradients const& gradients) {
  Kokkos::Profiling::ScopedRegion const region("smnn::adjoint");
  this->check_adjoint(problem, solution, seed, gradients);
  factor_if_needed(space, problem);
  auto const rhs = [&](Group const& group) {
    ConstSolution const own = group.solution(seed, false);
    return RightHandSide{false, own, own.extent[2]};
  };
  solve_from_zero(space, problem, rhs, Keep::always, {});
  // Nothing can be said about a solution that is not finite, on no part; only the sweep tells.
  do {
    rounds_.activate_unless_failed(space);
    tell_active(space);
    Kokkos::deep_copy(space, codes_, std::int64_t{0});
    for (Group& group : groups_) {
      group.solver.gradients(space, problem_of(group, problem),
                             {group.solution(solution, true), {}}, group.active,
                             shared_.arrays(group, gradients));
      first_codes_of_parts(space, {group.first_point, group.solver.part().own.time_points},
                           group.solver.info, codes_);
    }
  } while (rounds_.add_failures(space, codes_));
  shared_.add(space, gradients);
  finish(space);
}

template <class Real, class ExecutionSpace>
void PartitionedSolver<Real, ExecutionSpace>::tangent(ExecutionSpace const& space,
                                                      ProblemType const& problem,
                                                      ConstSolution const& solution,
                                                      InputDirections const& directions,
                                                      Solution const& solution_direction) {
  Kokkos::Profiling::ScopedRegion const region("smnn::tangent");
  this->check_tangent(problem, solution, directions, solution_direction);
  factor_if_needed(space, problem);
  InputDirections along = directions;
  share_axes(along, this->extents_);
  for (Group& group : groups_) {
    group.make_seed(space);
    group.solver.tangent_seed(space, problem_of(group, problem),
                              {group.solution(solution, true), {}}, group.inputs(along),
                              group.seed);
  }
  auto const rhs = [](Group const& group) {
    return RightHandSide{false, group.seed_array(), group.solver.part().padded().time_points};
  };
  solve_from_zero(space, problem, rhs, Keep::for_corrections, solution_direction);
  if (!keeps_factor()) {
    for (Group& group : groups_) group.seed = {};
  }
  finish(space);
}

#define SMNN_PARTITIONED_SOLVER(REAL, SPACE) template class PartitionedSolver<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_PARTITIONED_SOLVER)

}  // namespace smnn::detail
