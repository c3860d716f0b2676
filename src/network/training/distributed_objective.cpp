#include "smnn/network/training/distributed_objective.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "smnn/network/training/sampler.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

template <class Real, class ExecutionSpace>
DistributedObjective<Real, ExecutionSpace>::DistributedObjective(
    distributed::Communicator communicator, ObjectiveType& objective, std::int64_t batch,
    int ranks_per_shard)
    : communicator_(std::move(communicator)),
      objective_(objective),
      ranks_per_shard_(ranks_per_shard) {
  if (ranks_per_shard < 1 || communicator_.size() % ranks_per_shard != 0) {
    throw InvalidArgument("training: ranks_per_shard is " + std::to_string(ranks_per_shard) +
                          ", expected a divisor of the " + std::to_string(communicator_.size()) +
                          " ranks");
  }
  std::int64_t root_samples = objective_.samples();
  communicator_.broadcast(std::span(&root_samples, 1));
  communicator_.together([&] {
    loss_names_ = objective_.loss_names();
    if (loss_names_.empty()) throw InvalidArgument("training: the objective names no loss");
    if (objective_.samples() != root_samples) {
      throw InvalidArgument("training: got " + std::to_string(objective_.samples()) +
                            " samples, expected the " + std::to_string(root_samples) +
                            " that rank 0 has");
    }
    objective_.reserve((batch + shards() - 1) / shards());
  });
}

template <class Real, class ExecutionSpace>
void DistributedObjective<Real, ExecutionSpace>::evaluate(
    ExecutionSpace const& space, ParameterSet const& parameters,
    std::span<std::int64_t const> batch, bool with_gradients, std::span<double> losses,
    std::span<double> votes, std::function<void()> const& vote) {
  Kokkos::Profiling::ScopedRegion const region("smnn::evaluate");
  auto const own = share(batch, shard(), shards());
  std::fill(losses.begin(), losses.end(), 0.0);
  std::exception_ptr error;
  try {
    if (with_gradients) parameters.clear_gradients(space);
    if (!own.empty()) {
      objective_.evaluate(space, parameters,
                          {own, with_gradients, 1 / static_cast<double>(batch.size())}, losses);
    }
  } catch (...) {
    error = std::current_exception();
  }
  vote();
  // Losses, votes, and whether there was an error: one message.
  message_.assign(losses.begin(), losses.end());
  message_.insert(message_.end(), votes.begin(), votes.end());
  message_.push_back(error ? 1 : 0);
  communicator_.sum_in_rank_order(message_);
  if (message_.back() > 0) communicator_.agree(error);
  std::copy_n(message_.begin(), losses.size(), losses.begin());
  std::copy_n(message_.begin() + static_cast<std::ptrdiff_t>(losses.size()), votes.size(),
              votes.begin());
  if (with_gradients) sum_gradients(space, parameters);
}

template <class Real, class ExecutionSpace>
void DistributedObjective<Real, ExecutionSpace>::sum_gradients(ExecutionSpace const& space,
                                                               ParameterSet const& parameters) {
  if (communicator_.size() == 1) return;
  Kokkos::Profiling::ScopedRegion const region("smnn::sum_gradients");
  if (host_gradients_.size() != parameters.gradients().size()) {
    host_gradients_ =
        Kokkos::create_mirror_view(Kokkos::WithoutInitializing, parameters.gradients());
  }
  communicator_.sum_in_rank_order(space, parameters.gradients(), host_gradients_);
}

#define SMNN_DISTRIBUTED_OBJECTIVE(Real, ExecutionSpace) \
  template class DistributedObjective<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_DISTRIBUTED_OBJECTIVE)

}  // namespace smnn::network
