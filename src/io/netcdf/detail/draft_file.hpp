/// @file
/// The file behind a NetcdfWriter: how it begins, ends, and takes errors.
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

class DraftFile {
 public:
  /// Collective.
  DraftFile(distributed::Communicator ranks, std::filesystem::path const& target);
  ~DraftFile();
  DraftFile(DraftFile const&) = delete;
  DraftFile& operator=(DraftFile const&) = delete;

  distributed::Communicator const& ranks() const { return ranks_; }
  int id() const { return id_; }

  /// "file 'F'", and ", variable 'V'" if a name is given.
  std::string where(std::string const& variable = {}) const;

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

  /// Room on the disk for so many bytes more: ahead of the writing, because HDF5 cannot close a
  /// file that did not fit. Collective.
  void make_room(std::uint64_t bytes, std::string const& where);

  void commit();

 private:
  void require_open() const;
  void create();
  /// Collective.
  void give_up() noexcept;

  distributed::Communicator ranks_;
  std::string name_;
  std::optional<AtomicFile> draft_;  // rank 0's
  std::optional<Room> room_;         // rank 0's
  int id_ = -1;
  std::uint64_t largest_size_ = 0;  // that the file can have come to
};

}  // namespace smnn::io::detail
