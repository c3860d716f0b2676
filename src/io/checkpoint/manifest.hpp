/// @file
/// The manifest of a checkpoint: what belongs to it, and whose it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace smnn::io {

/// A file of a checkpoint.
struct CheckpointFile {
  std::string name;  ///< Without a folder.
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// What a run must be resumed with, since it decides what comes next: option and value.
using Configuration = std::map<std::string, std::string>;

struct CheckpointManifest {
  static constexpr char const* file_name = "manifest.json";

  std::string program;
  std::string version;       ///< Of smnn.
  std::string git_revision;  ///< Of the sources of smnn.
  std::int64_t step = 0;
  std::int64_t ranks = 1;
  Configuration configuration;
  std::vector<CheckpointFile> files;
};

/// Size and hash of a file, which is on the disk then. Throws IoError.
CheckpointFile describe_durably(std::filesystem::path const& file);

/// Throws IoError unless the folder has the file, of this size and hash.
void verify(std::filesystem::path const& folder, CheckpointFile const& file);

/// As JSON, with a hash over all of it.
std::string to_json(CheckpointManifest const& manifest);

/// Throws IoError, which begins with `where`, unless the text is a manifest of our format whose
/// hash holds.
CheckpointManifest parse_manifest(std::string const& text, std::string const& where);

/// As JSON, to tell other ranks.
std::string to_json(std::vector<CheckpointFile> const& files);
std::vector<CheckpointFile> parse_files(std::string const& text, std::string const& where);

/// Throws InvalidArgument, naming what differs and what to do, unless the checkpoint at `where` is
/// of this program and configuration.
void require_same_run(CheckpointManifest const& manifest, std::string const& program,
                      Configuration const& configuration, std::string const& where);

}  // namespace smnn::io
