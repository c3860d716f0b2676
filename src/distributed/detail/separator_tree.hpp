/// @file
/// The system of the separators between the parts of a time axis, solved by pairs: two neighbouring
/// parts become one by eliminating the separator between them, and so on up a binary tree over the
/// ranks. Every rank follows the path from its own part to the root: at each of the O(log P) levels
/// it swaps one block with a rank of the other half, and both merge the two. So every rank knows
/// the way back down, without another message, and nothing is gathered anywhere.
#pragma once

#include <Kokkos_Core.hpp>
#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <vector>

#include "smnn/distributed/detail/mailbox.hpp"
#include "smnn/solver/partition/separator_node.hpp"

namespace smnn::distributed::detail {

/// One rank's view of the tree. Calls are collective over the communicator, whose ranks are the
/// parts in the order of time.
template <class Real, class ExecutionSpace>
class SeparatorTree {
 public:
  using Node = smnn::detail::SeparatorNode<Real, ExecutionSpace>;
  using Columns = typename Node::Columns;
  using Failures = Kokkos::View<Real*, typename ExecutionSpace::memory_space>;

  /// `number` tells trees of the same parts apart, whose messages are under way together.
  SeparatorTree(ExecutionSpace const& space, Communicator const& parts,
                smnn::detail::SeparatorSizes const& sizes, std::int64_t number,
                bool direct_messages);

  /// Begins to eliminate all separators, `schur` being this part's: the first messages are under
  /// way when it returns.
  void start_factor(ExecutionSpace const& space, Columns const& schur);
  /// Goes on to the end. Afterwards `failed` (matrices) is 1 where an elimination failed.
  void finish_factor(ExecutionSpace const& space);

  /// The same of the solution for this part's residual, (2 m, solutions) at its separators.
  void start_solve(ExecutionSpace const& space, Columns const& residual);
  Columns finish_solve(ExecutionSpace const& space);

  Failures failed;

 private:
  // The elimination of a separator between two groups of parts, of which this rank is in one.
  struct Level {
    bool on_the_left;
    std::vector<int> to;  // who gets what this rank's group has: one rank, none, or two
    int from;             // who sends what the other group has
    Node node;
    Columns merged_schur, merged_residual, left, right;
  };

  void start_swap(ExecutionSpace const& space, Level const& level, Columns const& own,
                  Columns const& received, int tag);

  Mailbox<Real, ExecutionSpace> mailbox_;
  int schur_tag_, residual_tag_;
  std::vector<Level> levels_;  // from the leaf up
  Columns leaf_;               // what this part has, of what is under way
  Columns received_schur_, received_residual_, outer_;
};

}  // namespace smnn::distributed::detail
