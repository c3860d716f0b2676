// Baseline: conjugate gradients with Jacobi preconditioner on the sparse A^T A of all systems at
// once (Hestenes and Stiefel, 1952), products by Kokkos Kernels. Every right-hand side has its own
// step lengths and stops by itself; the iteration ends with the last one.
#pragma once

#include <KokkosSparse_CrsMatrix.hpp>

#include "smnn/solver/baseline/baseline_solver.hpp"
#include "smnn/solver/baseline/conjugate_gradient_kernels.hpp"

namespace smnn::detail {

template <class Real, class ExecutionSpace>
class ConjugateGradientSolver final : public BaselineSolver<Real, ExecutionSpace> {
 public:
  using Base = BaselineSolver<Real, ExecutionSpace>;
  using typename Base::MemorySpace;

  ConjugateGradientSolver(ExecutionSpace const& space, Extents const& extents,
                          SolverOptions const& options);
  static std::size_t bytes(ExecutionSpace const& space, Extents const& extents);

  std::size_t memory_bytes() const override { return bytes_; }
  char const* name() const override { return "cg"; }

 protected:
  using typename Base::Batch;
  using typename Base::Buffer;
  using typename Base::Policy;

  void prepare(ExecutionSpace const& space, Batch const& batch) override;
  void begin(ExecutionSpace const& space) override;
  void apply_inverse(ExecutionSpace const& space, Batch const& batch) override;
  std::int64_t const* iterations() const override { return iterations_.data(); }

 private:
  // Block diagonal: one block per matrix. Right-hand sides are columns
  // of groups * N numbers.
  using Device = Kokkos::Device<ExecutionSpace, MemorySpace>;
  using Matrix = KokkosSparse::CrsMatrix<Real, std::int64_t, Device, void, std::int64_t>;
  using Column = Kokkos::View<Real*, Kokkos::LayoutLeft, Device, Kokkos::MemoryUnmanaged>;
  using Indices = Kokkos::View<std::int64_t*, MemorySpace>;

  void make_graph(ExecutionSpace const& space);
  CgArrays<Real> arrays() const;

  Indices row_starts_;
  Indices columns_;
  Buffer values_;
  Buffer inverse_diagonal_;
  Buffer x_columns_;
  Buffer direction_;
  Buffer product_;
  Buffer product_of_residuals_;
  Buffer small_residual_;
  Kokkos::View<CgState*, MemorySpace> state_;
  Indices iterations_;
  std::int64_t iteration_limit_;
  std::size_t bytes_;
  bool first_ = true;  // the next iteration is not a correction
};

}  // namespace smnn::detail
