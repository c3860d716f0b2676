// The system of the separators between parts that lie in one memory: neighbours are merged by
// pairs, all pairs at once, until one part is left.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <vector>

#include "smnn/solver/partition/separator_node.hpp"

namespace smnn::detail {

template <class Real, class ExecutionSpace>
class LocalSeparators {
 public:
  using Node = SeparatorNode<Real, ExecutionSpace>;
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Arrays = typename Node::Arrays;
  using Failures = Kokkos::View<Real*, MemorySpace>;

  LocalSeparators(ExecutionSpace const& space, SeparatorSizes const& sizes, std::int64_t parts);

  // Device memory in numbers of type Real.
  static std::int64_t numbers(SeparatorSizes const& sizes, std::int64_t parts);

  // Eliminates all separators, given the parts' Schur complements in the order of time. Notes a 1
  // in `failed` (matrices) where an elimination failed.
  void factor(ExecutionSpace const& space, Arrays const& schur, Failures const& failed);

  // The solution at the separators beside every part, of the parts' residuals. It stays until the
  // next call.
  Arrays solve(ExecutionSpace const& space, Arrays const& residuals);

 private:
  using Memory = Kokkos::View<Real***, Kokkos::LayoutRight, MemorySpace>;

  // From `parts` to half of them, rounded up: the last of an odd number is handed on as it is.
  struct Level {
    std::int64_t parts;
    Node node;
    Memory schur, residual, solution;  // merged; the solution beside the parts themselves
  };

  std::vector<Level> levels_;  // from the leaves up
  Memory outer_;               // beside all parts as one, where nothing lies
};

}  // namespace smnn::detail
