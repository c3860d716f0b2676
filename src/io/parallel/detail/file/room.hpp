/// @file
/// Room on the disk for a file that several ranks write.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace smnn::io::detail {

/// Takes room ahead of the writing. Not a luxury: on a full disk a rank may fail inside a
/// collective call, in which the others then wait for ever, and Open MPI 4.1 even reports success.
class Room {
 public:
  explicit Room(std::filesystem::path const& file);
  ~Room();
  Room(Room const&) = delete;
  Room& operator=(Room const&) = delete;

  /// Throws IoError unless the file can grow to so many bytes. Where the file system knows no
  /// reservations, the free space is looked at, which another program may take meanwhile.
  void ensure(std::uint64_t bytes, std::string const& where) const;

  /// What the file did not need in the end.
  void give_back_rest() const;

 private:
  int descriptor_ = -1;
};

}  // namespace smnn::io::detail
