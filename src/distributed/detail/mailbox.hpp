/// @file
/// Messages between devices: by way of the host, or directly where MPI can.
#pragma once

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"

namespace smnn::distributed::detail {

/// Sends and receives contiguous views on a device; waits for the instance before every message.
template <class Real, class ExecutionSpace>
class Mailbox {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Flat = Kokkos::View<Real*, MemorySpace, Kokkos::MemoryUnmanaged>;

  /// `direct`: MPI may be given device memory.
  Mailbox(Communicator communicator, bool direct)
      : communicator_(std::move(communicator)), direct_(direct || on_host) {}

  template <class View>
  void send(ExecutionSpace const& space, View const& view, int to) {
    communicator_.template send<Real>(outgoing(space, flat(view), out_), to);
  }

  template <class View>
  void receive(ExecutionSpace const& space, View const& view, int from) {
    Flat const target = flat(view);
    std::span<Real> const memory = incoming(space, target);
    communicator_.template receive<Real>(memory, from);
    deliver(space, target);
  }

  /// Sends one view while another is received; a rank below 0 is no one.
  template <class Sent, class Received>
  void shift(ExecutionSpace const& space, Sent const& sent, int to, Received const& received,
             int from) {
    Flat const target = flat(received);
    std::span<Real> const memory = incoming(space, target);
    communicator_.template shift<Real>(outgoing(space, flat(sent), out_), to, memory, from);
    if (from >= 0) deliver(space, target);
  }

  /// Begins to send a view to some ranks and to receive another; `finish` waits for both. One at a
  /// time.
  template <class Sent, class Received>
  void start(ExecutionSpace const& space, Sent const& sent, std::span<int const> to,
             Received const& received, int from, int tag) {
    target_ = flat(received);
    Incoming<Real> const message{incoming(space, target_), from};
    pending_ = communicator_.template start<Real>(outgoing(space, flat(sent), out_), to,
                                                  std::span(&message, 1), tag);
  }
  /// Begins to send a view to every other rank and to receive theirs of the same size, one after
  /// the other in the order of the ranks.
  template <class Sent, class Received>
  void start_gather(ExecutionSpace const& space, Sent const& sent, Received const& received,
                    int tag) {
    target_ = flat(received);
    std::span<Real> const memory = incoming(space, target_);
    std::span<Real const> const own = outgoing(space, flat(sent), out_);
    std::vector<int> others;
    std::vector<Incoming<Real>> messages;
    for (int rank = 0; rank < communicator_.size(); ++rank) {
      std::size_t const place = static_cast<std::size_t>(rank) * own.size();
      if (rank == communicator_.rank()) {
        copy(space, own, memory.subspan(place, own.size()));
        continue;
      }
      others.push_back(rank);
      messages.push_back({memory.subspan(place, own.size()), rank});
    }
    pending_ = communicator_.template start<Real>(own, others, messages, tag);
  }
  void finish(ExecutionSpace const& space) {
    pending_.wait();
    deliver(space, target_);
  }

 private:
  static constexpr bool on_host =
      Kokkos::SpaceAccessibility<Kokkos::HostSpace, MemorySpace>::accessible;
  using Staging = Kokkos::View<Real*, Kokkos::SharedHostPinnedSpace>;

  template <class View>
  static Flat flat(View const& view) {
    return Flat(view.data(), view.size());
  }

  static void make_room(Staging& staging, std::size_t size) {
    if (staging.extent(0) < size)
      staging = Staging(
          Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::staging")), size);
  }

  std::span<Real const> outgoing(ExecutionSpace const& space, Flat const& view, Staging& staging) {
    if (direct_) {
      space.fence("smnn::mailbox: ready to send");
      return {view.data(), view.size()};
    }
    make_room(staging, view.size());
    Kokkos::deep_copy(space, front(staging, view.size()), view);
    space.fence("smnn::mailbox: staged");
    return {staging.data(), view.size()};
  }

  std::span<Real> incoming(ExecutionSpace const& space, Flat const& view) {
    space.fence("smnn::mailbox: ready to receive");
    if (direct_) return {view.data(), view.size()};
    make_room(in_, view.size());
    return {in_.data(), view.size()};
  }

  // Within the memory that messages use.
  void copy(ExecutionSpace const& space, std::span<Real const> from, std::span<Real> to) const {
    if (direct_) {
      using ConstFlat = Kokkos::View<Real const*, MemorySpace, Kokkos::MemoryUnmanaged>;
      Kokkos::deep_copy(space, Flat(to.data(), to.size()), ConstFlat(from.data(), from.size()));
    } else {
      std::copy(from.begin(), from.end(), to.begin());
    }
  }

  void deliver(ExecutionSpace const& space, Flat const& view) {
    if (direct_) return;
    Kokkos::deep_copy(space, view, front(in_, view.size()));
  }

  static auto front(Staging const& staging, std::size_t size) {
    return Kokkos::subview(staging, std::pair<std::size_t, std::size_t>(0, size));
  }

  Communicator communicator_;
  bool direct_;
  Staging out_;
  Staging in_;
  Flat target_;
  PendingMessages pending_;
};

}  // namespace smnn::distributed::detail
