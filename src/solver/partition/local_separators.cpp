#include "smnn/solver/partition/local_separators.hpp"

#include <utility>

#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::detail {
namespace {

std::int64_t merged(std::int64_t parts) { return (parts + 1) / 2; }

template <class Arrays>
Arrays range_of(Arrays const& arrays, std::int64_t first, std::int64_t end) {
  return Kokkos::subview(arrays,
                         std::pair(static_cast<std::size_t>(first), static_cast<std::size_t>(end)),
                         Kokkos::ALL, Kokkos::ALL);
}

// The parts `offset`, offset + 2, ... that have a neighbour to be merged with.
template <class Arrays>
Arrays every_other(Arrays const& arrays, std::size_t offset) {
  std::size_t const pairs = arrays.extent(0) / 2;
  Kokkos::LayoutStride const layout(pairs, 2 * arrays.stride(0), arrays.extent(1), arrays.stride(1),
                                    arrays.extent(2), arrays.stride(2));
  return Arrays(arrays.data() + offset * arrays.stride(0), layout);
}

// Of an odd number of parts the last has no neighbour and goes from one level to the next as it is.
template <class ExecutionSpace, class Arrays>
void hand_on(ExecutionSpace const& space, std::int64_t parts, Arrays const& from,
             Arrays const& to) {
  if (parts % 2 == 0) return;
  auto const last = [](Arrays const& arrays) {
    auto const end = static_cast<std::int64_t>(arrays.extent(0));
    return range_of(arrays, end - 1, end);
  };
  Kokkos::deep_copy(space, last(to), last(from));
}

}  // namespace

template <class Real, class ExecutionSpace>
LocalSeparators<Real, ExecutionSpace>::LocalSeparators(ExecutionSpace const& space,
                                                       SeparatorSizes const& sizes,
                                                       std::int64_t parts) {
  for (std::int64_t count = parts; count > 1; count = merged(count)) {
    levels_.push_back({count, Node(space, sizes, count / 2),
                       uninitialised<Memory>(space, "smnn::merged_schur", merged(count),
                                             sizes.schur_entries(), sizes.matrices),
                       uninitialised<Memory>(space, "smnn::merged_residual", merged(count),
                                             sizes.residual_entries(), sizes.solutions()),
                       uninitialised<Memory>(space, "smnn::separator_solution", count,
                                             sizes.residual_entries(), sizes.solutions())});
  }
  outer_ =
      zeros<Memory>(space, "smnn::outer_solution", 1, sizes.residual_entries(), sizes.solutions());
}

template <class Real, class ExecutionSpace>
std::int64_t LocalSeparators<Real, ExecutionSpace>::numbers(SeparatorSizes const& sizes,
                                                            std::int64_t parts) {
  std::int64_t const values = sizes.residual_entries() * sizes.solutions();
  std::int64_t sum = values;
  for (std::int64_t count = parts; count > 1; count = merged(count)) {
    sum += Node::numbers(sizes, count / 2) +
           merged(count) * (sizes.schur_entries() * sizes.matrices + values) + count * values;
  }
  return sum;
}

template <class Real, class ExecutionSpace>
void LocalSeparators<Real, ExecutionSpace>::factor(ExecutionSpace const& space, Arrays const& schur,
                                                   Failures const& failed) {
  Arrays parts = schur;
  for (Level& level : levels_) {
    Arrays const merged_parts = level.schur;
    std::int64_t const pairs = level.parts / 2;
    level.node.merge_matrices(space, every_other(parts, 0), every_other(parts, 1),
                              range_of(merged_parts, 0, pairs), failed);
    hand_on(space, level.parts, parts, merged_parts);
    parts = merged_parts;
  }
}

template <class Real, class ExecutionSpace>
typename LocalSeparators<Real, ExecutionSpace>::Arrays LocalSeparators<Real, ExecutionSpace>::solve(
    ExecutionSpace const& space, Arrays const& residuals) {
  Arrays parts = residuals;
  for (Level& level : levels_) {
    Arrays const merged_parts = level.residual;
    std::int64_t const pairs = level.parts / 2;
    level.node.merge_residuals(space, every_other(parts, 0), every_other(parts, 1),
                               range_of(merged_parts, 0, pairs));
    hand_on(space, level.parts, parts, merged_parts);
    parts = merged_parts;
  }
  Arrays outer = outer_;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    Arrays const beside = level->solution;
    level->node.split_solution(space, range_of(outer, 0, level->parts / 2), every_other(beside, 0),
                               every_other(beside, 1));
    hand_on(space, level->parts, outer, beside);
    outer = beside;
  }
  return outer;
}

#define SMNN_LOCAL_SEPARATORS(REAL, SPACE) template class LocalSeparators<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_LOCAL_SEPARATORS)

}  // namespace smnn::detail
