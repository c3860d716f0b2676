/// @file
/// The file behind a ParallelReadGroup, of which each rank reads its own part.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/detail/hdf5_handle.hpp"

namespace smnn::io::detail {

/// Opened when values are first wanted, and left open, with its groups, for those that follow.
class ReaderFile {
 public:
  ReaderFile(distributed::Communicator ranks, std::filesystem::path path);
  /// Closes, which ranks that read together do together. Not while an exception passes, which may
  /// be one rank's alone: then the file stays open until MPI ends.
  ~ReaderFile();
  ReaderFile(ReaderFile const&) = delete;
  ReaderFile& operator=(ReaderFile const&) = delete;

  distributed::Communicator const& ranks() const { return ranks_; }
  std::filesystem::path const& path() const { return path_; }

  /// Unless it is open. Collective; IoError on all ranks.
  void open(std::string const& where);

  /// After `open`.
  hid_t id() const { return handle_.id(); }
  /// A group by its path from the root, after `open`. Each rank for itself.
  hid_t group(std::string const& path, std::string const& where);

  /// After an error that all ranks have: what HDF5 and MPI have kept of it is gone, and the next
  /// reader opens anew. Collective.
  void close() noexcept;

 private:
  distributed::Communicator ranks_;
  std::filesystem::path path_;
  int exceptions_;  // that were passing when it was made
  Handle handle_;
  std::map<std::string, Handle> groups_;
};

}  // namespace smnn::io::detail
