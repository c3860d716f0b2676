/// @file
/// Saving and resuming a training that runs on several ranks and a device.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/network/optimiser/adam.hpp"
#include "smnn/network/parameters/parameters.hpp"
#include "smnn/network/training/checkpoint/state.hpp"
#include "smnn/network/training/options.hpp"

namespace smnn::io {
class CheckpointFolder;
}

namespace smnn::network {

/// Which checkpoint a training goes on from.
struct Resumption {
  std::string note;      ///< A sentence about it.
  bool skipped = false;  ///< Whether newer ones were damaged, as the note says.
};

/// All buffers of a training on the device.
template <class Real, class ExecutionSpace>
struct TrainingBuffers {
  typename Parameters<Real, ExecutionSpace>::Buffer values, first_moment, second_moment, best;
};

/// Every rank has the same parameters, so that rank 0 writes and reads for all. Calls are
/// collective.
template <class Real, class ExecutionSpace>
class CheckpointStore {
 public:
  using Buffers = TrainingBuffers<Real, ExecutionSpace>;

  /// Of `options`: checkpoint, checkpoint_keep, program. Without a checkpoint, nothing else is
  /// called. `configuration` is what the training must be resumed with.
  CheckpointStore(distributed::Communicator communicator, TrainingOptions const& options,
                  std::map<std::string, std::string> configuration,
                  std::vector<std::string> columns);

  /// Throws IoError if the folder cannot be written, or has no checkpoint to resume from;
  /// InvalidArgument if it has some, but is not to resume: better now than at the first save.
  void open(bool resuming) const;

  /// Throws IoError if it cannot be written.
  void save(ExecutionSpace const& space, ParameterLayout const& layout, Buffers const& buffers,
            TrainingState const& state) const;

  /// Reads the checkpoint of `step`, or if none is named the newest that is whole, into state and
  /// buffers. Throws IoError if there is none, InvalidArgument if it was made with another
  /// configuration.
  Resumption load(ExecutionSpace const& space, ParameterLayout const& layout,
                  Buffers const& buffers, std::optional<std::int64_t> step,
                  TrainingState& state) const;

 private:
  distributed::Communicator communicator_;
  std::shared_ptr<io::CheckpointFolder> folder_;
  std::string program_;
  std::vector<std::string> columns_;
};

/// Gives every rank the state of rank 0.
void broadcast(distributed::Communicator const& communicator, TrainingState& state);

/// Gives every rank the buffer of rank 0.
template <class Real, class ExecutionSpace>
void broadcast(distributed::Communicator const& communicator, ExecutionSpace const& space,
               Kokkos::View<Real*, typename ExecutionSpace::memory_space> const& buffer) {
  if (communicator.size() == 1) return;
  auto const host = Kokkos::create_mirror_view(Kokkos::WithoutInitializing, buffer);
  Kokkos::deep_copy(space, host, buffer);
  space.fence("smnn::broadcast");
  communicator.broadcast(std::span(host.data(), host.size()));
  Kokkos::deep_copy(space, buffer, host);
  space.fence("smnn::broadcast");  // the mirror goes
}

}  // namespace smnn::network
