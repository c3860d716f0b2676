#include "smnn/distributed/separator_tree.hpp"

#include <algorithm>
#include <string>

#include "smnn/solver/instantiate.hpp"

namespace smnn::distributed {
namespace {

// Where a rank stands in the tree over `ranks` parts.
struct Place {
  std::vector<int> partners;  // of its eliminations, from the leaf up
  int parent = -1;
};

Place place_of(int rank, int ranks) {
  Place place;
  int first = 0;
  int count = ranks;
  while (count > 1) {
    int const left = (count + 1) / 2;
    int const middle = first + left;
    if (rank == first) place.partners.push_back(middle);
    if (rank == middle) place.parent = first;
    if (rank < middle) {
      count = left;
    } else {
      first = middle;
      count -= left;
    }
  }
  std::reverse(place.partners.begin(), place.partners.end());
  return place;
}

}  // namespace

template <class Real, class ExecutionSpace>
SeparatorTree<Real, ExecutionSpace>::SeparatorTree(ExecutionSpace const& space,
                                                   Communicator const& parts,
                                                   smnn::detail::SeparatorSizes const& sizes,
                                                   bool direct_messages)
    : mailbox_(parts, direct_messages) {
  auto const columns = [&](char const* label, std::int64_t entries, std::int64_t systems) {
    return Columns(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
                   static_cast<std::size_t>(entries), static_cast<std::size_t>(systems));
  };
  auto const schur = [&] {
    return columns("smnn::merged_schur", sizes.schur_entries(), sizes.matrices);
  };
  auto const vector = [&] {
    return columns("smnn::separator_values", sizes.residual_entries(), sizes.solutions());
  };
  Place const place = place_of(parts.rank(), parts.size());
  parent_ = place.parent;
  for (int const partner : place.partners)
    steps_.push_back({partner, Node(space, sizes), schur(), vector(), vector(), vector()});
  if (!steps_.empty()) {
    received_schur_ = schur();
    received_residual_ = vector();
  }
  outer_ = vector();
  failed = Failures(Kokkos::view_alloc(space, std::string("smnn::separator_failures")),
                    static_cast<std::size_t>(sizes.matrices));
}

template <class Real, class ExecutionSpace>
void SeparatorTree<Real, ExecutionSpace>::factor(ExecutionSpace const& space,
                                                 Columns const& schur) {
  Kokkos::Profiling::ScopedRegion const region("smnn::distributed: eliminate separators");
  Kokkos::deep_copy(space, failed, Real(0));
  Columns current = schur;
  for (Step& step : steps_) {
    mailbox_.receive(space, received_schur_, step.partner);
    step.node.merge_matrices(space, current, received_schur_, step.merged_schur, failed);
    current = step.merged_schur;
  }
  if (parent_ >= 0) mailbox_.send(space, current, parent_);
}

template <class Real, class ExecutionSpace>
typename SeparatorTree<Real, ExecutionSpace>::Columns SeparatorTree<Real, ExecutionSpace>::solve(
    ExecutionSpace const& space, Columns const& residual) {
  Kokkos::Profiling::ScopedRegion const region("smnn::distributed: solve for separators");
  Columns current = residual;
  for (Step& step : steps_) {
    mailbox_.receive(space, received_residual_, step.partner);
    step.node.merge_residuals(space, current, received_residual_, step.merged_residual);
    current = step.merged_residual;
  }
  Columns outer = outer_;
  if (parent_ >= 0) {
    mailbox_.send(space, current, parent_);
    mailbox_.receive(space, outer, parent_);
  } else {
    Kokkos::deep_copy(space, outer, Real(0));  // nothing lies outside all parts
  }
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    step->node.split_solution(space, outer, step->left, step->right);
    mailbox_.send(space, step->right, step->partner);
    outer = step->left;
  }
  return outer;
}

#define SMNN_SEPARATOR_TREE(REAL, SPACE) template class SeparatorTree<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_SEPARATOR_TREE)

}  // namespace smnn::distributed
