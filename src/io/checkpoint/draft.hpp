/// @file
/// A checkpoint that is being written.
#pragma once

#include <filesystem>

#include "smnn/io/checkpoint/manifest.hpp"

namespace smnn::io {

/// A folder under a temporary name, which disappears unless it is published.
class CheckpointDraft {
 public:
  /// What every temporary name begins with.
  static constexpr char const* prefix = ".draft-";

  /// Throws IoError if no folder can be made in `parent`.
  explicit CheckpointDraft(std::filesystem::path const& parent);
  ~CheckpointDraft();
  CheckpointDraft(CheckpointDraft const&) = delete;
  CheckpointDraft& operator=(CheckpointDraft const&) = delete;

  /// Where the files go.
  std::filesystem::path const& path() const { return path_; }

  /// Adds the manifest, waits for the disk, and gives the folder its name in one step. Its files
  /// must be on the disk already. What had the name before is gone. Throws IoError.
  void publish(CheckpointManifest const& manifest, std::filesystem::path const& target);

 private:
  std::filesystem::path path_;
};

}  // namespace smnn::io
