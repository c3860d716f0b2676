#include "smnn/distributed/detail/gathered_separators.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>

#include "smnn/solver/instantiate.hpp"

namespace smnn::distributed::detail {

using smnn::detail::uninitialised;

template <class Real, class ExecutionSpace>
GatheredSeparators<Real, ExecutionSpace>::GatheredSeparators(
    ExecutionSpace const& space, Communicator const& parts,
    smnn::detail::SeparatorSizes const& sizes, SeparatorTags const& tags, bool direct_messages)
    : Base(space, sizes),
      own_(static_cast<std::size_t>(parts.rank())),
      mailbox_(parts, direct_messages),
      tags_(tags),
      all_(space, sizes, parts.size()) {
  schur_ = uninitialised<Memory>(space, "smnn::gathered_schur", parts.size(), sizes.schur_entries(),
                                 sizes.matrices);
  residual_ = uninitialised<Memory>(space, "smnn::gathered_residual", parts.size(),
                                    sizes.residual_entries(), sizes.solutions());
  solution_ = uninitialised<Columns>(space, "smnn::separator_values", sizes.residual_entries(),
                                     sizes.solutions());
}

template <class Real, class ExecutionSpace>
std::int64_t GatheredSeparators<Real, ExecutionSpace>::numbers(
    smnn::detail::SeparatorSizes const& sizes, int parts) {
  std::int64_t const values = sizes.residual_entries() * sizes.solutions();
  return smnn::detail::LocalSeparators<Real, ExecutionSpace>::numbers(sizes, parts) +
         parts * (sizes.schur_entries() * sizes.matrices + values) + values + sizes.matrices;
}

template <class Real, class ExecutionSpace>
void GatheredSeparators<Real, ExecutionSpace>::start_factor(ExecutionSpace const& space,
                                                            Columns const& schur) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor_separators");
  Kokkos::deep_copy(space, this->failed, Real(0));
  mailbox_.start_gather(space, schur, schur_, tags_.schur);
}

template <class Real, class ExecutionSpace>
void GatheredSeparators<Real, ExecutionSpace>::finish_factor(ExecutionSpace const& space) {
  Kokkos::Profiling::ScopedRegion const region("smnn::factor_separators");
  mailbox_.finish(space);
  all_.factor(space, schur_, this->failed);
}

template <class Real, class ExecutionSpace>
void GatheredSeparators<Real, ExecutionSpace>::start_solve(ExecutionSpace const& space,
                                                           Columns const& residual) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve_separators");
  mailbox_.start_gather(space, residual, residual_, tags_.residual);
}

template <class Real, class ExecutionSpace>
typename GatheredSeparators<Real, ExecutionSpace>::Columns
GatheredSeparators<Real, ExecutionSpace>::finish_solve(ExecutionSpace const& space) {
  Kokkos::Profiling::ScopedRegion const region("smnn::solve_separators");
  mailbox_.finish(space);
  auto const beside_all = all_.solve(space, residual_);
  Kokkos::deep_copy(space, solution_, Kokkos::subview(beside_all, own_, Kokkos::ALL, Kokkos::ALL));
  return solution_;
}

#define SMNN_GATHERED_SEPARATORS(REAL, SPACE) template class GatheredSeparators<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_GATHERED_SEPARATORS)

}  // namespace smnn::distributed::detail
