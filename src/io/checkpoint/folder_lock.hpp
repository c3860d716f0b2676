/// @file
/// One run at a time saves into a folder.
#pragma once

#include <filesystem>

namespace smnn::io {

/// Holds a folder until it is destroyed or the process ends, however that happens. Where the file
/// system cannot lock, it does nothing.
class FolderLock {
 public:
  /// Throws IoError if another run holds the folder, or no file can be made in it.
  explicit FolderLock(std::filesystem::path const& folder);
  ~FolderLock();
  FolderLock(FolderLock const&) = delete;
  FolderLock& operator=(FolderLock const&) = delete;

 private:
  int descriptor_;
};

}  // namespace smnn::io
