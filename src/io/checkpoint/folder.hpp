/// @file
/// The checkpoints of a run: a folder with a subfolder a checkpoint, each with a manifest.
///
///     FOLDER/step-000000000120/manifest.json    and the files that it lists
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smnn/io/checkpoint/draft.hpp"
#include "smnn/io/checkpoint/folder_lock.hpp"
#include "smnn/io/checkpoint/manifest.hpp"

namespace smnn::io {

/// Used by one process of a run; see on_ranks.hpp for saving and loading on several.
class CheckpointFolder {
 public:
  /// Reads and writes nothing yet. Throws InvalidArgument unless at least 1 is to be kept.
  CheckpointFolder(std::filesystem::path const& path, std::string program,
                   Configuration configuration, std::int64_t keep = 2);

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path path_of(std::int64_t step) const;

  /// Makes the folder if it is missing, holds it for this run, removes what killed runs have left
  /// half done, and sees that a file can be written: better now than hours later. Throws IoError.
  void open();

  /// Throws InvalidArgument if there are checkpoints already, which a new run would replace.
  void require_empty() const;

  /// Steps that have a checkpoint, whole or not, newest first.
  std::vector<std::int64_t> steps() const;

  /// Throws IoError if it is missing, damaged or of another step.
  CheckpointManifest manifest(std::int64_t step) const;

  /// Throws InvalidArgument, which says what to do, if it is another run's.
  void require_own(CheckpointManifest const& manifest) const;

  /// The run goes on from this step: older ones go but for the last few, newer ones at its next
  /// save. Throws IoError.
  void continue_from(std::int64_t step);

  /// Gives the draft its name, and removes all but the last few of this run. Throws IoError, or
  /// InvalidArgument if two files have the same name.
  void publish(CheckpointDraft& draft, std::int64_t step, std::int64_t ranks,
               std::vector<CheckpointFile> files);

 private:
  void remove_drafts() const;
  void remove_all_but_last();
  void remove(std::int64_t step) const;

  std::filesystem::path path_;
  std::string program_;
  Configuration configuration_;
  std::size_t keep_;
  std::vector<std::int64_t> own_steps_;  // rising
  std::unique_ptr<FolderLock> lock_;
};

}  // namespace smnn::io
