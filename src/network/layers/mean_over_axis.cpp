#include "smnn/network/layers/mean_over_axis.hpp"

#include <utility>

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

// One team a row; Kokkos adds up a team's sums in the order of its threads.
template <class Real, class ExecutionSpace>
struct RowSums {
  using Member = typename Kokkos::TeamPolicy<ExecutionSpace>::member_type;
  Real const* x;  // (rows, length)
  double* sums;   // (rows)
  std::int64_t length;
  KOKKOS_FUNCTION void operator()(Member const& team) const {
    std::int64_t const row = team.league_rank();
    Real const* const values = x + row * length;
    double total = 0;
    Kokkos::parallel_reduce(
        Kokkos::TeamThreadRange(team, length),
        [&](std::int64_t i, double& sum) { sum += static_cast<double>(values[i]); }, total);
    Kokkos::single(Kokkos::PerTeam(team), [&] { sums[row] = total; });
  }
};

template <class Real>
struct Widen {
  Real const* from;
  double* to;
  KOKKOS_FUNCTION void operator()(std::int64_t begin, std::int64_t end) const {
    for (std::int64_t i = begin; i < end; ++i) to[i] = static_cast<double>(from[i]);
  }
};

template <class Real>
struct ScaleSums {
  double const* sums;
  double factor;
  Real* y;
  KOKKOS_FUNCTION void operator()(std::int64_t begin, std::int64_t end) const {
    for (std::int64_t i = begin; i < end; ++i) y[i] = static_cast<Real>(factor * sums[i]);
  }
};

template <class Real>
struct SpreadSums {
  double const* sums;
  double factor;
  std::int64_t length;
  Real* dx;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    auto const value = static_cast<Real>(factor * sums[row]);
    for (std::int64_t i = begin; i < end; ++i) dx[row * length + i] = value;
  }
};

}  // namespace

template <class Real, class ExecutionSpace>
MeanOverAxis<Real, ExecutionSpace>::MeanOverAxis(std::string const& name, std::int64_t channels,
                                                 std::int64_t length, LinePointer line)
    : Base("mean over axis", name, channels * length, channels),
      length_(length),
      line_(line != nullptr && line->ranks() > 1 ? line : nullptr),
      factor_(1 / static_cast<double>(line != nullptr ? line->length() : length)) {
  if (length < 1 || (line != nullptr && line->points().size() != length)) {
    throw InvalidArgument(this->label() + ": length is " + std::to_string(length) + ", expected " +
                          (line == nullptr ? "a positive number"
                                           : "the rank's share of the line, " +
                                                 std::to_string(line->points().size())));
  }
}

template <class Real, class ExecutionSpace>
void MeanOverAxis<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  sums_ = Buffer(Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::axis_sums")),
                 static_cast<std::size_t>(samples * this->outputs()));
  host_sums_ = Kokkos::create_mirror_view(Kokkos::WithoutInitializing, sums_);
}

template <class Real, class ExecutionSpace>
void MeanOverAxis<Real, ExecutionSpace>::sum_over_ranks(ExecutionSpace const& space,
                                                        std::int64_t entries) const {
  if (line_ == nullptr) return;
  auto const range = std::pair<std::size_t, std::size_t>(0, static_cast<std::size_t>(entries));
  line_->communicator().sum_in_rank_order(space, Kokkos::subview(sums_, range),
                                          Kokkos::subview(host_sums_, range));
}

template <class Real, class ExecutionSpace>
void MeanOverAxis<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                     ParameterSet const&, Input const& x,
                                                     Output const& y) {
  auto const rows = static_cast<std::int64_t>(y.size());
  if (rows == 0) return;
  int const team_size = detail::runs_on_host<ExecutionSpace> ? 1 : 64;
  Kokkos::parallel_for("smnn::mean_over_axis",
                       Kokkos::TeamPolicy<ExecutionSpace>(space, static_cast<int>(rows), team_size),
                       RowSums<Real, ExecutionSpace>{x.data(), sums_.data(), length_});
  sum_over_ranks(space, rows);
  detail::for_ranges("smnn::mean_over_axis_scale", space, rows,
                     ScaleSums<Real>{sums_.data(), factor_, y.data()});
}

template <class Real, class ExecutionSpace>
void MeanOverAxis<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                      ParameterSet const&, Input const&,
                                                      Input const&, Input const& dy,
                                                      Output const& dx) {
  auto const rows = static_cast<std::int64_t>(dy.size());
  if (dx.data() == nullptr || rows == 0) return;
  detail::for_ranges("smnn::mean_over_axis_widen", space, rows,
                     Widen<Real>{dy.data(), sums_.data()});
  sum_over_ranks(space, rows);
  detail::for_rows("smnn::mean_over_axis_backward", space, rows, length_,
                   SpreadSums<Real>{sums_.data(), factor_, length_, dx.data()});
}

#define SMNN_MEAN_OVER_AXIS(Real, ExecutionSpace) template class MeanOverAxis<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_MEAN_OVER_AXIS)

}  // namespace smnn::network
