// One rank's share of a problem whose time axis is cut: what DistributedSolver is made of where
// there is more than one rank along time.
#pragma once

#include <Kokkos_Core.hpp>
#include <memory>
#include <vector>

#include "smnn/distributed/detail/mailbox.hpp"
#include "smnn/distributed/detail/separators.hpp"
#include "smnn/distributed/detail/step_exchange.hpp"
#include "smnn/distributed/solver.hpp"
#include "smnn/solver/partition/part_solver.hpp"
#include "smnn/solver/partition/rounds.hpp"

namespace smnn::distributed::detail {

// Collective over `parts`, the ranks with time points of the same systems, in the order of time.
// Arguments have been checked. A rank with an error says that it is not present, and goes through
// the messages with arguments that are not read. Calls return whether all ranks were present; if
// not, nothing that they leave means anything.
template <class Real, class ExecutionSpace>
class TimeShare {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Problem = LocalProblem<Real, MemorySpace>;
  using Solution = SolutionArray<Real, MemorySpace>;
  using ConstSolution = SolutionArray<Real const, MemorySpace>;

  TimeShare(ExecutionSpace const& space, Communicator const& parts, Extents const& local,
            std::int64_t first_point, std::int64_t all_points, SolverOptions const& options,
            DistributedOptions const& distributed);

  // Device memory of part `rank` of `parts`, with what its calls allocate.
  static std::size_t bytes(ExecutionSpace const& space, int rank, int parts, Extents const& local,
                           DistributedOptions const& options);

  // `factored`: the factor is in memory. It is not used unless all ranks have it, on which
  // `solve_factored` relies.
  bool factor(ExecutionSpace const& space, bool present, Problem const& problem);
  bool solve(ExecutionSpace const& space, bool present, Problem const& problem,
             Solution const& solution);
  bool solve_factored(ExecutionSpace const& space, bool present, Problem const& problem,
                      Solution const& solution);
  bool adjoint(ExecutionSpace const& space, bool present, Problem const& problem, bool factored,
               ConstSolution const& solution, ConstSolution const& seed,
               Gradients<Real, MemorySpace> const& gradients);
  bool tangent(ExecutionSpace const& space, bool present, Problem const& problem, bool factored,
               ConstSolution const& solution, Directions<Real, MemorySpace> const& directions,
               Solution const& solution_direction);

  // Whether the factor outlives a call.
  bool keeps_factor() const { return part_.keeps_factor(); }

  // What the last call has left.
  smnn::detail::Rounds<Real, ExecutionSpace> const& results() const { return rounds_; }

 private:
  using Part = smnn::detail::PartSolver<Real, ExecutionSpace>;
  using Padded = typename Part::Padded;
  using PartProblem = typename Part::Problem;
  using PartSolution = typename Part::Solution;
  using RightHandSide = smnn::detail::PartRightHandSide<Real>;

  struct MiniBatch {
    typename Part::Slice slice;
    std::unique_ptr<Separators<Real, ExecutionSpace>> separators;
  };

  // Whether the solution stays in memory after its last round.
  enum class Keep { for_corrections, always };

  PartProblem part_problem(ExecutionSpace const& space, Problem const& problem);
  PartSolution with_ghosts(ExecutionSpace const& space, ConstSolution const& solution);
  // Whether all ranks are present, and whether all have the factor.
  bool meet(bool present, bool& factored) const;
  void make_mini_batches(ExecutionSpace const& space, DistributedOptions const& options);
  // first(b) of every mini-batch, and second(b) of the one before, whose messages are under way.
  template <class First, class Second>
  void pipeline(First const& first, Second const& second);
  void factor_parts(ExecutionSpace const& space, PartProblem const& problem);
  // The factor and, on the way, the first round of a solve.
  void factor_and_solve(ExecutionSpace const& space, PartProblem const& problem, Keep keep,
                        Solution const& y);
  void solve_round(ExecutionSpace const& space, PartProblem const& problem,
                   RightHandSide const& rhs, bool first, Keep keep, Solution const& y);
  // All rounds after the first, and the results.
  bool correct(ExecutionSpace const& space, PartProblem const& problem, RightHandSide const& rhs,
               Keep keep, Solution const& y);
  bool solve_from_zero(ExecutionSpace const& space, PartProblem const& problem,
                       RightHandSide const& rhs, Keep keep, Solution const& y);
  bool record_round(ExecutionSpace const& space, int round);
  bool keeps(Keep keep) const;
  int previous() const { return parts_.rank() - 1; }
  int next() const { return parts_.rank() + 1 < parts_.size() ? parts_.rank() + 1 : -1; }

  Communicator parts_;
  Extents local_;
  SolverOptions options_;
  bool present_ = true;  // in the call that is under way
  Part part_;
  std::vector<MiniBatch> mini_batches_;
  StepExchange<Real, ExecutionSpace> steps_;
  Mailbox<Real, ExecutionSpace> mailbox_;
  Padded ghosts_out_, ghosts_in_;  // (B, M, ghosts, D, K)
  Padded seed_;                    // of tangents, (B, M, T with ghosts, D, K)
  typename Part::Codes own_info_;  // of this part by itself: before the neighbours' failures
  smnn::detail::Rounds<Real, ExecutionSpace> rounds_;
};

}  // namespace smnn::distributed::detail
