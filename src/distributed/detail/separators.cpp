#include "smnn/distributed/detail/separators.hpp"

#include "smnn/distributed/detail/gathered_separators.hpp"
#include "smnn/distributed/detail/separator_tree.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::distributed::detail {
namespace {

// So few parts have as many separators to eliminate on one rank as the path up a tree has levels,
// or one more, and one message each instead of one per level.
constexpr int few_parts = 4;

bool are_gathered(int parts, DistributedOptions const& options) {
  if (options.separators == SeparatorSystem::automatic) return parts <= few_parts;
  return options.separators == SeparatorSystem::gathered;
}

}  // namespace

template <class Real, class ExecutionSpace>
std::unique_ptr<Separators<Real, ExecutionSpace>> make_separators(
    ExecutionSpace const& space, Communicator const& parts,
    smnn::detail::SeparatorSizes const& sizes, SeparatorTags const& tags,
    DistributedOptions const& options) {
  if (are_gathered(parts.size(), options)) {
    return std::make_unique<GatheredSeparators<Real, ExecutionSpace>>(space, parts, sizes, tags,
                                                                      options.gpu_aware_mpi);
  }
  return std::make_unique<SeparatorTree<Real, ExecutionSpace>>(space, parts, sizes, tags,
                                                               options.gpu_aware_mpi);
}

template <class Real, class ExecutionSpace>
std::int64_t separator_numbers(smnn::detail::SeparatorSizes const& sizes, int rank, int parts,
                               DistributedOptions const& options) {
  return are_gathered(parts, options)
             ? GatheredSeparators<Real, ExecutionSpace>::numbers(sizes, parts)
             : SeparatorTree<Real, ExecutionSpace>::numbers(sizes, rank, parts);
}

#define SMNN_SEPARATORS(REAL, SPACE)                                                             \
  template std::unique_ptr<Separators<REAL, SPACE>> make_separators<REAL, SPACE>(                \
      SPACE const&, Communicator const&, smnn::detail::SeparatorSizes const&,                    \
      SeparatorTags const&, DistributedOptions const&);                                          \
  template std::int64_t separator_numbers<REAL, SPACE>(smnn::detail::SeparatorSizes const&, int, \
                                                       int, DistributedOptions const&);
SMNN_INSTANTIATE(SMNN_SEPARATORS)

}  // namespace smnn::distributed::detail
