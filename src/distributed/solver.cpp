#include "smnn/distributed/solver.hpp"

#include <algorithm>
#include <exception>
#include <string>

#include "smnn/distributed/detail/sum_gradients.hpp"
#include "smnn/distributed/detail/time_share.hpp"
#include "smnn/solver/detail/checks.hpp"
#include "smnn/solver/detail/solver_base.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::distributed {
namespace {

Partition make_partition(Extents const& whole, int ranks, DistributedOptions const& options) {
  validate(whole);
  bool const baseline = options.solver.method != Method::banded;
  ProcessGrid const grid =
      options.grid.value_or(baseline ? ProcessGrid{ranks, 1} : default_grid(whole, ranks));
  if (baseline && grid.time > 1) {
    throw InvalidArgument("grid: got " + std::to_string(grid.batch) + "x" +
                          std::to_string(grid.time) +
                          " for a baseline, expected one rank along time: only the banded method "
                          "can be cut there");
  }
  if (options.mini_batch < 0) {
    throw InvalidArgument("mini_batch: got " + std::to_string(options.mini_batch) +
                          ", expected 0 (automatic) or a number of systems");
  }
  if (grid.ranks() != ranks) {
    throw InvalidArgument("grid: got " + std::to_string(grid.batch) + "x" +
                          std::to_string(grid.time) + " for " + std::to_string(ranks) +
                          " ranks, expected a product of " + std::to_string(ranks));
  }
  if (options.time_cuts.empty()) return {whole, grid};
  return {whole, grid, options.time_cuts};
}

template <class Action>
std::exception_ptr caught(Action const& action) {
  try {
    action();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace

template <class Real, class ExecutionSpace>
class DistributedSolver<Real, ExecutionSpace>::Implementation {
 public:
  Implementation(ExecutionSpace const& space, Communicator const& ranks, Extents const& whole,
                 DistributedOptions const& options)
      : ranks_(ranks), whole_(whole), options_(options) {
    ranks.together([&] { partition_.emplace(make_partition(whole, ranks.size(), options)); });
    systems_ = partition_->systems(ranks.rank());
    points_ = partition_->points(ranks.rank());
    local_ = local_extents(whole, systems_, points_);
    works_ = systems_.size() > 0 && points_.size() > 0;
    ProcessGrid const& grid = partition_->grid();
    int const batch_place = ranks.rank() / grid.time;
    int const time_place = ranks.rank() % grid.time;
    same_systems_ = ranks.split(works_ ? batch_place : grid.batch);
    same_points_ = ranks.split(works_ ? time_place : grid.time);
    ranks.together([&] {
      memory_bytes_ =
          distributed_solver_memory_bytes<Real>(space, whole, ranks.rank(), ranks.size(), options);
      if (!works_) return;
      SolverOptions solver = options.solver;
      solver.on_failure = FailurePolicy::mask;  // all ranks throw together
      if (partition_->active_time_ranks() == 1) {
        serial_ = make_solver<Real>(space, local_, solver);
      } else {
        share_.emplace(space, same_systems_, local_, points_.begin, whole.time_points, solver,
                       options);
      }
    });
  }

  Partition const& partition() const { return *partition_; }
  Range systems() const { return systems_; }
  Range points() const { return points_; }
  Extents const& extents() const { return local_; }
  std::size_t memory_bytes() const { return memory_bytes_; }

  void factor(ExecutionSpace const& space, Problem const& problem) {
    factored_.reset();
    call(
        problem,
        [&] {
          if (share_ && !share_->keeps_factor()) smnn::detail::throw_no_place_for_factor();
        },
        [&](bool present) { return share_->factor(space, present, problem); },
        [&] { serial_->factor(space, whole_axis(problem)); });
  }

  void solve_factored(ExecutionSpace const& space, Problem const& problem,
                      Solution const& solution) {
    call(
        problem,
        [&] {
          check_solution("solution", solution);
          if (share_ && !is_factored(problem)) {
            if (factored_) smnn::detail::throw_other_factor();
            smnn::detail::throw_not_factored();
          }
        },
        [&](bool present) { return share_->solve_factored(space, present, problem, solution); },
        [&] { serial_->solve_factored(space, whole_axis(problem), solution); });
  }

  void solve(ExecutionSpace const& space, Problem const& problem, Solution const& solution) {
    factored_.reset();
    call(
        problem, [&] { check_solution("solution", solution); },
        [&](bool present) { return share_->solve(space, present, problem, solution); },
        [&] { serial_->solve(space, whole_axis(problem), solution); });
  }

  void adjoint(ExecutionSpace const& space, Problem const& problem, ConstSolution const& solution,
               ConstSolution const& seed, Gradients<Real, MemorySpace> const& gradients) {
    call(
        problem,
        [&] {
          check_solution("solution", solution);
          check_solution("seed", seed);
          check_inputs("gradients", gradients, false);
        },
        [&](bool present) {
          return share_->adjoint(space, present, problem, present && is_factored(problem), solution,
                                 seed, gradients);
        },
        [&] { serial_->adjoint(space, whole_axis(problem), solution, seed, gradients); });
    if (works_) sum_shared(space, gradients);
  }

  void tangent(ExecutionSpace const& space, Problem const& problem, ConstSolution const& solution,
               Directions<Real, MemorySpace> const& directions,
               Solution const& solution_direction) {
    call(
        problem,
        [&] {
          check_solution("solution", solution);
          check_solution("solution_direction", solution_direction);
          check_inputs("directions", directions, false);
        },
        [&](bool present) {
          return share_->tangent(space, present, problem, present && is_factored(problem), solution,
                                 directions, solution_direction);
        },
        [&] {
          serial_->tangent(space, whole_axis(problem), solution, directions, solution_direction);
        });
  }

  InfoView info() const {
    return share_ ? share_->results().info : serial_ ? serial_->info() : InfoView();
  }
  InfoView sweeps() const {
    return share_ ? share_->results().sweeps : serial_ ? serial_->sweeps() : InfoView();
  }
  RealView rounding_error() const {
    return share_    ? share_->results().rounding_error
           : serial_ ? serial_->rounding_error()
                     : RealView();
  }
  RealView residual_norm() const {
    return share_    ? share_->results().residual_norm
           : serial_ ? serial_->residual_norm()
                     : RealView();
  }

 private:
  using Identity = smnn::detail::MatrixIdentity<Real>;

  // Whether there is more than one part of the time axis: the same on all ranks.
  bool cut() const { return partition_->active_time_ranks() > 1; }

  // Of the part's steps: one that begins at every own point, but the last of all.
  std::int64_t own_steps() const {
    bool const at_the_end = points_.end == whole_.time_points;
    return points_.size() - (at_the_end ? 1 : 0);
  }

  template <class Inputs>
  void check_inputs(char const* what, Inputs const& inputs, bool all) const {
    if (!works_) return;
    std::string const prefix = what[0] == '\0' ? "" : std::string(what) + ".";
    auto const check_one = [&](char const* name, auto const& array, auto const& expected) {
      if (all || !array.empty())
        smnn::detail::check_array((prefix + name).c_str(), array, expected);
    };
    auto steps = smnn::detail::steps_extents(local_);
    if (!local_.steps.over_time) steps[1] = own_steps();
    check_one("coefficients", inputs.coefficients, smnn::detail::coefficients_extents(local_));
    check_one("rhs", inputs.rhs, smnn::detail::rhs_extents(local_));
    check_one("initial_values", inputs.initial_values,
              smnn::detail::initial_values_extents(local_));
    check_one("steps", inputs.steps, steps);
  }
  void check(Problem const& problem) const {
    smnn::detail::check_weights(problem.weights, whole_.smoothness);
    check_inputs("", problem.inputs, true);
  }
  template <class Array>
  void check_solution(char const* name, Array const& array) const {
    if (works_) smnn::detail::check_array(name, array, smnn::detail::solution_extents(local_));
  }

  // What all calls do: a rank with wrong arguments goes along without working, and the errors of
  // all, failed systems among them, are agreed upon once, at the end.
  template <class Check, class OnShare, class Alone>
  void call(Problem const& problem, Check const& check_more, OnShare const& on_share,
            Alone const& alone) {
    std::exception_ptr error = caught([&] {
      check(problem);
      check_more();
    });
    bool all_present = !error;
    if (works_ && cut()) {
      all_present = on_share(!error);
      if (all_present && share_->keeps_factor()) factored_ = identity(problem);
    } else if (works_ && !error) {
      error = caught(alone);
      all_present = !error;
    }
    if (all_present) error = caught([&] { raise_failures(); });
    ranks_.agree(error);
  }

  smnn::Problem<Real, MemorySpace> whole_axis(Problem const& problem) const {
    return {problem.inputs, local_, problem.weights};
  }

  Identity identity(Problem const& problem) const {
    kernels::InputSet<Real const> set;
    set.coefficients = problem.inputs.coefficients;
    set.steps = problem.inputs.steps;
    return {set, smnn::detail::row_weights<Real>(problem.weights, whole_.smoothness)};
  }
  bool is_factored(Problem const& problem) const { return factored_ == identity(problem); }

  void sum_shared(ExecutionSpace const& space, Gradients<Real, MemorySpace> const& gradients) {
    auto const sum = [&](auto const& gradient, Sharing const& sharing) {
      if (sharing.over_time) detail::sum_gradients(space, same_systems_, gradient);
      if (sharing.over_batch) detail::sum_gradients(space, same_points_, gradient);
    };
    sum(gradients.coefficients, whole_.coefficients);
    sum(gradients.rhs, whole_.rhs);
    sum(gradients.initial_values, whole_.initial_values);
    sum(gradients.steps, whole_.steps);
  }

  // Every rank counts the failures of its systems; the ranks along time have the same ones.
  void raise_failures() const {
    if (!works_ || options_.solver.on_failure == FailurePolicy::mask) return;
    if (same_systems_.rank() > 0) return;
    auto const codes = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), info());
    constexpr int listed = 5;
    std::int64_t failed[listed] = {};
    std::int64_t code[listed] = {};
    std::int64_t count = 0;
    for (std::size_t i = 0; i < codes.extent(0); ++i) {
      if (codes(i) == 0) continue;
      if (count < listed) {
        failed[count] = static_cast<std::int64_t>(i) + systems_.begin * local_.right_hand_sides;
        code[count] = codes(i);
      }
      ++count;
    }
    if (count > 0) {
      smnn::detail::throw_failures(count, failed, code,
                                   static_cast<int>(std::min<std::int64_t>(count, listed)));
    }
  }

  Communicator ranks_;
  Extents whole_;
  DistributedOptions options_;
  std::optional<Partition> partition_;
  Range systems_, points_;
  Extents local_;
  bool works_ = false;
  std::size_t memory_bytes_ = 0;
  Communicator same_systems_;                                     // the ranks along time, in order
  Communicator same_points_;                                      // the ranks along the batch
  std::optional<detail::TimeShare<Real, ExecutionSpace>> share_;  // where the time axis is cut
  std::unique_ptr<Solver<Real, ExecutionSpace>> serial_;          // where it is not
  std::optional<Identity> factored_;
};

template <class Real, class ExecutionSpace>
DistributedSolver<Real, ExecutionSpace>::DistributedSolver(ExecutionSpace const& space,
                                                           Communicator const& ranks,
                                                           Extents const& whole,
                                                           DistributedOptions const& options)
    : implementation_(std::make_unique<Implementation>(space, ranks, whole, options)) {}

template <class Real, class ExecutionSpace>
DistributedSolver<Real, ExecutionSpace>::~DistributedSolver() = default;

template <class Real, class ExecutionSpace>
Partition const& DistributedSolver<Real, ExecutionSpace>::partition() const {
  return implementation_->partition();
}
template <class Real, class ExecutionSpace>
Range DistributedSolver<Real, ExecutionSpace>::systems() const {
  return implementation_->systems();
}
template <class Real, class ExecutionSpace>
Range DistributedSolver<Real, ExecutionSpace>::points() const {
  return implementation_->points();
}
template <class Real, class ExecutionSpace>
Extents const& DistributedSolver<Real, ExecutionSpace>::extents() const {
  return implementation_->extents();
}
template <class Real, class ExecutionSpace>
void DistributedSolver<Real, ExecutionSpace>::factor(ExecutionSpace const& space,
                                                     Problem const& problem) {
  implementation_->factor(space, problem);
}
template <class Real, class ExecutionSpace>
void DistributedSolver<Real, ExecutionSpace>::solve_factored(ExecutionSpace const& space,
                                                             Problem const& problem,
                                                             Solution const& solution) {
  implementation_->solve_factored(space, problem, solution);
}
template <class Real, class ExecutionSpace>
void DistributedSolver<Real, ExecutionSpace>::solve(ExecutionSpace const& space,
                                                    Problem const& problem,
                                                    Solution const& solution) {
  implementation_->solve(space, problem, solution);
}
template <class Real, class ExecutionSpace>
void DistributedSolver<Real, ExecutionSpace>::adjoint(
    ExecutionSpace const& space, Problem const& problem, ConstSolution const& solution,
    ConstSolution const& seed, Gradients<Real, MemorySpace> const& gradients) {
  implementation_->adjoint(space, problem, solution, seed, gradients);
}
template <class Real, class ExecutionSpace>
void DistributedSolver<Real, ExecutionSpace>::tangent(
    ExecutionSpace const& space, Problem const& problem, ConstSolution const& solution,
    Directions<Real, MemorySpace> const& directions, Solution const& solution_direction) {
  implementation_->tangent(space, problem, solution, directions, solution_direction);
}
template <class Real, class ExecutionSpace>
std::size_t DistributedSolver<Real, ExecutionSpace>::memory_bytes() const {
  return implementation_->memory_bytes();
}
template <class Real, class ExecutionSpace>
typename DistributedSolver<Real, ExecutionSpace>::InfoView
DistributedSolver<Real, ExecutionSpace>::info() const {
  return implementation_->info();
}
template <class Real, class ExecutionSpace>
typename DistributedSolver<Real, ExecutionSpace>::InfoView
DistributedSolver<Real, ExecutionSpace>::sweeps() const {
  return implementation_->sweeps();
}
template <class Real, class ExecutionSpace>
typename DistributedSolver<Real, ExecutionSpace>::RealView
DistributedSolver<Real, ExecutionSpace>::rounding_error() const {
  return implementation_->rounding_error();
}
template <class Real, class ExecutionSpace>
typename DistributedSolver<Real, ExecutionSpace>::RealView
DistributedSolver<Real, ExecutionSpace>::residual_norm() const {
  return implementation_->residual_norm();
}

template <class Real, class ExecutionSpace>
std::size_t distributed_solver_memory_bytes(ExecutionSpace const& space, Extents const& whole,
                                            int rank, int ranks,
                                            DistributedOptions const& options) {
  Partition const partition = make_partition(whole, ranks, options);
  Range const systems = partition.systems(rank);
  Range const points = partition.points(rank);
  if (systems.size() == 0 || points.size() == 0) return 0;
  Extents const local = local_extents(whole, systems, points);
  int const parts = partition.active_time_ranks();
  if (parts == 1) return solver_memory_bytes<Real>(space, local, options.solver);
  int const part = rank % partition.grid().time;
  return detail::TimeShare<Real, ExecutionSpace>::bytes(space, part, parts, local, options);
}

#define SMNN_DISTRIBUTED_SOLVER(REAL, SPACE)                         \
  template class DistributedSolver<REAL, SPACE>;                     \
  template std::size_t distributed_solver_memory_bytes<REAL, SPACE>( \
      SPACE const&, Extents const&, int, int, DistributedOptions const&);
SMNN_INSTANTIATE(SMNN_DISTRIBUTED_SOLVER)

}  // namespace smnn::distributed
