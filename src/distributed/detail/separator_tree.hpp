/// @file
/// For many parts, by pairs: two neighbouring parts become one by eliminating the separator between
/// them, and so on up a binary tree over the ranks. Every rank follows the path from its own part
/// to the root: at each of the O(log P) levels it swaps one block with a rank of the other half,
/// and both merge the two. So every rank knows the way back down, without another message, and
/// nothing is gathered anywhere.
#pragma once

#include <Kokkos_Core.hpp>
#include <vector>

#include "smnn/distributed/detail/mailbox.hpp"
#include "smnn/distributed/detail/separators.hpp"
#include "smnn/solver/partition/separator_node.hpp"

namespace smnn::distributed::detail {

/// One rank's view of the tree.
template <class Real, class ExecutionSpace>
class SeparatorTree final : public Separators<Real, ExecutionSpace> {
 public:
  using Base = Separators<Real, ExecutionSpace>;
  using typename Base::Columns;

  SeparatorTree(ExecutionSpace const& space, Communicator const& parts,
                smnn::detail::SeparatorSizes const& sizes, SeparatorTags const& tags,
                bool direct_messages);

  static std::int64_t numbers(smnn::detail::SeparatorSizes const& sizes, int rank, int parts);

  void start_factor(ExecutionSpace const& space, Columns const& schur) override;
  void finish_factor(ExecutionSpace const& space) override;
  void start_solve(ExecutionSpace const& space, Columns const& residual) override;
  Columns finish_solve(ExecutionSpace const& space) override;

 private:
  using Node = smnn::detail::SeparatorNode<Real, ExecutionSpace>;

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
  SeparatorTags tags_;
  std::vector<Level> levels_;  // from the leaf up
  Columns leaf_;               // what this part has, of what is under way
  Columns received_schur_, received_residual_, outer_;
};

}  // namespace smnn::distributed::detail
