// Baseline: Cholesky factorisation of the dense A^T A by LAPACK, on the host. O(T^3) time and
// O(T^2) memory per matrix, as in the original mechanistic neural networks (Pervez et al., 2024).
#pragma once

#include "smnn/solver/baseline/baseline_solver.hpp"

namespace smnn::detail {

template <class Real, class ExecutionSpace>
class DenseSolver final : public BaselineSolver<Real, ExecutionSpace> {
 public:
  using Base = BaselineSolver<Real, ExecutionSpace>;

  // Throws InvalidArgument where LAPACK's integers cannot count the unknowns.
  DenseSolver(ExecutionSpace const& space, Extents const& extents, SolverOptions const& options);
  static std::size_t bytes(ExecutionSpace const& space, Extents const& extents);

  std::size_t memory_bytes() const override { return bytes_; }
  char const* name() const override { return "dense"; }

 protected:
  using typename Base::Batch;
  using typename Base::Buffer;
  using typename Base::Policy;

  void prepare(ExecutionSpace const& space, Batch const& batch) override;
  void apply_inverse(ExecutionSpace const& space, Batch const& batch) override;

 private:
  Buffer matrix_;  // (groups, N, N), columns contiguous
  typename Buffer::host_mirror_type host_matrix_;
  typename Buffer::host_mirror_type host_g_;
  std::size_t bytes_;
};

}  // namespace smnn::detail
