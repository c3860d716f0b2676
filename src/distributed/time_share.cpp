#include "smnn/distributed/time_share.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "smnn/distributed/detail/share_kernels.hpp"
#include "smnn/solver/detail/refinement_control.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::distributed {
namespace {

template <class ExecutionSpace>
inline constexpr bool is_on_device =
    !Kokkos::SpaceAccessibility<Kokkos::HostSpace,
                                typename ExecutionSpace::memory_space>::accessible;

constexpr double no_failure = -1e300;  // of a maximum of negative codes

smnn::detail::PartExtents part_extents(Communicator const& parts, Extents const& local) {
  smnn::detail::PartExtents part{local, 0, 0};
  if (parts.rank() > 0) part.separators = part.bandwidth();
  if (parts.rank() + 1 < parts.size()) part.ghosts = part.bandwidth();
  return part;
}

double failure_row(std::int64_t code) { return code > 0 ? -static_cast<double>(code) : no_failure; }

template <class View>
auto on_host(View const& view) {
  return Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
}

template <class View, class ExecutionSpace, class... Sizes>
View zeros(ExecutionSpace const& space, char const* label, Sizes... sizes) {
  return View(Kokkos::view_alloc(space, std::string(label)), static_cast<std::size_t>(sizes)...);
}

// Of padded steps (systems, points with ghosts - 1): the own ones, and the one after them.
template <class Steps>
auto own_steps(Steps const& padded, std::int64_t own) {
  return Kokkos::subview(padded, Kokkos::ALL,
                         std::pair<std::size_t, std::size_t>(0, static_cast<std::size_t>(own)));
}
template <class Steps>
auto ghost_step(Steps const& padded, std::int64_t own) {
  return Kokkos::subview(padded, Kokkos::ALL, static_cast<std::size_t>(own));
}

}  // namespace

template <class Real, class ExecutionSpace>
TimeShare<Real, ExecutionSpace>::TimeShare(ExecutionSpace const& space, Communicator const& parts,
                                           Extents const& local, std::int64_t first_point,
                                           std::int64_t all_points, SolverOptions const& options,
                                           DistributedOptions const& distributed)
    : parts_(parts),
      local_(local),
      first_point_(first_point),
      all_points_(all_points),
      options_(options),
      control_(smnn::detail::refinement_control<Real>(options.refinement)),
      part_(space, part_extents(parts, local), options),
      mailbox_(parts, distributed.gpu_aware_mpi) {
  make_mini_batches(space, distributed);
  std::int64_t const solutions = local.solutions();
  std::int64_t const points = part_.part().padded().time_points;
  if (has_own_steps()) {
    std::int64_t const systems = local.steps.over_batch ? 1 : local.batch;
    auto const all_steps = [&](char const* label) {
      return zeros<Steps>(space, label, systems, local.steps.over_time ? 1 : points - 1);
    };
    steps_ = all_steps("smnn::share_steps");
    step_directions_ = all_steps("smnn::share_step_directions");
    step_gradients_ = all_steps("smnn::share_step_gradients");
    step_out_ = zeros<Numbers>(space, "smnn::step_out", systems);
    step_in_ = zeros<Numbers>(space, "smnn::step_in", systems);
  }
  active_ = zeros<Numbers>(space, "smnn::active", solutions);
  own_info_ = zeros<Codes>(space, "smnn::own_info", solutions);
  info = zeros<Codes>(space, "smnn::info", solutions);
  sweeps = zeros<Codes>(space, "smnn::sweeps", solutions);
  rounding_error = zeros<Numbers>(space, "smnn::rounding_error", solutions);
  residual_norm = zeros<Numbers>(space, "smnn::residual_norm", solutions);
  convergence_.resize(static_cast<std::size_t>(solutions));
  rows_.resize(3 * convergence_.size());
}

// Solves do without padded arrays: they are made by the first call that needs them.
template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::need_padded(ExecutionSpace const& space, Padded& array,
                                                  char const* label, std::int64_t points) const {
  if (array.data() != nullptr) return;
  array = zeros<Padded>(space, label, local_.batch, local_.right_hand_sides, points, local_.dims,
                        local_.orders);
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
    mini_batches_.push_back({part_.make_slice(space, first, end),
                             {space,
                              parts_,
                              {part_.separator_order(), end - first, part_.members()},
                              static_cast<std::int64_t>(mini_batches_.size()),
                              options.gpu_aware_mpi}});
  }
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::needs_ghost_steps() const {
  return part_.part().bandwidth() == 2 && !local_.steps.over_time;
}

// The three-point row at a part's last point reads the next part's first step.
template <class Real, class ExecutionSpace>
StepsArray<Real const, typename ExecutionSpace::memory_space>
TimeShare<Real, ExecutionSpace>::part_steps(ExecutionSpace const& space,
                                            StepsArray<Real const, MemorySpace> const& steps,
                                            Steps const& buffer) {
  if (!has_own_steps()) return steps;
  auto const given = detail::view_of<MemorySpace, Real const>(steps);
  if (needs_ghost_steps()) {
    Kokkos::deep_copy(space, step_out_, Kokkos::subview(given, Kokkos::ALL, 0));
    mailbox_.shift(space, step_out_, previous(), step_in_, next());
  }
  if (part_.part().backward()) {
    detail::reverse_and_negate(space, given, buffer);
  } else {
    Kokkos::deep_copy(space, own_steps(buffer, steps.extent[1]), given);
    if (next() >= 0) Kokkos::deep_copy(space, ghost_step(buffer, steps.extent[1]), step_in_);
  }
  return StepsArray<Real const, MemorySpace>(buffer);
}

// From step_gradients_. What a part's rows give to the next part's first step goes there.
template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::finish_step_gradients(
    ExecutionSpace const& space, StepsArray<Real, MemorySpace> const& gradients) {
  std::int64_t const own = gradients.extent[1];
  Steps forward = step_gradients_;
  if (part_.part().backward()) {
    forward = step_directions_;
    detail::reverse_and_negate(space, step_gradients_, forward);
  }
  if (needs_ghost_steps()) {
    if (next() >= 0) Kokkos::deep_copy(space, step_out_, ghost_step(forward, own));
    Kokkos::deep_copy(space, step_in_, Real(0));
    mailbox_.shift(space, step_out_, next(), step_in_, previous());
    detail::add(space, Kokkos::subview(forward, Kokkos::ALL, 0), step_in_);
  }
  Kokkos::deep_copy(space, detail::view_of<MemorySpace, Real>(gradients), own_steps(forward, own));
}

template <class Real, class ExecutionSpace>
typename TimeShare<Real, ExecutionSpace>::PartProblem TimeShare<Real, ExecutionSpace>::part_problem(
    ExecutionSpace const& space, Problem const& problem) {
  PartProblem part{problem.inputs, problem.weights};
  part.inputs.steps = part_steps(space, problem.inputs.steps, steps_);
  return part;
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::load_with_ghosts(ExecutionSpace const& space,
                                                       ConstSolution const& solution) {
  std::int64_t const width = part_.part().bandwidth();
  need_padded(space, y_, "smnn::share_y", part_.part().padded().time_points);
  need_padded(space, ghosts_out_, "smnn::ghosts_out", width);
  need_padded(space, ghosts_in_, "smnn::ghosts_in", width);
  Kokkos::deep_copy(space, detail::time_points(y_, 0, local_.time_points),
                    detail::solution_view<MemorySpace, Real const>(solution));
  Kokkos::deep_copy(space, ghosts_out_, detail::time_points(y_, 0, width));
  mailbox_.shift(space, ghosts_out_, previous(), ghosts_in_, next());
  if (next() < 0) return;
  Kokkos::deep_copy(space, detail::time_points(y_, local_.time_points, width), ghosts_in_);
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
        part_.factor(space, problem, batch.slice, false, own_info_);
        batch.tree.start_factor(space, batch.slice.schur);
      },
      [&](MiniBatch& batch) { batch.tree.finish_factor(space); });
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::factor(ExecutionSpace const& space, Problem const& problem) {
  factor_parts(space, part_problem(space, problem));
  start_rounds(space);
  Kokkos::deep_copy(space, part_.info, own_info_);
  Kokkos::deep_copy(space, part_.size, Real(0));
  record_round(space, 0);
  write_results(space, false);
  Kokkos::deep_copy(space, rounding_error, Kokkos::Experimental::quiet_NaN_v<Real>);
}

// All parts say the same.
template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::is_active(MiniBatch const& batch) const {
  auto const at = [&](std::int64_t matrix) {
    return convergence_.begin() + static_cast<std::ptrdiff_t>(matrix * part_.members());
  };
  return std::any_of(at(batch.slice.first), at(batch.slice.end),
                     [](Convergence const& state) { return state.active; });
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::start_rounds(ExecutionSpace const& space) {
  std::fill(convergence_.begin(), convergence_.end(), Convergence{});
  Kokkos::deep_copy(space, active_, Real(1));
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::factor_and_solve(ExecutionSpace const& space,
                                                       PartProblem const& problem,
                                                       Solution const& y) {
  pipeline(
      [&](MiniBatch& batch) {
        part_.factor(space, problem, batch.slice, true, own_info_);
        batch.tree.start_factor(space, batch.slice.schur);
      },
      [&](MiniBatch& batch) {
        batch.tree.finish_factor(space);
        batch.tree.start_solve(space, batch.slice.residual);
        part_.substitute(space, problem, batch.slice, batch.tree.finish_solve(space), active_, true,
                         y);
      });
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::solve_round(ExecutionSpace const& space,
                                                  PartProblem const& problem,
                                                  RightHandSide const& rhs, bool first,
                                                  Solution const& y) {
  Codes const codes = first ? own_info_ : part_.info;
  pipeline(
      [&](MiniBatch& batch) {
        if (!is_active(batch)) return;
        part_.eliminate(space, problem, batch.slice, rhs, first, false, codes);
        batch.tree.start_solve(space, batch.slice.residual);
      },
      [&](MiniBatch& batch) {
        if (!is_active(batch)) return;
        part_.substitute(space, problem, batch.slice, batch.tree.finish_solve(space), active_,
                         first, y);
      });
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::correct(ExecutionSpace const& space,
                                              PartProblem const& problem, RightHandSide const& rhs,
                                              Solution const& y) {
  for (int round = 0; record_round(space, round); ++round)
    solve_round(space, problem, rhs, false, y);
  bool const with_squares = options_.residual_norm && rhs.from_rows;
  for (MiniBatch const& batch : mini_batches_) {
    if (with_squares) part_.eliminate(space, problem, batch.slice, rhs, false, true, part_.info);
  }
  if (write_results(space, with_squares))
    detail::erase_failed(space, detail::solution_view<MemorySpace, Real>(y), info);
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::solve_from_zero(ExecutionSpace const& space,
                                                      PartProblem const& problem,
                                                      RightHandSide const& rhs, Solution const& y) {
  start_rounds(space);
  solve_round(space, problem, rhs, true, y);
  correct(space, problem, rhs, y);
}

template <class Real, class ExecutionSpace>
std::int64_t TimeShare<Real, ExecutionSpace>::code_of_all(std::int64_t code) const {
  if (code <= 0) return 0;
  return first_point_ + (part_.part().backward() ? local_.time_points + 1 - code : code);
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::record_round(ExecutionSpace const& space, int round) {
  Kokkos::Profiling::ScopedRegion const region("smnn::agree");
  space.fence("smnn::distributed: a round is done");
  auto const size = on_host(part_.size);
  auto const own_codes = on_host(own_info_);
  auto const codes = on_host(part_.info);
  std::vector<bool> separators;  // failed, per matrix
  for (MiniBatch const& batch : mini_batches_) {
    auto const failed = on_host(batch.tree.failed);
    for (std::size_t i = 0; i < failed.extent(0); ++i) separators.push_back(failed(i) > 0);
  }
  std::size_t const count = convergence_.size();
  auto const members = static_cast<std::size_t>(part_.members());
  for (std::size_t s = 0; s < count; ++s) {
    bool const finite = std::isfinite(static_cast<double>(size(s)));
    std::int64_t code = code_of_all(codes(s));
    if (code == 0 && (!finite || separators[s / members])) code = all_points_;
    rows_[s] = finite ? static_cast<double>(size(s)) : 0;
    rows_[count + s] = failure_row(code_of_all(own_codes(s)));
    rows_[2 * count + s] = failure_row(code);
  }
  parts_.maximum(rows_);
  bool more = false;
  auto const active = Kokkos::create_mirror_view(active_);
  for (std::size_t s = 0; s < count; ++s) {
    Convergence& state = convergence_[s];
    if (round == 0) {
      state.start(static_cast<Real>(rows_[s]));
    } else if (state.active) {
      state.record(static_cast<Real>(rows_[s]), control_);
    }
    bool const failed = std::max(rows_[count + s], rows_[2 * count + s]) > no_failure;
    if (failed) state.active = false;
    active(s) = state.active ? Real(1) : Real(0);
    more = more || state.active;
  }
  Kokkos::deep_copy(active_, active);
  return more && round < control_.sweeps;
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::write_results(ExecutionSpace const& space, bool with_norm) {
  std::size_t const count = convergence_.size();
  auto const codes = Kokkos::create_mirror_view(info);
  auto const corrections = Kokkos::create_mirror_view(sweeps);
  auto const errors = Kokkos::create_mirror_view(rounding_error);
  auto const norms = Kokkos::create_mirror_view(residual_norm);
  std::vector<double> squares(count, std::nan(""));
  bool any_failed = false;
  if (with_norm) {
    auto const own = on_host(part_.squares);
    for (std::size_t s = 0; s < count; ++s) squares[s] = static_cast<double>(own(s));
    parts_.sum_in_rank_order(std::span<double>(squares));
  }
  for (std::size_t s = 0; s < count; ++s) {
    Convergence const& state = convergence_[s];
    std::int64_t code = 0;
    if (rows_[count + s] > no_failure) {
      code = static_cast<std::int64_t>(-rows_[count + s]);
    } else if (rows_[2 * count + s] > no_failure) {
      code = static_cast<std::int64_t>(-rows_[2 * count + s]);
    } else if (state.lost(control_)) {
      code = info_not_converged;
    }
    codes(s) = code;
    any_failed = any_failed || code > 0;
    corrections(s) = static_cast<std::int64_t>(state.sweeps);
    errors(s) = code > 0 ? Kokkos::Experimental::quiet_NaN_v<Real> : state.error;
    norms(s) = code > 0 ? Kokkos::Experimental::quiet_NaN_v<Real>
                        : static_cast<Real>(std::sqrt(squares[s]));
  }
  Kokkos::deep_copy(space, info, codes);
  Kokkos::deep_copy(space, sweeps, corrections);
  Kokkos::deep_copy(space, rounding_error, errors);
  Kokkos::deep_copy(space, residual_norm, norms);
  space.fence("smnn::distributed: diagnostics written");
  return any_failed;
}

// Nothing can be said about a solution that is not finite, on no part.
template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::fail_unless_finite(ExecutionSpace const& space,
                                                         Padded const& y) {
  detail::first_not_finite(space, y, part_.info);
  space.fence("smnn::distributed: solution checked");
  auto const codes = on_host(part_.info);
  std::vector<double> rows(convergence_.size());
  for (std::size_t s = 0; s < rows.size(); ++s)
    rows[s] = failure_row(codes(s) > 0 ? codes(s) + first_point_ : 0);
  parts_.maximum(rows);
  auto const all = on_host(info);
  for (std::size_t s = 0; s < rows.size(); ++s) {
    if (all(s) <= 0 && rows[s] > no_failure) all(s) = static_cast<std::int64_t>(-rows[s]);
  }
  Kokkos::deep_copy(space, info, all);
  space.fence("smnn::distributed: failures written");
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::solve(ExecutionSpace const& space, Problem const& problem,
                                            bool refactor, Solution const& solution) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve");
  PartProblem const part = part_problem(space, problem);
  if (refactor && part_.can_fuse()) {
    start_rounds(space);
    factor_and_solve(space, part, solution);
    correct(space, part, {}, solution);
  } else {
    if (refactor) factor_parts(space, part);
    solve_from_zero(space, part, {}, solution);
  }
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::adjoint(ExecutionSpace const& space, Problem const& problem,
                                              bool refactor, ConstSolution const& solution,
                                              ConstSolution const& seed,
                                              Gradients<Real, MemorySpace> const& gradients) {
  Kokkos::Profiling::ScopedRegion const region("smnn::adjoint");
  PartProblem const part = part_problem(space, problem);
  if (refactor) factor_parts(space, part);
  load_with_ghosts(space, solution);
  need_padded(space, solved_, "smnn::share_solved", part_.part().padded().time_points);
  solve_from_zero(space, part, {false, seed, local_.time_points}, solved_);
  fail_unless_finite(space, y_);
  detail::erase_failed(space, solved_, info);
  Gradients<Real, MemorySpace> own = gradients;
  bool const own_steps_wanted = has_own_steps() && !gradients.steps.empty();
  if (own_steps_wanted) own.steps = StepsArray<Real, MemorySpace>(step_gradients_);
  part_.gradients(space, part, y_, solved_, own);
  if (own_steps_wanted) finish_step_gradients(space, gradients.steps);
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::tangent(ExecutionSpace const& space, Problem const& problem,
                                              bool refactor, ConstSolution const& solution,
                                              Directions<Real, MemorySpace> const& directions,
                                              Solution const& solution_direction) {
  Kokkos::Profiling::ScopedRegion const region("smnn::tangent");
  PartProblem const part = part_problem(space, problem);
  Directions<Real, MemorySpace> along = directions;
  if (!directions.steps.empty())
    along.steps = part_steps(space, directions.steps, step_directions_);
  if (refactor) factor_parts(space, part);
  load_with_ghosts(space, solution);
  need_padded(space, seed_, "smnn::share_seed", part_.part().padded().time_points);
  part_.tangent_seed(space, part, y_, along, seed_);
  ConstSolution const seed = SolutionArray<Real, MemorySpace>(seed_);
  solve_from_zero(space, part, {false, seed, part_.part().padded().time_points},
                  solution_direction);
}

#define SMNN_TIME_SHARE(REAL, SPACE) template class TimeShare<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_TIME_SHARE)

}  // namespace smnn::distributed
