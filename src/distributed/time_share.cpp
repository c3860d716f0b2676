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

// The step that scales a solution's entries: the first of its system; 0 without any.
template <class Real>
struct ScalingStep {
  kernels::StridedArray<Real const, 2> steps;
  std::int64_t members;
  bool shared;

  KOKKOS_INLINE_FUNCTION Real operator()(std::int64_t s) const {
    if (steps.extent[1] == 0) return 0;
    return steps.data[shared ? 0 : s / members * steps.stride[0]];
  }
};

}  // namespace

template <class Real, class ExecutionSpace>
TimeShare<Real, ExecutionSpace>::TimeShare(ExecutionSpace const& space, Communicator const& parts,
                                           Extents const& local, std::int64_t first_point,
                                           std::int64_t all_points, SolverOptions const& options,
                                           bool direct_messages)
    : parts_(parts),
      local_(local),
      first_point_(first_point),
      all_points_(all_points),
      options_(options),
      control_(smnn::detail::refinement_control<Real>(options.refinement)),
      part_(space, part_extents(parts, local), options),
      tree_(space, parts, {part_.separator_order(), part_.matrices(), part_.members()},
            direct_messages),
      mailbox_(parts, direct_messages) {
  std::int64_t const solutions = local.solutions();
  std::int64_t const points = part_.part().padded().time_points;
  auto const of_points = [&](char const* label, std::int64_t count) {
    return zeros<Padded>(space, label, local.batch, local.right_hand_sides, count, local.dims,
                         local.orders);
  };
  y_ = of_points("smnn::share_y", points);
  solved_ = of_points("smnn::share_solved", points);
  seed_ = of_points("smnn::share_seed", points);
  ghosts_out_ = of_points("smnn::ghosts_out", part_.part().bandwidth());
  ghosts_in_ = of_points("smnn::ghosts_in", part_.part().bandwidth());
  if (needs_ghost_steps()) {
    std::int64_t const systems = local.steps.over_batch ? 1 : local.batch;
    auto const all_steps = [&](char const* label) {
      return zeros<Columns>(space, label, systems, points - 1);
    };
    steps_ = all_steps("smnn::share_steps");
    step_directions_ = all_steps("smnn::share_step_directions");
    step_gradients_ = all_steps("smnn::share_step_gradients");
    step_out_ = zeros<Numbers>(space, "smnn::step_out", systems);
    step_in_ = zeros<Numbers>(space, "smnn::step_in", systems);
  }
  active_ = zeros<Numbers>(space, "smnn::active", solutions);
  separator_change_ = zeros<Numbers>(space, "smnn::separator_change", solutions);
  info = zeros<Codes>(space, "smnn::info", solutions);
  sweeps = zeros<Codes>(space, "smnn::sweeps", solutions);
  rounding_error = zeros<Numbers>(space, "smnn::rounding_error", solutions);
  residual_norm = zeros<Numbers>(space, "smnn::residual_norm", solutions);
  convergence_.resize(static_cast<std::size_t>(solutions));
  own_failures_.resize(convergence_.size());
  rows_.resize(4 * convergence_.size());
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::needs_ghost_steps() const {
  return part_.part().bandwidth() == 2 && !local_.steps.over_time;
}

// The three-point row at a part's last point reads the next part's first step.
template <class Real, class ExecutionSpace>
StepsArray<Real const, typename ExecutionSpace::memory_space>
TimeShare<Real, ExecutionSpace>::ghost_steps(ExecutionSpace const& space,
                                             StepsArray<Real const, MemorySpace> const& steps,
                                             Columns const& padded) {
  auto const own = own_steps(padded, steps.extent[1]);
  Kokkos::deep_copy(space, own, detail::view_of<MemorySpace, Real const>(steps));
  Kokkos::deep_copy(space, step_out_, Kokkos::subview(padded, Kokkos::ALL, 0));
  mailbox_.shift(space, step_out_, previous(), step_in_, next());
  if (next() >= 0) Kokkos::deep_copy(space, ghost_step(padded, steps.extent[1]), step_in_);
  return StepsArray<Real const, MemorySpace>(padded);
}

// What a part's rows give to the next part's first step goes there.
template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::add_ghost_steps(
    ExecutionSpace const& space, Columns const& padded,
    StepsArray<Real, MemorySpace> const& gradients) {
  std::int64_t const own = gradients.extent[1];
  if (next() >= 0) Kokkos::deep_copy(space, step_out_, ghost_step(padded, own));
  Kokkos::deep_copy(space, step_in_, Real(0));
  mailbox_.shift(space, step_out_, next(), step_in_, previous());
  detail::add(space, Kokkos::subview(padded, Kokkos::ALL, 0), step_in_);
  Kokkos::deep_copy(space, detail::view_of<MemorySpace, Real>(gradients), own_steps(padded, own));
}

template <class Real, class ExecutionSpace>
typename TimeShare<Real, ExecutionSpace>::PartProblem
TimeShare<Real, ExecutionSpace>::with_ghost_steps(ExecutionSpace const& space,
                                                  Problem const& problem) {
  PartProblem part{problem.inputs, problem.weights};
  if (needs_ghost_steps()) part.inputs.steps = ghost_steps(space, problem.inputs.steps, steps_);
  return part;
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::load_with_ghosts(ExecutionSpace const& space,
                                                       ConstSolution const& solution,
                                                       Padded const& padded) {
  detail::pad<ExecutionSpace, Real>(space, solution, padded);
  std::int64_t const width = part_.part().bandwidth();
  Kokkos::deep_copy(space, ghosts_out_, detail::time_points(padded, 0, width));
  mailbox_.shift(space, ghosts_out_, previous(), ghosts_in_, next());
  if (next() < 0) return;
  Kokkos::deep_copy(space, detail::time_points(padded, local_.time_points, width), ghosts_in_);
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::factor(ExecutionSpace const& space, Problem const& problem) {
  Kokkos::Profiling::ScopedRegion const region("smnn::distributed: factor");
  part_.factor(space, with_ghost_steps(space, problem));
  tree_.factor(space, part_.schur);
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::finish_factor(ExecutionSpace const& space) {
  std::fill(convergence_.begin(), convergence_.end(), Convergence{});
  Kokkos::deep_copy(space, part_.correction, Real(0));
  Kokkos::deep_copy(space, part_.norm, Real(0));
  Kokkos::deep_copy(space, separator_change_, Real(0));
  note_own_failures(space);
  record_round(space, 0);
  write_results(space, false);
  Kokkos::deep_copy(space, rounding_error, Kokkos::Experimental::quiet_NaN_v<Real>);
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::add_separators(ExecutionSpace const& space,
                                                     PartProblem const& problem, Padded const& y) {
  auto const& part = part_.part();
  detail::add_at_separators(
      space, tree_.solve(space, part_.residual),
      detail::SeparatorPoints{part.separators, part.ghosts, local_.time_points}, active_, y,
      separator_change_,
      ScalingStep<Real>{problem.inputs.steps, local_.right_hand_sides, local_.steps.over_batch});
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::iterate(ExecutionSpace const& space,
                                              PartProblem const& problem, RightHandSide const& rhs,
                                              Padded const& y) {
  Kokkos::Profiling::ScopedRegion const region("smnn::distributed: solve");
  bool const with_squares = options_.residual_norm && rhs.from_rows;
  std::fill(convergence_.begin(), convergence_.end(), Convergence{});
  Kokkos::deep_copy(space, y, Real(0));
  Kokkos::deep_copy(space, active_, Real(1));
  part_.correct(space, problem, rhs, active_, y, false);
  note_own_failures(space);
  for (int round = 0;; ++round) {
    add_separators(space, problem, y);
    part_.correct(space, problem, rhs, active_, y, with_squares);
    if (!record_round(space, round)) break;
  }
  write_results(space, with_squares);
}

// Before the neighbours' failures arrive by way of the separators.
template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::note_own_failures(ExecutionSpace const& space) {
  space.fence("smnn::distributed: failures of this part");
  auto const codes = on_host(part_.info);
  for (std::size_t s = 0; s < own_failures_.size(); ++s)
    own_failures_[s] = codes(s) > 0 ? codes(s) + first_point_ : 0;
}

template <class Real, class ExecutionSpace>
bool TimeShare<Real, ExecutionSpace>::record_round(ExecutionSpace const& space, int round) {
  space.fence("smnn::distributed: a round is done");
  auto const correction = on_host(part_.correction);
  auto const change = on_host(separator_change_);
  auto const norm = on_host(part_.norm);
  auto const codes = on_host(part_.info);
  auto const separators = on_host(tree_.failed);
  std::size_t const count = convergence_.size();
  auto const members = static_cast<std::size_t>(part_.members());
  for (std::size_t s = 0; s < count; ++s) {
    double const largest =
        std::max(static_cast<double>(correction(s)), static_cast<double>(change(s)));
    bool const finite = std::isfinite(static_cast<double>(correction(s))) &&
                        std::isfinite(static_cast<double>(change(s)));
    std::int64_t code = codes(s) > 0 ? codes(s) + first_point_ : 0;
    if (code == 0 && (!finite || separators(s / members) > 0)) code = all_points_;
    rows_[s] = finite ? largest : 0;
    rows_[count + s] =
        std::isfinite(static_cast<double>(norm(s))) ? static_cast<double>(norm(s)) : 0;
    rows_[2 * count + s] = failure_row(own_failures_[s]);
    rows_[3 * count + s] = failure_row(code);
  }
  parts_.maximum(rows_);
  bool more = false;
  auto const active = Kokkos::create_mirror_view(active_);
  for (std::size_t s = 0; s < count; ++s) {
    Convergence& state = convergence_[s];
    if (round == 0) {
      state.start(static_cast<Real>(rows_[count + s]));
    } else if (state.active) {
      state.record(static_cast<Real>(rows_[s]), control_);
      // The first correction follows a solve whose last step left the separators alone: only the
      // second tells how fast corrections shrink.
      if (round == 1) state.active = true;
    }
    bool const failed = std::max(rows_[2 * count + s], rows_[3 * count + s]) > no_failure;
    if (failed) state.active = false;
    active(s) = state.active ? Real(1) : Real(0);
    more = more || state.active;
  }
  Kokkos::deep_copy(active_, active);
  return more && round < control_.sweeps;
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::write_results(ExecutionSpace const& space, bool with_norm) {
  std::size_t const count = convergence_.size();
  auto const codes = Kokkos::create_mirror_view(info);
  auto const corrections = Kokkos::create_mirror_view(sweeps);
  auto const errors = Kokkos::create_mirror_view(rounding_error);
  auto const norms = Kokkos::create_mirror_view(residual_norm);
  std::vector<double> squares(count, std::nan(""));
  if (with_norm) {
    auto const own = on_host(part_.squares);
    for (std::size_t s = 0; s < count; ++s) squares[s] = static_cast<double>(own(s));
    parts_.sum_in_rank_order(std::span<double>(squares));
  }
  for (std::size_t s = 0; s < count; ++s) {
    Convergence const& state = convergence_[s];
    std::int64_t code = 0;
    if (rows_[2 * count + s] > no_failure) {
      code = static_cast<std::int64_t>(-rows_[2 * count + s]);
    } else if (rows_[3 * count + s] > no_failure) {
      code = static_cast<std::int64_t>(-rows_[3 * count + s]);
    } else if (state.lost(control_)) {
      code = info_not_converged;
    }
    codes(s) = code;
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
}

// Nothing can be said about a solution that is not finite, on no part.
template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::fail_unless_finite(ExecutionSpace const& space,
                                                         Padded const& y) {
  detail::first_not_finite(space, y, part_.info);
  space.fence("smnn::distributed: solution checked");
  auto const codes = on_host(part_.info);
  std::vector<double> rows(own_failures_.size());
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
                                            Solution const& solution) {
  iterate(space, with_ghost_steps(space, problem), {}, solved_);
  detail::unpad<ExecutionSpace, Padded, Real>(space, solved_, solution, info);
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::adjoint(ExecutionSpace const& space, Problem const& problem,
                                              ConstSolution const& solution,
                                              ConstSolution const& seed,
                                              Gradients<Real, MemorySpace> const& gradients) {
  PartProblem const part = with_ghost_steps(space, problem);
  load_with_ghosts(space, solution, y_);
  iterate(space, part, {false, seed, local_.time_points}, solved_);
  fail_unless_finite(space, y_);
  detail::erase_failed(space, solved_, info);
  Gradients<Real, MemorySpace> own = gradients;
  bool const ghost_steps_wanted = needs_ghost_steps() && !gradients.steps.empty();
  if (ghost_steps_wanted) own.steps = StepsArray<Real, MemorySpace>(step_gradients_);
  part_.gradients(space, part, y_, solved_, own);
  if (ghost_steps_wanted) add_ghost_steps(space, step_gradients_, gradients.steps);
}

template <class Real, class ExecutionSpace>
void TimeShare<Real, ExecutionSpace>::tangent(ExecutionSpace const& space, Problem const& problem,
                                              ConstSolution const& solution,
                                              Directions<Real, MemorySpace> const& directions,
                                              Solution const& solution_direction) {
  PartProblem const part = with_ghost_steps(space, problem);
  Directions<Real, MemorySpace> along = directions;
  if (needs_ghost_steps() && !directions.steps.empty())
    along.steps = ghost_steps(space, directions.steps, step_directions_);
  load_with_ghosts(space, solution, y_);
  part_.tangent_seed(space, part, y_, along, seed_);
  ConstSolution const seed = SolutionArray<Real, MemorySpace>(seed_);
  iterate(space, part, {false, seed, part_.part().padded().time_points}, solved_);
  detail::unpad<ExecutionSpace, Padded, Real>(space, solved_, solution_direction, info);
}

#define SMNN_TIME_SHARE(REAL, SPACE) template class TimeShare<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_TIME_SHARE)

}  // namespace smnn::distributed
