/// @file
/// The file behind a ParallelHdf5Writer: how it begins, ends, and takes errors.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/atomic_file.hpp"
#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/parallel/detail/agreement.hpp"
#include "smnn/io/parallel/detail/file/room.hpp"

namespace smnn::io::detail {

class WriterFile {
 public:
  /// Collective.
  WriterFile(distributed::Communicator ranks, std::filesystem::path const& target);
  ~WriterFile();
  WriterFile(WriterFile const&) = delete;
  WriterFile& operator=(WriterFile const&) = delete;

  distributed::Communicator const& ranks() const { return ranks_; }

  /// "file 'F'", "file 'F', group 'G'", "file 'F', group 'G', dataset 'D'".
  std::string where() const;
  std::string where(std::string const& group, std::string const& dataset = {}) const;

  hid_t id() const { return handle_.id(); }

  /// Acts, if all ranks call for the same; whatever is thrown ends the file. Collective; the action
  /// throws on all ranks or on none.
  template <class Action>
  void step(std::string const& call, Action&& action) {
    require_open();
    QuietErrors const quiet;
    try {
      require_same_call(ranks_, call);
      std::forward<Action>(action)();
    } catch (...) {
      give_up();
      throw;
    }
  }

  /// Room for what HDF5 has still to write and for so many bytes more. Collective.
  void make_room(std::uint64_t bytes, std::string const& where);

  void commit();
  /// Collective.
  void give_up() noexcept;
  /// The same as far as one rank can do it by itself.
  void leave() noexcept;

 private:
  void require_open() const;
  void create();

  distributed::Communicator ranks_;
  std::string name_;
  std::optional<AtomicFile> draft_;  // rank 0's
  std::optional<Room> room_;         // rank 0's
  Handle handle_;
  std::uint64_t largest_size_ = 0;  // that the file can have come to
};

}  // namespace smnn::io::detail
