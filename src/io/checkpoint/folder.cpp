#include "smnn/io/checkpoint/folder.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/version.hpp"

namespace smnn::io {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_manifest = 64U << 20;

std::string name_of(std::int64_t step) {
  char name[40];
  std::snprintf(name, sizeof(name), "step-%012lld", static_cast<long long>(step));
  return name;
}

std::optional<std::int64_t> step_of(std::string const& name) {
  constexpr std::size_t digits = std::string_view("step-").size();
  if (name.size() < digits) return std::nullopt;
  std::int64_t step = -1;
  std::from_chars(name.data() + digits, name.data() + name.size(), step);
  if (step < 0 || name != name_of(step)) return std::nullopt;
  return step;
}

std::string read_text(fs::path const& file, std::string const& where) {
  std::error_code error;
  std::uintmax_t const bytes = fs::file_size(file, error);
  if (error) throw IoError(where + " is missing");
  if (bytes > largest_manifest)
    throw IoError(where + " has " + format_bytes(bytes) + ", expected at most 64 MiB");
  std::ifstream input(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), {}};
}

fs::path without_trailing_slash(fs::path const& path) {
  return path.has_filename() ? path : path.parent_path();
}

// Calls action(); what the standard library's file functions throw becomes an IoError.
template <class Action>
void on_files(Action const& action) {
  try {
    action();
  } catch (fs::filesystem_error const& error) {
    throw IoError(quote(error.path1().string()) + ": " + error.code().message());
  }
}

}  // namespace

CheckpointFolder::CheckpointFolder(fs::path const& path, std::string program,
                                   Configuration configuration, std::int64_t keep)
    : path_(without_trailing_slash(path)),
      program_(std::move(program)),
      configuration_(std::move(configuration)),
      keep_(static_cast<std::size_t>(keep)) {
  if (keep < 1) {
    throw InvalidArgument("checkpoints: keep is " + std::to_string(keep) + ", expected at least 1");
  }
}

fs::path CheckpointFolder::path_of(std::int64_t step) const { return path_ / name_of(step); }

void CheckpointFolder::open() {
  std::error_code error;
  if (fs::exists(path_, error) && !fs::is_directory(path_, error)) {
    throw IoError(quote(path_.string()) +
                  ": exists and is not a folder, expected a folder for checkpoints");
  }
  fs::path const parent = path_.parent_path();
  if (!parent.empty() && !fs::is_directory(parent, error)) {
    throw IoError(quote(path_.string()) + ": the folder " + quote(parent.string()) +
                  " does not exist");
  }
  on_files([&] { fs::create_directory(path_); });
  lock_ = std::make_unique<FolderLock>(path_);
  remove_drafts();
  CheckpointDraft const made_and_removed(path_);
}

void CheckpointFolder::require_empty() const {
  auto const present = steps();
  if (present.empty()) return;
  throw InvalidArgument(quote(path_.string()) + ": has checkpoints already, the last of step " +
                        std::to_string(present.front()) +
                        "; resume from them, or name another folder");
}

std::vector<std::int64_t> CheckpointFolder::steps() const {
  std::vector<std::int64_t> found;
  std::error_code error;
  for (fs::directory_iterator entry(path_, error), end; !error && entry != end;
       entry.increment(error)) {
    if (auto const step = step_of(entry->path().filename().string())) found.push_back(*step);
  }
  std::sort(found.begin(), found.end(), std::greater<>());
  return found;
}

CheckpointManifest CheckpointFolder::manifest(std::int64_t step) const {
  std::error_code error;
  if (!fs::is_directory(path_of(step), error)) {
    std::string there;
    for (std::int64_t const other : steps()) there += ' ' + std::to_string(other);
    throw IoError(quote(path_.string()) + ": there is no checkpoint of step " +
                  std::to_string(step) + "; there are those of steps" +
                  (there.empty() ? " (none)" : there));
  }
  fs::path const file = path_of(step) / CheckpointManifest::file_name;
  std::string const where = "file " + quote(file.string());
  CheckpointManifest manifest = parse_manifest(read_text(file, where), where);
  if (manifest.step == step) return manifest;
  throw IoError(where + " is of step " + std::to_string(manifest.step) + ", expected " +
                std::to_string(step));
}

void CheckpointFolder::require_own(CheckpointManifest const& manifest) const {
  require_same_run(manifest, program_, configuration_, quote(path_of(manifest.step).string()));
}

void CheckpointFolder::continue_from(std::int64_t step) {
  own_steps_ = steps();
  std::erase_if(own_steps_, [&](std::int64_t other) { return other > step; });
  std::reverse(own_steps_.begin(), own_steps_.end());
  // A run that was killed right after a save has left one more than are kept.
  on_files([&] {
    for (; own_steps_.size() > keep_; own_steps_.erase(own_steps_.begin()))
      remove(own_steps_.front());
  });
}

void CheckpointFolder::publish(CheckpointDraft& draft, std::int64_t step, std::int64_t ranks,
                               std::vector<CheckpointFile> files) {
  std::sort(files.begin(), files.end(),
            [](auto const& one, auto const& other) { return one.name < other.name; });
  auto const twice =
      std::adjacent_find(files.begin(), files.end(),
                         [](auto const& one, auto const& other) { return one.name == other.name; });
  if (twice != files.end()) {
    throw InvalidArgument(quote(path_of(step).string()) + ": the file " + quote(twice->name) +
                          " was written twice, expected a name of its own for every rank's");
  }
  CheckpointManifest const manifest{program_, version,        git_revision(), step,
                                    ranks,    configuration_, files};
  on_files([&] {
    draft.publish(manifest, path_of(step));
    if (own_steps_.empty() || own_steps_.back() != step) own_steps_.push_back(step);
    remove_all_but_last();
  });
}

void CheckpointFolder::remove_drafts() const {
  on_files([&] {
    for (auto const& entry : fs::directory_iterator(path_)) {
      if (entry.path().filename().string().starts_with(CheckpointDraft::prefix))
        fs::remove_all(entry.path());
    }
  });
}

void CheckpointFolder::remove_all_but_last() {
  std::size_t const excess = own_steps_.size() - std::min(own_steps_.size(), keep_);
  own_steps_.erase(own_steps_.begin(), own_steps_.begin() + static_cast<std::ptrdiff_t>(excess));
  for (std::int64_t const step : steps()) {
    if (std::find(own_steps_.begin(), own_steps_.end(), step) == own_steps_.end()) remove(step);
  }
}

void CheckpointFolder::remove(std::int64_t step) const {
  // By way of a draft, so that a run which is killed meanwhile leaves no half checkpoint.
  CheckpointDraft const doomed(path_);
  fs::rename(path_of(step), doomed.path());
}

}  // namespace smnn::io
