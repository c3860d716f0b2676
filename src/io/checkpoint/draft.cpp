#include "smnn/io/checkpoint/draft.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>

#include "smnn/io/detail/synchronise.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

namespace fs = std::filesystem;

// The rights that mkdir() would give a new folder; mkdtemp() gives fewer.
void give_default_rights(fs::path const& folder) {
  mode_t const mask = umask(0);
  umask(mask);
  chmod(folder.c_str(), 0777 & ~mask);
}

void write_durably(fs::path const& file, std::string const& text, fs::path const& target) {
  std::ofstream output(file, std::ios::binary);
  output << text;
  output.close();
  if (!output) throw IoError(quote(target.string()) + ": cannot write the manifest, disk full?");
  detail::synchronise_file(file, target);
}

// Without any moment at which neither has the name. False where the file system cannot do that.
bool exchange(fs::path const& one, fs::path const& other) {
  return renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
}

}  // namespace

CheckpointDraft::CheckpointDraft(fs::path const& parent) {
  std::string name = (parent / (std::string(prefix) + "XXXXXX")).string();
  if (mkdtemp(name.data()) == nullptr)
    detail::throw_system_error(parent, "cannot create a folder in it", errno);
  path_ = name;
  give_default_rights(path_);
}

CheckpointDraft::~CheckpointDraft() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void CheckpointDraft::publish(CheckpointManifest const& manifest, fs::path const& target) {
  write_durably(path_ / CheckpointManifest::file_name, to_json(manifest), target);
  detail::synchronise_folder(path_, target);
  if (!fs::exists(target) || !exchange(path_, target)) {
    fs::remove_all(target);
    fs::rename(path_, target);
  }
  detail::synchronise_folder(target.parent_path(), target);
}

}  // namespace smnn::io
