/// @file
/// A file that appears under its name only when it is complete and on the disk.
#pragma once

#include <filesystem>

namespace smnn::io {

/// Reserves a temporary name beside the target. Whoever writes the contents does so under `path()`
/// and closes it; then `commit()` makes it durable and gives it the target's name in one step.
/// Without a commit the destructor removes the temporary file, and an older file of the target's
/// name stays as it was.
class AtomicFile {
 public:
  /// Creates the temporary file (hidden, ".NAME.XXXXXX.tmp"). Throws IoError if the folder is
  /// missing or not writable, or if the target is something other than a file.
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(AtomicFile const&) = delete;
  AtomicFile& operator=(AtomicFile const&) = delete;

  std::filesystem::path const& target() const { return target_; }
  std::filesystem::path const& path() const { return path_; }

  /// fsync of the file, rename, fsync of the folder. Throws IoError; unless it was the last of the
  /// three that failed, the target is then untouched.
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path path_;
  bool committed_ = false;
};

}  // namespace smnn::io
