/// @file
/// The ranks that work together, and the few things they tell each other.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "smnn/config.hpp"

#ifdef SMNN_HAVE_MPI
#include <mpi.h>
#endif

namespace smnn::distributed {

/// Messages under way. Their memory must stay, and be left alone, until `wait` has returned.
class PendingMessages {
 public:
  void wait();

 private:
  friend class Communicator;
#ifdef SMNN_HAVE_MPI
  std::vector<MPI_Request> requests_;
#endif
};

/// Where to put what a rank sends.
template <class Real>
struct Incoming {
  std::span<Real> memory;
  int from = 0;
};

/// A duplicate of the caller's communicator, so that our messages never meet others'; or one rank
/// without MPI. Copies share the duplicate, which is freed with the last. Calls are collective
/// except `rank` and `size`, and not for several threads at once. Throws Error if MPI reports one.
class Communicator {
 public:
  /// This process alone.
  Communicator();
#ifdef SMNN_HAVE_MPI
  /// Collective over `parent`, which stays the caller's.
  explicit Communicator(MPI_Comm parent);
  /// For libraries that communicate by themselves, which duplicate it. Null if made without MPI.
  MPI_Comm handle() const;
#endif

  int rank() const;
  int size() const;

  void barrier() const;

  /// Replaces every entry by its sum over the ranks, added in the order of the ranks: the same bits
  /// everywhere and in every run. Floats are added in double and rounded once.
  void sum_in_rank_order(std::span<double> values) const;
  void sum_in_rank_order(std::span<float> values) const;

  /// The same for a view on a device, by way of `host`, which `create_mirror_view` has made of it.
  /// Returns when the messages are through; the way back to the device may still be under way.
  template <class ExecutionSpace, class View, class HostView>
  void sum_in_rank_order(ExecutionSpace const& space, View const& values,
                         HostView const& host) const {
    if (size() == 1) return;
    Kokkos::deep_copy(space, host, values);
    space.fence("smnn::sum_in_rank_order");
    sum_in_rank_order(std::span(host.data(), host.size()));
    Kokkos::deep_copy(space, values, host);
  }

  /// Everyone gets what rank `root` has; the sizes must agree.
  void broadcast(std::span<double> values, int root = 0) const;
  void broadcast(std::span<float> values, int root = 0) const;
  void broadcast(std::span<std::int64_t> values, int root = 0) const;
  /// Of any length.
  void broadcast(std::string& text, int root = 0) const;
  template <class T>
  void broadcast(std::vector<T>& values, int root = 0) const {
    auto size = static_cast<std::int64_t>(values.size());
    broadcast(std::span(&size, 1), root);
    values.resize(static_cast<std::size_t>(size));
    broadcast(std::span(values), root);
  }

  /// What every rank says, in the order of the ranks, on rank `root`; nothing elsewhere.
  std::vector<std::string> gather(std::string const& text, int root = 0) const;

  /// Replaces every entry by its maximum over the ranks.
  void maximum(std::span<double> values) const;

  /// The ranks with the same colour, in the order of their ranks here. Collective.
  Communicator split(int color) const;

  /// From one rank to another; both give the length. The memory may be a device's if MPI can reach
  /// it. Not collective.
  template <class Real>
  void send(std::span<Real const> values, int to) const;
  template <class Real>
  void receive(std::span<Real> values, int from) const;
  /// Both at once, so that neighbours do not wait for each other; a rank below 0 is no one.
  template <class Real>
  void shift(std::span<Real const> sent, int to, std::span<Real> received, int from) const;

  /// Begins to send the same to some ranks, and to receive from others. Messages of one tag (0 to
  /// 32767) arrive in the order in which they were sent.
  template <class Real>
  PendingMessages start(std::span<Real const> sent, std::span<int const> to,
                        std::span<Incoming<Real> const> received, int tag) const;

  /// Throws on all ranks if `error` is set on one: the error of the lowest such rank, which the
  /// message names, in the library's type of its kind (Error if it has none).
  void agree(std::exception_ptr const& error) const;

  /// The second half of `agree`, for loops whose own messages tell that rank `failed` has an error.
  [[noreturn]] void raise(std::exception_ptr const& error, int failed) const;

  /// Acts, and waits until all have: an error of one is thrown by all. The action must not
  /// communicate.
  template <class Action>
  void together(Action&& action) const {
    std::exception_ptr error;
    try {
      std::forward<Action>(action)();
    } catch (...) {
      error = std::current_exception();
    }
    agree(error);
  }

  /// The same for what rank 0 alone does.
  template <class Action>
  void on_root(Action&& action) const {
    together([&] {
      if (rank() == 0) std::forward<Action>(action)();
    });
  }

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace smnn::distributed
