// The banded solver for few systems of many time points: the time axis is cut into parts, which
// fill lanes and threads as systems do. As DistributedSolver, but within one memory: every part
// eliminates its interior, the separators between parts are solved for by pairs, every part
// substitutes; and so on with the corrections.
#pragma once

#include <vector>

#include "smnn/solver/detail/solver_base.hpp"
#include "smnn/solver/partition/local_separators.hpp"
#include "smnn/solver/partition/part_group.hpp"
#include "smnn/solver/partition/rounds.hpp"
#include "smnn/solver/partition/shared_gradients.hpp"
#include "smnn/solver/partition/time_parts.hpp"

namespace smnn::detail {

// Waits for the result of every round. With FactorStorage::recompute the state between the two
// sweeps of a solve are the separators alone: a part's factor is made twice, in the memory of its
// worker (checkpointing; Griewank and Walther, ACM Trans. Math. Softw. 26, 2000).
template <class Real, class ExecutionSpace>
class PartitionedSolver final : public SolverBase<Real, ExecutionSpace> {
 public:
  using Base = SolverBase<Real, ExecutionSpace>;
  using typename Base::ConstSolution;
  using typename Base::InputDirections;
  using typename Base::InputGradients;
  using typename Base::MemorySpace;
  using typename Base::ProblemType;
  using typename Base::Solution;

  PartitionedSolver(ExecutionSpace const& space, Extents const& extents,
                    SolverOptions const& options, TimeParts const& parts);
  static std::size_t bytes(ExecutionSpace const& space, Extents const& extents,
                           SolverOptions const& options, TimeParts const& parts);

  void factor(ExecutionSpace const& space, ProblemType const& problem) override;
  void solve_factored(ExecutionSpace const& space, ProblemType const& problem,
                      Solution const& solution) override;
  void solve(ExecutionSpace const& space, ProblemType const& problem,
             Solution const& solution) override;
  void adjoint(ExecutionSpace const& space, ProblemType const& problem,
               ConstSolution const& solution, ConstSolution const& seed,
               InputGradients const& gradients) override;
  void tangent(ExecutionSpace const& space, ProblemType const& problem,
               ConstSolution const& solution, InputDirections const& directions,
               Solution const& solution_direction) override;

  std::size_t memory_bytes() const override { return bytes_; }
  char const* name() const override { return "banded"; }

 private:
  using Group = PartGroup<Real, ExecutionSpace>;
  using Part = typename Group::Part;
  using PartProblem = typename Part::Problem;
  using RightHandSide = PartRightHandSide<Real>;
  using Numbers = typename Part::Numbers;
  using Codes = typename Part::Codes;
  using Memory = Kokkos::View<Real***, Kokkos::LayoutRight, MemorySpace>;  // of all parts

  // Whether the solution stays in memory after its last round.
  enum class Keep { for_corrections, always };

  PartProblem problem_of(Group const& group, ProblemType const& problem) const;

  void factor_parts(ExecutionSpace const& space, ProblemType const& problem, bool eliminate);
  void factor_if_needed(ExecutionSpace const& space, ProblemType const& problem);
  template <class RhsOf>
  void solve_round(ExecutionSpace const& space, ProblemType const& problem, RhsOf const& rhs,
                   bool first, Keep keep, Solution const& y);
  void solve_separators(ExecutionSpace const& space);
  template <class RhsOf>
  void substitute(ExecutionSpace const& space, ProblemType const& problem, RhsOf const& rhs,
                  bool first, Keep keep, Solution const& y);
  // All rounds after the first, and the results.
  template <class RhsOf>
  void correct(ExecutionSpace const& space, ProblemType const& problem, RhsOf const& rhs, Keep keep,
               Solution const& y);
  template <class RhsOf>
  void solve_from_zero(ExecutionSpace const& space, ProblemType const& problem, RhsOf const& rhs,
                       Keep keep, Solution const& y);
  bool record_round(ExecutionSpace const& space, int round);
  void tell_active(ExecutionSpace const& space);
  void finish(ExecutionSpace const& space);
  bool keeps_factor() const { return groups_.front().solver.keeps_factor(); }
  static RightHandSide of_rows(Group const&) { return {}; }
  Keep keep_for_norm() const {
    return this->options_.residual_norm ? Keep::always : Keep::for_corrections;
  }
  bool keeps(Keep keep) const {
    return keep == Keep::always || this->options_.refinement.mode != Refinement::Mode::none;
  }

  std::size_t bytes_;
  std::vector<Group> groups_;  // in the order of time
  LocalSeparators<Real, ExecutionSpace> separators_;
  Memory schur_, residual_;
  Numbers failed_;  // per matrix, more than 0 where an elimination of separators failed
  Rounds<Real, ExecutionSpace> rounds_;
  SharedGradients<Real, ExecutionSpace> shared_;
  Numbers size_, squares_;  // over all parts
  Codes own_codes_, codes_;
};

}  // namespace smnn::detail
