#include "smnn/network/training/checkpoint_store.hpp"

#include <type_traits>
#include <utility>

#include "smnn/config.hpp"
#include "smnn/io/atomic_file.hpp"
#include "smnn/network/training/checkpoint.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

void broadcast(distributed::Communicator const& communicator, TrainingState& state) {
  for_each_number(
      state, [&](char const*, auto& number) { communicator.broadcast(std::span(&number, 1)); });
  for_each_list(state, [&](char const*, std::vector<double>& values) {
    auto size = static_cast<std::int64_t>(values.size());
    communicator.broadcast(std::span(&size, 1));
    values.resize(static_cast<std::size_t>(size));
    communicator.broadcast(std::span(values));
  });
}

template <class Real, class ExecutionSpace>
CheckpointStore<Real, ExecutionSpace>::CheckpointStore(distributed::Communicator communicator,
                                                       std::filesystem::path file,
                                                       std::string program,
                                                       std::vector<std::string> columns)
    : communicator_(std::move(communicator)),
      file_(std::move(file)),
      program_(std::move(program)),
      columns_(std::move(columns)) {}

#ifdef SMNN_HAVE_HDF5

namespace {

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

}  // namespace

template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::check_writable() const {
  communicator_.on_root([&] { io::AtomicFile const made_and_removed(file_); });
}

template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::save(ExecutionSpace const& space,
                                                 ParameterLayout const& layout,
                                                 Buffers const& buffers,
                                                 TrainingState const& state) const {
  communicator_.on_root([&] {
    HostBuffers<Real, ExecutionSpace> const host(buffers, state.keeps_best != 0);
    host.from_device(space);
    write_checkpoint<Real>(file_, {program_, columns_}, layout, host.template spans<Real const>(),
                           state);
  });
}

template <class Real, class ExecutionSpace>
std::string CheckpointStore<Real, ExecutionSpace>::load(ExecutionSpace const& space,
                                                        ParameterLayout const& layout,
                                                        Buffers const& buffers,
                                                        TrainingState& state) const {
  std::string note;
  communicator_.on_root([&] {
    // The file may keep a best epoch that this run does not ask for; it is read all the same.
    Buffers all = buffers;
    if (all.best.size() == 0 && layout.size() > 0)
      all.best = typename Parameters<Real, ExecutionSpace>::Buffer("smnn::best", all.values.size());
    HostBuffers<Real, ExecutionSpace> const host(all, true);
    auto const read = [&](std::filesystem::path const& file) {
      return read_checkpoint<Real>(file, {program_, columns_}, layout, state.plan,
                                   host.template spans<Real>());
    };
    try {
      state = read(file_);
      note = "resumed from '" + file_.string() + "'";
    } catch (IoError const& error) {
      auto const previous = previous_checkpoint(file_);
      try {
        state = read(previous);
      } catch (IoError const& second) {
        throw IoError(std::string("no checkpoint to resume from: ") + error.what() + "; " +
                      second.what());
      }
      note = "resumed from '" + previous.string() + "', since " + error.what();
    }
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
  return note;
}

#else

// Options with a checkpoint are refused before.
template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::check_writable() const {}
template <class Real, class ExecutionSpace>
void CheckpointStore<Real, ExecutionSpace>::save(ExecutionSpace const&, ParameterLayout const&,
                                                 Buffers const&, TrainingState const&) const {}
template <class Real, class ExecutionSpace>
std::string CheckpointStore<Real, ExecutionSpace>::load(ExecutionSpace const&,
                                                        ParameterLayout const&, Buffers const&,
                                                        TrainingState&) const {
  return {};
}

#endif

#define SMNN_CHECKPOINT_STORE(Real, ExecutionSpace) \
  template class CheckpointStore<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_CHECKPOINT_STORE)

}  // namespace smnn::network
