/// @file
/// For few parts: every rank gathers what all parts have and solves for all separators by itself.
/// One message hides behind the work of other mini-batches as a whole, where the tree hides the
/// first of its levels only.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>

#include "smnn/distributed/detail/mailbox.hpp"
#include "smnn/distributed/detail/separators.hpp"
#include "smnn/solver/partition/local_separators.hpp"

namespace smnn::distributed::detail {

template <class Real, class ExecutionSpace>
class GatheredSeparators final : public Separators<Real, ExecutionSpace> {
 public:
  using Base = Separators<Real, ExecutionSpace>;
  using typename Base::Columns;

  GatheredSeparators(ExecutionSpace const& space, Communicator const& parts,
                     smnn::detail::SeparatorSizes const& sizes, SeparatorTags const& tags,
                     bool direct_messages);

  static std::int64_t numbers(smnn::detail::SeparatorSizes const& sizes, int parts);

  void start_factor(ExecutionSpace const& space, Columns const& schur) override;
  void finish_factor(ExecutionSpace const& space) override;
  void start_solve(ExecutionSpace const& space, Columns const& residual) override;
  Columns finish_solve(ExecutionSpace const& space) override;

 private:
  using Memory = Kokkos::View<Real***, Kokkos::LayoutRight, typename ExecutionSpace::memory_space>;

  std::size_t own_;
  Mailbox<Real, ExecutionSpace> mailbox_;
  SeparatorTags tags_;
  Memory schur_, residual_;  // of all parts
  smnn::detail::LocalSeparators<Real, ExecutionSpace> all_;
  Columns solution_;  // beside this part
};

}  // namespace smnn::distributed::detail
