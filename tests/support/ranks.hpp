/// Ranks and a folder that they share.
#pragma once

#include <gtest/gtest.h>
#include <mpi.h>

#include <optional>
#include <string>

#include "smnn/distributed/communicator.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {

using distributed::Communicator;

inline Communicator world() { return Communicator(MPI_COMM_WORLD); }

/// The first `count` ranks of the world; the others have none. Collective over the world.
inline std::optional<Communicator> first_ranks(int count) {
  bool const first = world().rank() < count;
  Communicator const part = world().split(first ? 0 : 1);
  if (!first) return std::nullopt;
  return part;
}

/// What the action's message is; the same on all ranks, or the test fails. Collective.
template <class Error, class Action>
std::string message_of(Action const& action) {
  std::string message = "no error";
  try {
    action();
  } catch (Error const& error) {
    message = error.what();
  }
  std::string of_root = message;
  world().broadcast(of_root);
  EXPECT_EQ(message, of_root);
  return message;
}

/// A folder on rank 0's disk, gone when all ranks have left it.
class SharedFolder {
 public:
  SharedFolder() {
    std::string path;
    ranks_.on_root([&] { path = own_.emplace().path().string(); });
    ranks_.broadcast(path);
    path_ = path;
  }
  ~SharedFolder() { MPI_Barrier(MPI_COMM_WORLD); }
  SharedFolder(SharedFolder const&) = delete;
  SharedFolder& operator=(SharedFolder const&) = delete;

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path operator/(std::string const& name) const { return path_ / name; }

  /// Files and folders in it, once all ranks are here.
  std::ptrdiff_t entries() const {
    ranks_.barrier();
    auto const count = std::distance(std::filesystem::directory_iterator(path_), {});
    ranks_.barrier();
    return count;
  }

 private:
  Communicator ranks_ = world();
  std::optional<TemporaryFolder> own_;  // rank 0's
  std::filesystem::path path_;
};

}  // namespace smnn::test
