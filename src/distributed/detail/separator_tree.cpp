#include "smnn/distributed/detail/separator_tree.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>

#include "smnn/solver/instantiate.hpp"

namespace smnn::distributed::detail {
namespace {

using smnn::detail::one_part;
using smnn::detail::uninitialised;

// Whom a rank meets at one level of the tree.
struct Meeting {
  bool on_the_left;
  std::vector<int> to;
  int from;
};

// Those of a rank, from the leaf up. Of two groups the left one has as many ranks as the right one
// or one more, which has nobody of its own to swap with.
std::vector<Meeting> meetings(int rank, int ranks) {
  std::vector<Meeting> all;
  int first = 0;
  int count = ranks;
  while (count > 1) {
    int const left = (count + 1) / 2;
    int const right = count - left;
    int const middle = first + left;
    bool const on_the_left = rank < middle;
    int const place = on_the_left ? rank - first : rank - middle;
    Meeting meeting{on_the_left, {}, 0};
    if (on_the_left) {
      meeting.from = middle + std::min(place, right - 1);
      if (place < right) meeting.to.push_back(middle + place);
      count = left;
    } else {
      meeting.from = first + place;
      meeting.to.push_back(first + place);
      if (place == right - 1 && left > right) meeting.to.push_back(first + left - 1);
      first = middle;
      count = right;
    }
    all.push_back(meeting);
  }
  std::reverse(all.begin(), all.end());
  return all;
}

}  // namespace

template <class Real, class ExecutionSpace>
SeparatorTree<Real, ExecutionSpace>::SeparatorTree(ExecutionSpace const& space,
                                                   Communicator const& parts,
                                                   smnn::detail::SeparatorSizes const& sizes,
                                                   SeparatorTags const& tags, bool direct_messages)
    : Base(space, sizes), mailbox_(parts, direct_messages), tags_(tags) {
  auto const schur = [&] {
    return uninitialised<Columns>(space, "smnn::merged_schur", sizes.schur_entries(),
                                  sizes.matrices);
  };
  auto const vector = [&] {
    return uninitialised<Columns>(space, "smnn::separator_values", sizes.residual_entries(),
                                  sizes.solutions());
  };
  for (Meeting const& meeting : meetings(parts.rank(), parts.size())) {
    levels_.push_back({meeting.on_the_left, meeting.to, meeting.from, Node(space, sizes), schur(),
                       vector(), vector(), vector()});
  }
  if (!levels_.empty()) {
    received_schur_ = schur();
    received_residual_ = vector();
  }
  outer_ = vector();
}

template <class Real, class ExecutionSpace>
std::int64_t SeparatorTree<Real, ExecutionSpace>::numbers(smnn::detail::SeparatorSizes const& sizes,
                                                          int rank, int parts) {
  auto const levels = static_cast<std::int64_t>(meetings(rank, parts).size());
  std::int64_t const schur = sizes.schur_entries() * sizes.matrices;
  std::int64_t const values = sizes.residual_entries() * sizes.solutions();
  std::int64_t const received = levels > 0 ? schur + values : 0;
  return levels * (Node::numbers(sizes) + schur + 3 * values) + received + values + sizes.matrices;
}

template <class Real, class ExecutionSpace>
void SeparatorTree<Real, ExecutionSpace>::start_swap(ExecutionSpace const& space,
                                                     Level const& level, Columns const& own,
                                                     Columns const& received, int tag) {
  mailbox_.start(space, own, level.to, received, level.from, tag);
}

template <class Real, class ExecutionSpace>
void SeparatorTree<Real, ExecutionSpace>::start_factor(ExecutionSpace const& space,
                                                       Columns const& schur) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor_separators");
  Kokkos::deep_copy(space, this->failed, Real(0));
  leaf_ = schur;
  if (!levels_.empty()) start_swap(space, levels_.front(), schur, received_schur_, tags_.schur);
}

template <class Real, class ExecutionSpace>
void SeparatorTree<Real, ExecutionSpace>::finish_factor(ExecutionSpace const& space) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor_separators");
  Columns own = leaf_;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    Level& level = levels_[i];
    if (i > 0) start_swap(space, level, own, received_schur_, tags_.schur);
    mailbox_.finish(space);
    level.node.merge_matrices(space, one_part(level.on_the_left ? own : received_schur_),
                              one_part(level.on_the_left ? received_schur_ : own),
                              one_part(level.merged_schur), this->failed);
    own = level.merged_schur;
  }
}

template <class Real, class ExecutionSpace>
void SeparatorTree<Real, ExecutionSpace>::start_solve(ExecutionSpace const& space,
                                                      Columns const& residual) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve_separators");
  leaf_ = residual;
  if (!levels_.empty())
    start_swap(space, levels_.front(), residual, received_residual_, tags_.residual);
}

template <class Real, class ExecutionSpace>
typename SeparatorTree<Real, ExecutionSpace>::Columns
SeparatorTree<Real, ExecutionSpace>::finish_solve(ExecutionSpace const& space) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve_separators");
  Columns own = leaf_;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    Level& level = levels_[i];
    if (i > 0) start_swap(space, level, own, received_residual_, tags_.residual);
    mailbox_.finish(space);
    level.node.merge_residuals(space, one_part(level.on_the_left ? own : received_residual_),
                               one_part(level.on_the_left ? received_residual_ : own),
                               one_part(level.merged_residual));
    own = level.merged_residual;
  }
  Columns outer = outer_;
  Kokkos::deep_copy(space, outer, Real(0));  // nothing lies outside all parts
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    level->node.split_solution(space, one_part(outer), one_part(level->left),
                               one_part(level->right));
    outer = level->on_the_left ? level->left : level->right;
  }
  return outer;
}

#define SMNN_SEPARATOR_TREE(REAL, SPACE) template class SeparatorTree<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_SEPARATOR_TREE)

}  // namespace smnn::distributed::detail
