#include "smnn/distributed/detail/time_share.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "smnn/distributed/detail/share_kernels.hpp"
#include "smnn/solver/detail/refinement_control.hpp"
#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::distributed::detail {
namespace {

using smnn::detail::erase_failed;
using smnn::detail::solution_view;
using smnn::detail::zeros;

template <class ExecutionSpace>
inline constexpr bool is_on_device =
    !Kokkos::SpaceAccessibility<Kokkos::HostSpace,
                                typename ExecutionSpace::memory_space>::accessible;

smnn::detail::PartExtents part_extents(int rank, int parts, Extents const& local) {
  smnn::detail::PartExtents part{local, 0, 0};
  if (rank > 0) part.separators = part.bandwidth();
  if (rank + 1 < parts) part.ghosts = part.bandwidth();
  return part;
}

smnn::detail::PartAgreement agreement(Communicator const& parts) {
  return {[parts](std::span<double> values) { parts.maximum(values); },
          [parts](std::span<double> values) { parts.sum_in_rank_order(values); }};
}

}  // namespace

template <class Real, class ExecutionSpace>
TimeShare<Real, ExecutionSpace>::TimeShare(ExecutionSpace const& space, Communicator const& parts,
                                           Extents const& local, std::int64_t first_point,
                                           std::int64_t all_points, SolverOptions const& options,
                                           DistributedOptions const& distributed)
    : parts_(parts),
      local_(local),
      options_(options),
      part_(space, part_extents(parts.rank(), parts.size(), local), options),
      steps_(space, parts, part_.part(), distributed.gpu_aware_mpi),
      mailbox_(parts, distributed.gpu_aware_mpi),
      own_info_(zeros<typename Part::Codes>(space, "smnn::own_info", local.solutions())),
      rounds_(space, agreement(parts),
              {first_point, local.time_points, all_points, part_.part().backward()},
              local.solutions(), part_.members(), smnn::detail::refinement_control<Real>(options)) {
  make_mini_batches(space, distributed);
}

template <class Real, class ExecutionSpace>
std::size_t TimeShare<Real, ExecutionSpace>::bytes(ExecutionSpace const& space, int rank, int parts,
                                                   Extents const& local,
                                                   DistributedOptions const& options) {
  smnn::detail::PartExtents const part = part_extents(rank, parts, local);
  smnn::detail::Grouping const groups = smnn::detail::grouping(local);
  // However they are divided into mini-batches.
  smnn::detail::SeparatorSizes const separators{
      part.bandwidth() * static_cast<int>(local.block_order()), groups.groups, groups.members};
  std::int64_t const points = part.padded().time_points + 2 * part.bandwidth();
  std::int64_t const numbers =
      separator_numbers<Real, ExecutionSpace>(separators, rank, parts, options) +
      StepExchange<Real, ExecutionSpace>::numbers(part) +
      local.solutions() * points * local.block_order();  // a tangent's seed, and ghosts
  return Part::bytes(space, part, options.solver) +
         smnn::detail::Rounds<Real, ExecutionSpace>::bytes(local.solutions()) +
         static_cast<std::size_t>(numbers) * sizeof(Real) +
         static_cast<std::size_t>(local.solutions()) * sizeof(std::int64_t);
}

// The same on all parts, though these may have more or fewer time points or threads.
template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::make_mini_batches(ExecutionSpace const& space,
                                                        DistributedOptions const& options) {
  constexpr std::size_t cache_bytes = std::size_t{1} << 20;  // of a core, in the usual L2
  std::int64_t const matrices = part_.matrices();
  std::int64_t size = options.mini_batch;
  if (size == 0 && is_on_device<ExecutionSpace>) size = matrices;
  if (size == 0) {
    auto const packs = std::max<std::size_t>(1, cache_bytes / part_.bytes_per_pack());
    size = static_cast<std::int64_t>(packs) * part_.granularity() * part_.workers();
  }
  double smallest = -static_cast<double>(std::min(size, matrices));
  parts_.maximum(std::span(&smallest, 1));
  std::int64_t const granularity = part_.granularity();
  size = static_cast<std::int64_t>(-smallest);
  size = (size + granularity - 1) / granularity * granularity;
  for (std::int64_t first = 0; first < matrices; first += size) {
    std::int64_t const end = std::min(first + size, matrices);
    SeparatorTags const tags(static_cast<std::int64_t>(mini_batches_.size()));
    mini_batches_.push_back(
        {part_.make_slice(space, first, end),
         make_separators<Real>(space, parts_,
                               {part_.separator_order(), end - first, part_.members()}, tags,
                               options)});
  }
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::meet(bool present, bool& factored) const {
  std::array<double, 2> lacks{present ? 0.0 : 1.0, factored ? 0.0 : 1.0};
  parts_.maximum(lacks);
  factored = lacks[1] == 0;
  return lacks[0] == 0;
}

template <class Real, class ExecutionSpace>
typename TimeShare<Real, ExecutionSpace>::PartProblem TimeShare<Real, ExecutionSpace>::part_problem(
    ExecutionSpace const& space, Problem const& problem) {
  PartProblem part{problem.inputs, problem.weights};
  part.inputs.steps = steps_.steps(space, problem.inputs.steps, present_);
  return part;
}

template <class Real, class ExecutionSpace>
typename TimeShare<Real, ExecutionSpace>::PartSolution TimeShare<Real, ExecutionSpace>::with_ghosts(
    ExecutionSpace const& space, ConstSolution const& solution) {
  std::int64_t const width = part_.part().bandwidth();
  if (ghosts_out_.data() == nullptr) {
    auto const points = [&](char const* label) {
      return zeros<Padded>(space, label, local_.batch, local_.right_hand_sides, width, local_.dims,
                           local_.orders);
    };
    ghosts_out_ = points("smnn::ghosts_out");
    ghosts_in_ = points("smnn::ghosts_in");
  }
  Kokkos::deep_copy(space, ghosts_out_,
                    first_points(solution_view<MemorySpace, Real const>(solution), width));
  mailbox_.shift(space, ghosts_out_, previous(), ghosts_in_, next());
  return {solution, next() < 0 ? Padded() : ghosts_in_};
}

template <class Real, class ExecutionSpace>
template <class First, class Second>
void TimeShare<Real, ExecutionSpace>::pipeline(First const& first, Second const& second) {
  for (std::size_t i = 0; i < mini_batches_.size(); ++i) {
    first(mini_batches_[i]);
    if (i > 0) second(mini_batches_[i - 1]);
  }
  second(mini_batches_.back());
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::factor_parts(ExecutionSpace const& space,
                                                   PartProblem const& problem) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor");
  pipeline(
      [&](MiniBatch& batch) {
        if (present_) part_.factor(space, problem, batch.slice, false, own_info_);
        batch.separators->start_factor(space, batch.slice.schur);
      },
      [&](MiniBatch& batch) { batch.separators->finish_factor(space); });
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::keeps(Keep keep) const {
  return keep == Keep::always || options_.refinement.mode != Refinement::Mode::none;
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::factor_and_solve(ExecutionSpace const& space,
                                                       PartProblem const& problem, Keep keep,
                                                       Solution const& y) {
  pipeline(
      [&](MiniBatch& batch) {
        if (present_) part_.factor(space, problem, batch.slice, true, own_info_);
        batch.separators->start_factor(space, batch.slice.schur);
      },
      [&](MiniBatch& batch) {
        batch.separators->finish_factor(space);
        batch.separators->start_solve(space, batch.slice.residual);
        auto const change = batch.separators->finish_solve(space);
        if (present_)
          part_.substitute(space, problem, batch.slice, {}, change, rounds_.active, true,
                           keeps(keep), y);
      });
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::solve_round(ExecutionSpace const& space,
                                                  PartProblem const& problem,
                                                  RightHandSide const& rhs, bool first, Keep keep,
                                                  Solution const& y) {
  auto const codes = first ? own_info_ : part_.info;
  auto const any_active = [&](MiniBatch const& batch) {
    return rounds_.any_active(batch.slice.first * part_.members(),
                              batch.slice.end * part_.members());
  };
  pipeline(
      [&](MiniBatch& batch) {
        if (!any_active(batch)) return;
        if (present_) part_.eliminate(space, problem, batch.slice, rhs, first, false, codes);
        batch.separators->start_solve(space, batch.slice.residual);
      },
      [&](MiniBatch& batch) {
        if (!any_active(batch)) return;
        auto const change = batch.separators->finish_solve(space);
        if (present_)
          part_.substitute(space, problem, batch.slice, rhs, change, rounds_.active, first,
                           keeps(keep), y);
      });
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::record_round(ExecutionSpace const& space, int round) {
  std::vector<bool> separators;
  for (MiniBatch const& batch : mini_batches_) {
    auto const failed =
        Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), batch.separators->failed);
    for (std::size_t i = 0; i < failed.extent(0); ++i) separators.push_back(failed(i) > 0);
  }
  return rounds_.record(space, round, {present_, part_.size, own_info_, part_.info, separators});
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::correct(ExecutionSpace const& space,
                                              PartProblem const& problem, RightHandSide const& rhs,
                                              Keep keep, Solution const& y) {
  for (int round = 0; record_round(space, round); ++round)
    solve_round(space, problem, rhs, false, keep, y);
  if (!rounds_.all_present()) return false;
  bool const with_squares = options_.residual_norm && rhs.from_rows;
  for (MiniBatch const& batch : mini_batches_) {
    if (with_squares) part_.eliminate(space, problem, batch.slice, rhs, false, true, part_.info);
  }
  bool const any_failed =
      rounds_.write(space, with_squares ? part_.squares : typename Part::Numbers());
  if (any_failed && !y.empty())
    erase_failed(space, solution_view<MemorySpace, Real>(y), rounds_.info);
  return true;
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::solve_from_zero(ExecutionSpace const& space,
                                                      PartProblem const& problem,
                                                      RightHandSide const& rhs, Keep keep,
                                                      Solution const& y) {
  rounds_.start(space);
  solve_round(space, problem, rhs, true, keep, y);
  return correct(space, problem, rhs, keep, y);
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::factor(ExecutionSpace const& space, bool present,
                                             Problem const& problem) {
  present_ = present;
  factor_parts(space, part_problem(space, problem));
  rounds_.start(space);
  Kokkos::deep_copy(space, part_.info, own_info_);
  Kokkos::deep_copy(space, part_.size, Real(0));
  record_round(space, 0);
  if (!rounds_.all_present()) return false;
  rounds_.write(space, {});
  Kokkos::deep_copy(space, rounds_.rounding_error, Kokkos::Experimental::quiet_NaN_v<Real>);
  return true;
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::solve(ExecutionSpace const& space, bool present,
                                            Problem const& problem, Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  present_ = present;
  Keep const keep = options_.residual_norm ? Keep::always : Keep::for_corrections;
  PartProblem const part = part_problem(space, problem);
  if (!part_.can_fuse()) {
    factor_parts(space, part);
    return solve_from_zero(space, part, {}, keep, solution);
  }
  rounds_.start(space);
  factor_and_solve(space, part, keep, solution);
  return correct(space, part, {}, keep, solution);
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::solve_factored(ExecutionSpace const& space, bool present,
                                                     Problem const& problem,
                                                     Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  present_ = present;
  Keep const keep = options_.residual_norm ? Keep::always : Keep::for_corrections;
  return solve_from_zero(space, part_problem(space, problem), {}, keep, solution);
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::adjoint(ExecutionSpace const& space, bool present,
                                              Problem const& problem, bool factored,
                                              ConstSolution const& solution,
                                              ConstSolution const& seed,
                                              Gradients<Real, MemorySpace> const& gradients) {
  Kokkos::Profiling::ScopedRegion const region("smnn::adjoint");
  if (!meet(present, factored)) return false;
  present_ = true;
  PartProblem const part = part_problem(space, problem);
  if (!factored) factor_parts(space, part);
  PartSolution const y = with_ghosts(space, solution);
  solve_from_zero(space, part, {false, seed, local_.time_points}, Keep::always, {});
  Gradients<Real, MemorySpace> own = gradients;
  own.steps = steps_.gradients(gradients.steps);
  // Nothing can be said about a solution that is not finite, on no part; only the sweep tells.
  do {
    rounds_.activate_unless_failed(space);
    part_.gradients(space, part, y, rounds_.active, own);
  } while (rounds_.add_failures(space, part_.info));
  steps_.finish_gradients(space, gradients.steps);
  return true;
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::tangent(ExecutionSpace const& space, bool present,
                                              Problem const& problem, bool factored,
                                              ConstSolution const& solution,
                                              Directions<Real, MemorySpace> const& directions,
                                              Solution const& solution_direction) {
  Kokkos::Profiling::ScopedRegion const region("smnn::tangent");
  if (!meet(present, factored)) return false;
  present_ = true;
  PartProblem const part = part_problem(space, problem);
  Directions<Real, MemorySpace> along = directions;
  if (!directions.steps.empty()) along.steps = steps_.directions(space, directions.steps);
  if (!factored) factor_parts(space, part);
  PartSolution const y = with_ghosts(space, solution);
  std::int64_t const points = part_.part().padded().time_points;
  if (seed_.data() == nullptr) {
    seed_ = zeros<Padded>(space, "smnn::share_seed", local_.batch, local_.right_hand_sides, points,
                          local_.dims, local_.orders);
  }
  part_.tangent_seed(space, part, y, along, seed_);
  ConstSolution const seed = SolutionArray<Real, MemorySpace>(seed_);
  return solve_from_zero(space, part, {false, seed, points}, Keep::for_corrections,
                         solution_direction);
}

#define SMNN_TIME_SHARE(REAL, SPACE) template class TimeShare<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_TIME_SHARE)

}  // namespace smnn::distributed::detail
