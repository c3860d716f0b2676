// What the dense and the conjugate-gradient solver share: right-hand sides, corrections, gradients
// and tangents from the rows; they differ in how they hold M = A^T A and solve with it.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstddef>

#include "smnn/solver/baseline/kernels.hpp"
#include "smnn/solver/detail/gradient_partials.hpp"
#include "smnn/solver/detail/solver_base.hpp"

namespace smnn::detail {

template <class Real, class ExecutionSpace>
class BaselineSolver : public SolverBase<Real, ExecutionSpace> {
 public:
  using Base = SolverBase<Real, ExecutionSpace>;
  using typename Base::ConstSolution;
  using typename Base::InputDirections;
  using typename Base::InputGradients;
  using typename Base::MemorySpace;
  using typename Base::ProblemType;
  using typename Base::Solution;

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

 protected:
  using Batch = kernels::Batch<Real>;
  using Buffer = Kokkos::View<Real*, MemorySpace>;
  using Policy = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;

  BaselineSolver(ExecutionSpace const& space, Extents const& extents, SolverOptions const& options);

  // Bytes of what this class allocates.
  static std::size_t shared_bytes(ExecutionSpace const& space, Extents const& extents);

  // M of every group, ready to be solved with; failures are noted in matrix_info_.
  virtual void prepare(ExecutionSpace const& space, Batch const& batch) = 0;
  // g := M^{-1} g for every solution.
  virtual void apply_inverse(ExecutionSpace const& space, Batch const& batch) = 0;
  // Before the first of the calls of apply_inverse that serve one right-hand side.
  virtual void begin(ExecutionSpace const&) {}
  // What is reported instead of the number of corrections, by slot of the vectors; or null.
  virtual std::int64_t const* iterations() const { return nullptr; }

  template <class Writer>
  void assemble(ExecutionSpace const& space, Batch const& batch, Writer const& writer) {
    AssembleGroups<Real, Writer> const kernel{
        writer, order_, batch, matrix_info_.data(), scratch_.data(), scratch_size_};
    Kokkos::parallel_for("smnn::baseline::assemble", workers(space, batch), kernel);
  }

  kernels::DynamicOrder order_;
  Buffer x_;
  Buffer g_;  // (members, groups, unknowns)
  Kokkos::View<kernels::Convergence<Real>*, MemorySpace> convergence_;
  Kokkos::View<std::int64_t*, MemorySpace> matrix_info_;  // per group

 private:
  static Policy workers(ExecutionSpace const& space, Batch const& batch) {
    return Policy(space, 0, batch.decomposition.workers);
  }

  Batch make_batch(ProblemType const& problem) const;
  BaselineVectors<Real> vectors() const;
  // Prepares unless a factor is kept.
  void ready(ExecutionSpace const& space, Batch const& batch);
  template <class Step>
  void run(char const* label, ExecutionSpace const& space, Batch const& batch, Step const& step);
  // x := M^{-1} (what the rows leave to solve for), corrected.
  template <class Residual>
  void solve_rows(ExecutionSpace const& space, Batch const& batch, Residual const& residual);
  void finish(ExecutionSpace const& space, Batch const& batch,
              kernels::StridedArray<Real, 5> const& output, bool with_residual_norm);

  kernels::Decomposition decomposition_;
  GradientPartials<Real, ExecutionSpace> partials_;
  Buffer scratch_;
  std::int64_t scratch_size_;
};

}  // namespace smnn::detail
