#include "smnn/network/training/checkpoint/checkpoint_store.hpp"

#include <filesystem>
#include <utility>

#include "smnn/config.hpp"
#include "smnn/io/checkpoint/folder.hpp"
#include "smnn/io/checkpoint/on_ranks.hpp"
#include "smnn/io/text.hpp"
#include "smnn/network/training/checkpoint/checkpoint.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

void broadcast(distributed::Communicator const& communicator, TrainingState& state) {
  for_each_number(
      state, [&](char const*, auto& number) { communicator.broadcast(std::span(&number, 1)); });
  for_each_list(state,
                [&](char const*, std::vector<double>& values) { communicator.broadcast(values); });
}

#ifdef SMNN_HAVE_HDF5

namespace {

constexpr char const* file_name = "training.h5";

// Copies on the host, apart from the device's buffers even where the memory is the same: what is
// read is only taken over when all of it is good.
template <class Real, class ExecutionSpace>
class HostBuffers {
 public:
  using Buffers = TrainingBuffers<Real, ExecutionSpace>;

  HostBuffers(Buffers const& device, bool with_best)
      : device_(device),
        values_(mirror(device.values)),
        first_(mirror(device.first_moment)),
        second_(mirror(device.second_moment)) {
    if (with_best) best_ = mirror(device.best);
  }

  void from_device(ExecutionSpace const& space) const {
    for_each([&](auto const& host, auto const& device) { Kokkos::deep_copy(space, host, device); });
    space.fence("smnn::checkpoint");
  }
  void to_device(ExecutionSpace const& space) const {
    for_each([&](auto const& host, auto const& device) { Kokkos::deep_copy(space, device, host); });
    space.fence("smnn::checkpoint");
  }

  template <class T>
  CheckpointBuffers<T> spans() const {
    auto const span = [](Host const& view) { return std::span<T>(view.data(), view.size()); };
    return {span(values_), span(first_), span(second_), span(best_)};
  }

 private:
  using Device = typename Parameters<Real, ExecutionSpace>::Buffer;
  using Host = typename Device::host_mirror_type;

  static Host mirror(Device const& device) {
    return Kokkos::create_mirror(Kokkos::WithoutInitializing, device);
  }
  template <class Action>
  void for_each(Action const& action) const {
    action(values_, device_.values);
    action(first_, device_.first_moment);
    action(second_, device_.second_moment);
    if (best_.size() > 0) action(best_, device_.best);
  }

  Buffers device_;
  Host values_, first_, second_, best_;
};

Resumption resumption(io::FoundCheckpoint const& found) {
  std::string note = "resumed from " + io::quote(found.path.string());
  for (std::string const& why : found.skipped)
    note += (&why == &found.skipped.front() ? ", since " : "; ") + why;
  return {note, !found.skipped.empty()};
}

}  // namespace

template <class Real, class ExecutionSpace>
CheckpointStore<Real, ExecutionSpace>::CheckpointStore(
    distributed::Communicator communicator, TrainingOptions const& options,
    std::map<std::string, std::string> configuration, std::vector<std::string> columns)
    : communicator_(std::move(communicator)),
      program_(options.program),
      columns_(std::move(columns)) {
  if (options.checkpoint.empty()) return;
  folder_ = std::make_shared<io::CheckpointFolder>(
      options.checkpoint, program_, std::move(configuration), options.checkpoint_keep);
}

template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::open(bool resuming) const {
  communicator_.on_root([&] {
    if (resuming && folder_->steps().empty())
      throw IoError(io::quote(folder_->path().string()) + ": no checkpoint to resume from");
    folder_->open();
    if (!resuming) folder_->require_empty();
  });
}

template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::save(ExecutionSpace const& space,
                                                 ParameterLayout const& layout,
                                                 Buffers const& buffers,
                                                 TrainingState const& state) const {
  auto const write = [&](std::filesystem::path const& folder) -> std::vector<std::string> {
    if (communicator_.rank() != 0) return {};
    HostBuffers<Real, ExecutionSpace> const host(buffers, state.keeps_best != 0);
    host.from_device(space);
    write_checkpoint<Real>(folder / file_name, {program_, columns_}, layout,
                           host.template spans<Real const>(), state);
    return {file_name};
  };
  io::save_checkpoint(communicator_, *folder_, state.optimiser_steps, write);
}

template <class Real, class ExecutionSpace>
Resumption CheckpointStore<Real, ExecutionSpace>::load(ExecutionSpace const& space,
                                                       ParameterLayout const& layout,
                                                       Buffers const& buffers,
                                                       std::optional<std::int64_t> step,
                                                       TrainingState& state) const {
  auto const found = io::find_checkpoint(communicator_, *folder_, step);
  communicator_.on_root([&] {
    // The file may keep a best epoch that this run does not ask for; it is read all the same.
    Buffers all = buffers;
    if (all.best.size() == 0 && layout.size() > 0)
      all.best = typename Parameters<Real, ExecutionSpace>::Buffer("smnn::best", all.values.size());
    HostBuffers<Real, ExecutionSpace> const host(all, true);
    state = read_checkpoint<Real>(found.path / file_name, {program_, columns_}, layout,
                                  host.template spans<Real>());
    host.to_device(space);
  });
  broadcast(communicator_, state);
  auto const share = [&](auto const& buffer) {
    broadcast<Real, ExecutionSpace>(communicator_, space, buffer);
  };
  share(buffers.values);
  share(buffers.first_moment);
  share(buffers.second_moment);
  if (buffers.best.size() > 0) share(buffers.best);
  return resumption(found);
}

#else

// Options with a checkpoint are refused before.
template <class Real, class ExecutionSpace>
CheckpointStore<Real, ExecutionSpace>::CheckpointStore(distributed::Communicator,
                                                       TrainingOptions const&,
                                                       std::map<std::string, std::string>,
                                                       std::vector<std::string>) {}
template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::open(bool) const {}
template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::save(ExecutionSpace const&, ParameterLayout const&,
                                                 Buffers const&, TrainingState const&) const {}
template <class Real, class ExecutionSpace>
Resumption CheckpointStore<Real, ExecutionSpace>::load(ExecutionSpace const&,
                                                       ParameterLayout const&, Buffers const&,
                                                       std::optional<std::int64_t>,
                                                       TrainingState&) const {
  return {};
}

#endif

#define SMNN_CHECKPOINT_STORE(Real, ExecutionSpace) \
  template class CheckpointStore<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_CHECKPOINT_STORE)

}  // namespace smnn::network
