// Pairs of neighbouring parts, each as one: the separator between them is eliminated. With parts a
// and b, their Schur complements C, and the separator s between them,
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

// What some parts have, (parts, entries, systems). Schur complements have the entries of a triangle
// of 2 m and a system per matrix; residuals, and solutions of the separators beside a part, 2 m
// entries and a system per solution; the left separator first.
template <class Real, class MemorySpace>
using PartArrays = Kokkos::View<Real***, Kokkos::LayoutStride, MemorySpace>;

// One part, (entries, systems), as an array of parts.
template <class View>
auto one_part(View const& view) {
  using Arrays = PartArrays<typename View::non_const_value_type, typename View::memory_space>;
  return Arrays(view.data(), Kokkos::LayoutStride(1, view.size(), view.extent(0), view.stride(0),
                                                  view.extent(1), view.stride(1)));
}

// As many pairs side by side as its arrays have parts.
template <class Real, class ExecutionSpace>
class SeparatorNode {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Arrays = PartArrays<Real, MemorySpace>;

  SeparatorNode(ExecutionSpace const& space, SeparatorSizes const& sizes, std::int64_t pairs = 1);

  static std::int64_t numbers(SeparatorSizes const& sizes, std::int64_t pairs = 1);

  // Notes a 1 in `failed` (matrices) where F does not exist.
  void merge_matrices(ExecutionSpace const& space, Arrays const& left, Arrays const& right,
                      Arrays const& merged, Kokkos::View<Real*, MemorySpace> const& failed);

  // What is left for the outer separators after the one between was solved for.
  void merge_residuals(ExecutionSpace const& space, Arrays const& left, Arrays const& right,
                       Arrays const& merged);

  // From the solution at the outer separators to those of both parts.
  void split_solution(ExecutionSpace const& space, Arrays const& outer, Arrays const& left,
                      Arrays const& right);

 private:
  using Columns = Kokkos::View<Real**, Kokkos::LayoutRight, MemorySpace>;  // (entries, systems)

  SeparatorSizes sizes_;
  std::int64_t pairs_;
  // A system per pair and matrix or solution.
  Columns root_;         // triangle of F, reciprocals on its diagonal
  Columns to_left_;      // X, by rows
  Columns to_right_;     // Y
  Columns half_solved_;  // z = F^{-1} (residual)
};

}  // namespace smnn::detail
