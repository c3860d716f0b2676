#include <smnn/solver/solver.hpp>

#include "../workload/reference.hpp"
#include "../workload/workload.hpp"
#include "contestants.hpp"

namespace smnn::perf {
namespace {

template <class Real>
class SmnnContestant final : public Contestant {
 public:
  SmnnContestant(Case const& item, SolverOptions const& options, Placement placement)
      : item_(item),
        workload_(shared_workload<Real>(item.shape, placement)),
        problem_(workload_->problem()),
        solver_(make_solver<Real>(space_, problem_.extents(), options)) {
    if (item.operation == Operation::forward_adjoint) workload_->need_gradients();
  }

  void run() override {
    Workload<Real> const& w = *workload_;
    solver_->solve(space_, problem_, w.solution);
    if (item_.operation == Operation::forward_adjoint) {
      solver_->adjoint(space_, problem_, w.solution, w.seed,
                       {w.gradients.coefficients, w.gradients.rhs, w.gradients.initial_values,
                        w.gradients.steps});
    }
    space_.fence("smnn::perf: run");
  }

  Quality quality() override {
    Quality quality;
    // The longest problems would take as much again.
    if (!is_scaling(item_.operation)) {
      quality.difference =
          difference_to_reference<Real>(item_.shape, first_systems<Real>(workload_->solution));
    }
    auto const sweeps = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solver_->sweeps());
    double sum = 0;
    for (std::size_t i = 0; i < sweeps.extent(0); ++i) sum += static_cast<double>(sweeps(i));
    quality.sweeps = sum / static_cast<double>(sweeps.extent(0));
    quality.memory_bytes = static_cast<double>(solver_->memory_bytes());
    return quality;
  }

 private:
  Case item_;
  Space space_;
  std::shared_ptr<Workload<Real>> workload_;
  Problem<Real, Memory> problem_;
  std::unique_ptr<Solver<Real, Space>> solver_;
};

}  // namespace

std::unique_ptr<Contestant> make_smnn(Case const& item, SolverOptions const& options,
                                      Placement placement) {
  return make_in_precision<SmnnContestant>(item, options, placement);
}

}  // namespace smnn::perf
