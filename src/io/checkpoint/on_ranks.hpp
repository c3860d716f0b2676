/// @file
/// Saving and finding checkpoints together with other ranks. `Ranks` is distributed::Communicator,
/// which stands above io; rank 0 alone opens the folder and keeps its books. All is collective.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "smnn/io/checkpoint/folder.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

/// A checkpoint that holds.
struct FoundCheckpoint {
  std::filesystem::path path;
  CheckpointManifest manifest;
  std::vector<std::string> skipped;  ///< Newer ones, and why.
};

namespace detail {

template <class Ranks>
std::vector<CheckpointFile> gather_on_root(Ranks const& ranks,
                                           std::vector<CheckpointFile> const& own) {
  std::vector<CheckpointFile> all;
  for (int rank = 0; rank < ranks.size(); ++rank) {
    std::string text = rank == ranks.rank() ? to_json(own) : std::string();
    ranks.broadcast(text, rank);
    auto const files = parse_files(text, "rank " + std::to_string(rank));
    all.insert(all.end(), files.begin(), files.end());
  }
  return all;
}

/// The steps to try, as rank 0 sees them.
template <class Ranks>
std::vector<std::int64_t> candidates(Ranks const& ranks, CheckpointFolder const& folder,
                                     std::optional<std::int64_t> step) {
  if (step) return {*step};
  std::vector<std::int64_t> steps;
  ranks.on_root([&] { steps = folder.steps(); });
  ranks.broadcast(steps);
  return steps;
}

/// Throws on all ranks unless the checkpoint holds; each rank reads a part of its files.
template <class Ranks>
FoundCheckpoint verified(Ranks const& ranks, CheckpointFolder const& folder, std::int64_t step) {
  FoundCheckpoint found{folder.path_of(step), {}, {}};
  std::string text;
  ranks.on_root([&] {
    auto const manifest = folder.manifest(step);
    folder.require_own(manifest);
    text = to_json(manifest);
  });
  ranks.broadcast(text);
  found.manifest = parse_manifest(text, "rank 0's manifest");
  ranks.together([&] {
    auto const& files = found.manifest.files;
    for (auto i = static_cast<std::size_t>(ranks.rank()); i < files.size();
         i += static_cast<std::size_t>(ranks.size()))
      verify(found.path, files[i]);
  });
  return found;
}

}  // namespace detail

/// `write(path)` puts this rank's files, if any, into the folder and returns their names, which no
/// other rank may use. When all ranks are done, the checkpoint appears under its name. Throws on
/// all ranks what one throws; earlier checkpoints are then as they were.
template <class Ranks, class Write>
void save_checkpoint(Ranks const& ranks, CheckpointFolder& folder, std::int64_t step,
                     Write const& write) {
  std::optional<CheckpointDraft> draft;
  std::string path;
  ranks.on_root([&] { path = draft.emplace(folder.path()).path().string(); });
  ranks.broadcast(path);
  std::vector<CheckpointFile> own;
  ranks.together([&] {
    for (std::string const& name : write(std::filesystem::path(path)))
      own.push_back(describe_durably(std::filesystem::path(path) / name));
  });
  auto const files = detail::gather_on_root(ranks, own);
  ranks.on_root([&] { folder.publish(*draft, step, ranks.size(), files); });
}

/// The checkpoint of `step`, or if none is named the newest one that holds, from which the run then
/// goes on. Throws IoError if there is none, InvalidArgument if it is another run's.
template <class Ranks>
FoundCheckpoint find_checkpoint(Ranks const& ranks, CheckpointFolder& folder,
                                std::optional<std::int64_t> step) {
  std::vector<std::string> skipped;
  for (std::int64_t const candidate : detail::candidates(ranks, folder, step)) {
    try {
      FoundCheckpoint found = detail::verified(ranks, folder, candidate);
      found.skipped = std::move(skipped);
      ranks.on_root([&] { folder.continue_from(candidate); });
      return found;
    } catch (IoError const& error) {
      skipped.push_back(error.what());
    }
  }
  std::string message = quote(folder.path().string()) + ": no checkpoint to resume from";
  for (std::string const& why : skipped) message += "; " + why;
  throw IoError(message);
}

}  // namespace smnn::io
