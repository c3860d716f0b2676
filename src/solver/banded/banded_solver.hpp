// The S-MNN solver: batched block-banded Cholesky or QR with corrections, O(T) in time and memory.
#pragma once

#include "smnn/solver/banded/launch.hpp"
#include "smnn/solver/banded/workspace.hpp"
#include "smnn/solver/detail/solver_base.hpp"

namespace smnn::detail {

template <class Real, class ExecutionSpace>
class BandedSolver final : public SolverBase<Real, ExecutionSpace> {
 public:
  using Base = SolverBase<Real, ExecutionSpace>;
  using typename Base::ConstSolution;
  using typename Base::InputDirections;
  using typename Base::InputGradients;
  using typename Base::MemorySpace;
  using typename Base::ProblemType;
  using typename Base::Solution;

  BandedSolver(ExecutionSpace const& space, Extents const& extents, SolverOptions const& options);
  static std::size_t bytes(ExecutionSpace const& space, Extents const& extents,
                           SolverOptions const& options);

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

  std::size_t memory_bytes() const override;
  char const* name() const override { return "banded"; }

 private:
  kernels::Batch<Real> make_batch(ProblemType const& problem) const;
  kernels::StridedArray<Real, 5> output_array(Solution const& solution) const;
  // Whether the request's kernel has to factor, after factoring what several right-hand sides
  // share.
  bool must_factor(ExecutionSpace const& space, kernels::Batch<Real> const& batch);
  bool wants_single_packs(InputGradients const& gradients) const;
  void note_factor(kernels::Batch<Real> const& batch);
  // Factors the matrices of all groups where several right-hand sides wait for them.
  void factor_groups(ExecutionSpace const& space, kernels::Batch<Real> const& batch);

  BandedWorkspace<Real, ExecutionSpace> workspace_;
};

}  // namespace smnn::detail
