/// @file
/// One rank's share of a problem whose time axis is cut: what DistributedSolver is made of where
/// there is more than one rank along time; not for users.
#pragma once

#include <Kokkos_Core.hpp>
#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <vector>

#include "smnn/distributed/mailbox.hpp"
#include "smnn/distributed/separator_tree.hpp"
#include "smnn/distributed/solver.hpp"
#include "smnn/kernels/sweeps/refine.hpp"
#include "smnn/solver/partition/part_solver.hpp"

namespace smnn::distributed {

/// Collective over `parts`, the ranks with time points of the same systems, in the order of time.
/// Arguments have been checked.
template <class Real, class ExecutionSpace>
class TimeShare {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Problem = LocalProblem<Real, MemorySpace>;
  using Solution = SolutionArray<Real, MemorySpace>;
  using ConstSolution = SolutionArray<Real const, MemorySpace>;
  using Part = smnn::detail::PartSolver<Real, ExecutionSpace>;
  using Numbers = typename Part::Numbers;
  using Codes = typename Part::Codes;

  TimeShare(ExecutionSpace const& space, Communicator const& parts, Extents const& local,
            std::int64_t first_point, std::int64_t all_points, SolverOptions const& options,
            DistributedOptions const& distributed);

  void factor(ExecutionSpace const& space, Problem const& problem);
  /// Makes the factor on the way if `refactor`; else it is in memory.
  void solve(ExecutionSpace const& space, Problem const& problem, bool refactor,
             Solution const& solution);
  void adjoint(ExecutionSpace const& space, Problem const& problem, bool refactor,
               ConstSolution const& solution, ConstSolution const& seed,
               Gradients<Real, MemorySpace> const& gradients);
  void tangent(ExecutionSpace const& space, Problem const& problem, bool refactor,
               ConstSolution const& solution, Directions<Real, MemorySpace> const& directions,
               Solution const& solution_direction);

  Codes info, sweeps;
  Numbers rounding_error, residual_norm;

  /// Writes what the last call left of every solution into the four views.
  void finish_factor(ExecutionSpace const& space);

 private:
  using Padded = typename Part::Padded;
  using Columns = typename Part::Columns;
  using Steps = Kokkos::View<Real**, Kokkos::LayoutLeft, MemorySpace>;
  using PartProblem = typename Part::Problem;
  using RightHandSide = smnn::detail::PartRightHandSide<Real>;
  using Convergence = kernels::Convergence<Real>;

  struct MiniBatch {
    typename Part::Slice slice;
    SeparatorTree<Real, ExecutionSpace> tree;
  };

  PartProblem part_problem(ExecutionSpace const& space, Problem const& problem);
  StepsArray<Real const, MemorySpace> part_steps(ExecutionSpace const& space,
                                                 StepsArray<Real const, MemorySpace> const& steps,
                                                 Steps const& buffer);
  void finish_step_gradients(ExecutionSpace const& space,
                             StepsArray<Real, MemorySpace> const& gradients);
  /// Into y_.
  void load_with_ghosts(ExecutionSpace const& space, ConstSolution const& solution);
  void need_padded(ExecutionSpace const& space, Padded& array, char const* label,
                   std::int64_t points) const;
  void factor_parts(ExecutionSpace const& space, PartProblem const& problem);
  void make_mini_batches(ExecutionSpace const& space, DistributedOptions const& options);
  /// first(b) of every mini-batch, and second(b) of the one before, whose messages are under way.
  template <class First, class Second>
  void pipeline(First const& first, Second const& second);
  /// Whether any of its solutions is to be corrected.
  bool is_active(MiniBatch const& batch) const;
  void start_rounds(ExecutionSpace const& space);
  /// The factor and, on the way, the first round of a solve.
  void factor_and_solve(ExecutionSpace const& space, PartProblem const& problem, Solution const& y);
  void solve_round(ExecutionSpace const& space, PartProblem const& problem,
                   RightHandSide const& rhs, bool first, Solution const& y);
  /// Corrections until they are no more use, after the first round.
  void correct(ExecutionSpace const& space, PartProblem const& problem, RightHandSide const& rhs,
               Solution const& y);
  void solve_from_zero(ExecutionSpace const& space, PartProblem const& problem,
                       RightHandSide const& rhs, Solution const& y);
  void fail_unless_finite(ExecutionSpace const& space, Padded const& y);
  /// A part's status as a time point of all, plus 1.
  std::int64_t code_of_all(std::int64_t code) const;
  /// Takes notice of a round; true if another one is wanted.
  bool record_round(ExecutionSpace const& space, int round);
  /// True if a solution failed.
  bool write_results(ExecutionSpace const& space, bool with_norm);
  bool needs_ghost_steps() const;
  bool has_own_steps() const { return needs_ghost_steps() || part_.part().backward(); }
  /// The ranks with the time points before and after these; -1: no one.
  int previous() const { return parts_.rank() - 1; }
  int next() const { return parts_.rank() + 1 < parts_.size() ? parts_.rank() + 1 : -1; }

  Communicator parts_;
  Extents local_;
  std::int64_t first_point_;
  std::int64_t all_points_;
  SolverOptions options_;
  kernels::RefinementControl<Real> control_;
  Part part_;
  std::vector<MiniBatch> mini_batches_;
  Mailbox<Real, ExecutionSpace> mailbox_;
  Padded y_, solved_, seed_;
  Padded ghosts_out_, ghosts_in_;  // (B, M, ghosts, D, K)
  // As PartProblem has them, (systems or 1, points with ghosts - 1 or 1), where those differ from
  // the caller's.
  Steps steps_, step_directions_, step_gradients_;
  Numbers step_out_, step_in_;  // (systems or 1)
  Numbers active_;
  Codes own_info_;  // of this part by itself: before the neighbours' failures reach it
  std::vector<Convergence> convergence_;
  // Per solution, to be maximised over the parts: norm of the last change, minus the code of
  // failures of a part by itself, of others.
  std::vector<double> rows_;
};

}  // namespace smnn::distributed
