#include <array>
#include <numeric>
#include <smnn/solver/solver.hpp>
#include <string>
#include <utility>

#include "../workload/reference.hpp"
#include "../workload/workload.hpp"
#include "contestants.hpp"

namespace smnn::perf {
namespace {

/// Right-hand side m of a system is the workload's times 1 + m / M, and so is its solution.
template <class Real>
struct Scale {
  StridedView<Real****> rhs;              // (B, M, T, E)
  StridedView<Real*****> initial_values;  // (B, M, 1, D, K0)
  InputViews<Real> inputs;

  KOKKOS_FUNCTION Real factor(std::size_t m) const {
    return 1 + static_cast<Real>(m) / static_cast<Real>(rhs.extent(1));
  }
  KOKKOS_FUNCTION void operator()(std::int64_t index) const {
    auto const systems = rhs.extent(0);
    auto const b = static_cast<std::size_t>(index) % systems;
    auto const m = static_cast<std::size_t>(index) / systems;
    for (std::size_t t = 0; t < rhs.extent(2); ++t) {
      for (std::size_t e = 0; e < rhs.extent(3); ++e)
        rhs(b, m, t, e) = factor(m) * inputs.rhs(b, t, e);
    }
    for (std::size_t d = 0; d < initial_values.extent(3); ++d) {
      for (std::size_t r = 0; r < initial_values.extent(4); ++r)
        initial_values(b, m, 0, d, r) = factor(m) * inputs.initial_values(b, 0, d, r);
    }
  }
};

/// A view (B, M, ...) whose right-hand sides of one system are adjacent: they are what SIMD lanes
/// and neighbouring threads work on.
template <class DataType, class... Extents>
StridedView<DataType> make_view(char const* label, Extents... extents) {
  constexpr int rank = sizeof...(Extents);
  std::array<std::size_t, rank> const sizes{static_cast<std::size_t>(extents)...};
  std::array<int, rank> fastest_first{};
  std::iota(fastest_first.begin(), fastest_first.end(), 0);
  std::swap(fastest_first[0], fastest_first[1]);
  return StridedView<DataType>(
      Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing),
      Kokkos::LayoutStride::order_dimensions(rank, fastest_first.data(), sizes.data()));
}

template <class Real>
class ManyRhsContestant final : public Contestant {
 public:
  ManyRhsContestant(Case const& item, SolverOptions const& options, bool keeps_factor)
      : item_(item),
        keeps_factor_(keeps_factor),
        workload_(shared_workload<Real>(with_one_column(item.shape), Placement::systems_adjacent)),
        rhs_(make_view<Real****>("perf::rhs", item.shape.systems, item.shape.right_hand_sides,
                                 item.shape.time_points, item.shape.equations)),
        initial_values_(make_view<Real*****>("perf::initial_values", item.shape.systems,
                                             item.shape.right_hand_sides, 1, item.shape.dims,
                                             item.shape.initial_orders())),
        solution_(make_view<Real*****>("perf::solution", item.shape.systems,
                                       item.shape.right_hand_sides, item.shape.time_points,
                                       item.shape.dims, item.shape.orders)) {
    using Policy = Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>;
    Kokkos::parallel_for("perf::scale_rhs",
                         Policy(space_, 0, item.shape.systems * item.shape.right_hand_sides),
                         Scale<Real>{rhs_, initial_values_, workload_->inputs});
    problem_ = std::make_unique<Problem<Real, Memory>>(space_, workload_->inputs.coefficients, rhs_,
                                                       initial_values_, workload_->inputs.steps);
    solver_ = make_solver<Real>(space_, problem_->extents(), options);
    if (keeps_factor_) solver_->factor(space_, *problem_);
    space_.fence("smnn::perf: made");
  }

  void run() override {
    if (keeps_factor_) {
      solver_->solve_factored(space_, *problem_, solution_);
    } else {
      solver_->solve(space_, *problem_, solution_);
    }
    space_.fence("smnn::perf: run");
  }

  Quality quality() override {
    Quality quality;
    StridedView<Real****> const first =
        Kokkos::subview(solution_, Kokkos::ALL, 0, Kokkos::ALL, Kokkos::ALL, Kokkos::ALL);
    quality.difference =
        difference_to_reference<Real>(workload_->shape, first_systems<Real>(first));
    quality.memory_bytes = static_cast<double>(solver_->memory_bytes());
    return quality;
  }

 private:
  Case item_;
  bool keeps_factor_;
  Space space_;
  std::shared_ptr<Workload<Real>> workload_;
  StridedView<Real****> rhs_;
  StridedView<Real*****> initial_values_;
  StridedView<Real*****> solution_;
  std::unique_ptr<Problem<Real, Memory>> problem_;
  std::unique_ptr<Solver<Real, Space>> solver_;
};

}  // namespace

std::unique_ptr<Contestant> make_many_rhs(Case const& item, SolverOptions const& options,
                                          bool keeps_factor) {
  return make_in_precision<ManyRhsContestant>(item, options, keeps_factor);
}

}  // namespace smnn::perf
