#include "smnn/solver/partition/rounds.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cmath>
#include <span>

#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"
#include "smnn/solver/solver.hpp"

namespace smnn::detail {
namespace {

constexpr double no_failure = -1e300;  // of a maximum of negative codes

double failure_row(std::int64_t code) { return code > 0 ? -static_cast<double>(code) : no_failure; }

template <class View>
auto on_host(View const& view) {
  return Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), view);
}

}  // namespace

template <class Real, class ExecutionSpace>
Rounds<Real, ExecutionSpace>::Rounds(ExecutionSpace const& space, PartAgreement const& agreement,
                                     PartPlace const& place, std::int64_t solutions,
                                     std::int64_t members,
                                     kernels::RefinementControl<Real> const& control)
    : active(zeros<Numbers>(space, "smnn::active", solutions)),
      info(zeros<Codes>(space, "smnn::info", solutions)),
      sweeps(zeros<Codes>(space, "smnn::sweeps", solutions)),
      rounding_error(zeros<Numbers>(space, "smnn::rounding_error", solutions)),
      residual_norm(zeros<Numbers>(space, "smnn::residual_norm", solutions)),
      agreement_(agreement),
      place_(place),
      members_(members),
      control_(control),
      convergence_(static_cast<std::size_t>(solutions)),
      rows_(3 * convergence_.size() + 1) {}

template <class Real, class ExecutionSpace>
void Rounds<Real, ExecutionSpace>::start(ExecutionSpace const& space) {
  std::fill(convergence_.begin(), convergence_.end(), Convergence{});
  Kokkos::deep_copy(space, active, Real(1));
}

template <class Real, class ExecutionSpace>
bool Rounds<Real, ExecutionSpace>::any_active(std::int64_t first, std::int64_t end) const {
  return std::any_of(convergence_.begin() + first, convergence_.begin() + end,
                     [](Convergence const& state) { return state.active; });
}

template <class Real, class ExecutionSpace>
bool Rounds<Real, ExecutionSpace>::record(ExecutionSpace const& space, int round,
                                          Report const& report) {
  Kokkos::Profiling::ScopedRegion const region("smnn::agree");
  std::size_t const count = convergence_.size();
  space.fence("smnn: a round is done");
  auto const size = on_host(report.size);
  auto const own_codes = on_host(report.own_codes);
  auto const codes = on_host(report.codes);
  for (std::size_t s = 0; s < count; ++s) {
    bool const finite = std::isfinite(static_cast<double>(size(s)));
    std::int64_t code = place_.code(codes(s));
    bool const separator_failed = report.separators[s / static_cast<std::size_t>(members_)];
    if (code == 0 && (!finite || separator_failed)) code = place_.all_points;
    rows_[s] = finite ? static_cast<double>(size(s)) : 0;
    rows_[count + s] = failure_row(place_.code(own_codes(s)));
    rows_[2 * count + s] = failure_row(code);
  }
  rows_.back() = report.present ? 0 : 1;
  agreement_.maximum(rows_);
  all_present_ = rows_.back() == 0;
  bool more = false;
  auto const host_active = Kokkos::create_mirror_view(active);
  for (std::size_t s = 0; s < count; ++s) {
    Convergence& state = convergence_[s];
    if (round == 0) {
      state.start(static_cast<Real>(rows_[s]));
    } else if (state.active) {
      state.record(static_cast<Real>(rows_[s]), control_);
    }
    bool const failed = std::max(rows_[count + s], rows_[2 * count + s]) > no_failure;
    if (failed) state.active = false;
    host_active(s) = state.active ? Real(1) : Real(0);
    more = more || state.active;
  }
  Kokkos::deep_copy(active, host_active);
  return more && all_present_ && round < control_.sweeps;
}

template <class Real, class ExecutionSpace>
bool Rounds<Real, ExecutionSpace>::write(ExecutionSpace const& space, Numbers const& squares) {
  std::size_t const count = convergence_.size();
  auto const codes = Kokkos::create_mirror_view(info);
  auto const corrections = Kokkos::create_mirror_view(sweeps);
  auto const errors = Kokkos::create_mirror_view(rounding_error);
  auto const norms = Kokkos::create_mirror_view(residual_norm);
  std::vector<double> sums(count, std::nan(""));
  bool any_failed = false;
  if (squares.data() != nullptr) {
    auto const own = on_host(squares);
    for (std::size_t s = 0; s < count; ++s) sums[s] = static_cast<double>(own(s));
    agreement_.sum(sums);
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
    norms(s) =
        code > 0 ? Kokkos::Experimental::quiet_NaN_v<Real> : static_cast<Real>(std::sqrt(sums[s]));
  }
  Kokkos::deep_copy(space, info, codes);
  Kokkos::deep_copy(space, sweeps, corrections);
  Kokkos::deep_copy(space, rounding_error, errors);
  Kokkos::deep_copy(space, residual_norm, norms);
  space.fence("smnn: diagnostics written");
  return any_failed;
}

template <class Real, class ExecutionSpace>
bool Rounds<Real, ExecutionSpace>::add_failures(ExecutionSpace const& space, Codes const& of_part) {
  space.fence("smnn: codes written");
  auto const own = on_host(of_part);
  std::vector<double> rows(convergence_.size());
  for (std::size_t s = 0; s < rows.size(); ++s) rows[s] = failure_row(place_.code(own(s)));
  agreement_.maximum(rows);
  auto const codes = on_host(info);
  bool more = false;
  for (std::size_t s = 0; s < rows.size(); ++s) {
    if (codes(s) > 0 || rows[s] == no_failure) continue;
    codes(s) = static_cast<std::int64_t>(-rows[s]);
    more = true;
  }
  if (more) Kokkos::deep_copy(space, info, codes);
  space.fence("smnn: failures written");
  return more;
}

template <class Real, class ExecutionSpace>
void Rounds<Real, ExecutionSpace>::activate_unless_failed(ExecutionSpace const& space) {
  detail::activate_unless_failed(space, info, active);
}

#define SMNN_ROUNDS(REAL, SPACE) template class Rounds<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_ROUNDS)

}  // namespace smnn::detail
