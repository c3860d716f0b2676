/// @file
/// An objective evaluated by all ranks together.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/network/training/objective.hpp"

namespace smnn::network {

/// Each shard of ranks evaluates its share of a batch, each rank its part of these samples; losses
/// and gradients are summed in rank order. Rank r is in shard r / ranks_per_shard.
template <class Real, class ExecutionSpace>
class DistributedObjective {
 public:
  using ObjectiveType = Objective<Real, ExecutionSpace>;
  using ParameterSet = Parameters<Real, ExecutionSpace>;

  /// For batches of up to `batch` samples. Throws InvalidArgument unless all ranks have objectives
  /// of the same kind and size, and make up whole shards.
  DistributedObjective(distributed::Communicator communicator, ObjectiveType& objective,
                       std::int64_t batch, int ranks_per_shard = 1);

  ObjectiveType& objective() const { return objective_; }
  std::vector<std::string> const& loss_names() const { return loss_names_; }

  /// Writes the sum of every loss over the batch's samples; with gradients, the parameters'
  /// gradients become those of the mean of the first. `vote` is called when this rank's share is
  /// done and fills `votes`, which are summed over the ranks in the same message. An error on one
  /// rank is thrown by all.
  void evaluate(ExecutionSpace const& space, ParameterSet const& parameters,
                std::span<std::int64_t const> batch, bool with_gradients, std::span<double> losses,
                std::span<double> votes, std::function<void()> const& vote);

 private:
  int shard() const { return communicator_.rank() / ranks_per_shard_; }
  int shards() const { return communicator_.size() / ranks_per_shard_; }
  void sum_gradients(ExecutionSpace const& space, ParameterSet const& parameters);

  distributed::Communicator communicator_;
  ObjectiveType& objective_;
  int ranks_per_shard_;
  std::vector<std::string> loss_names_;
  std::vector<double> message_;
  typename ParameterSet::Buffer::host_mirror_type host_gradients_;
};

}  // namespace smnn::network
