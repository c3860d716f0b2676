// Two neighbouring parts as one: the separator between them is eliminated. With parts a and b,
// their Schur complements C, and the separator s between them,
//   F F^T = C_a,RR + C_b,LL,   X = F^{-1} C_a,RL,   Y = F^{-1} C_b,RL^T
// leave C_LL = C_a,LL - X^T X, C_RL = - Y^T X, C_RR = C_b,RR - Y^T Y for the outer separators.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

namespace smnn::detail {

// The sizes of all nodes: separators of `order` unknowns, one matrix for `members` solutions.
struct SeparatorSizes {
  int order = 1;
  std::int64_t matrices = 0;
  std::int64_t members = 1;

  std::int64_t solutions() const { return matrices * members; }
  std::int64_t schur_entries() const { return std::int64_t{order} * (2 * order + 1); }
  std::int64_t residual_entries() const { return 2 * std::int64_t{order}; }
};

// Schur complements are (triangle of 2 m, matrices), residuals and solutions of outer separators
// (2 m, solutions): the left separator first.
template <class Real, class ExecutionSpace>
class SeparatorNode {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Columns = Kokkos::View<Real**, Kokkos::LayoutRight, MemorySpace>;

  SeparatorNode(ExecutionSpace const& space, SeparatorSizes const& sizes);

  // Notes a 1 in `failed` (matrices) where F does not exist.
  void merge_matrices(ExecutionSpace const& space, Columns const& left, Columns const& right,
                      Columns const& merged, Kokkos::View<Real*, MemorySpace> const& failed);

  // What is left for the outer separators after the one between was solved for.
  void merge_residuals(ExecutionSpace const& space, Columns const& left, Columns const& right,
                       Columns const& merged);

  // From the solution at the outer separators to those of both parts.
  void split_solution(ExecutionSpace const& space, Columns const& outer, Columns const& left,
                      Columns const& right);

 private:
  SeparatorSizes sizes_;
  Columns root_;         // triangle of F, reciprocals on its diagonal
  Columns to_left_;      // X, by rows
  Columns to_right_;     // Y
  Columns half_solved_;  // z = F^{-1} (residual)
};

}  // namespace smnn::detail
