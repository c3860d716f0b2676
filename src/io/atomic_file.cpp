#include "smnn/io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

#include "smnn/io/detail/synchronise.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(fs::path const& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// The rights that open() would give a new file; mkstemp() gives fewer.
mode_t default_mode() {
  mode_t const mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

}  // namespace

AtomicFile::AtomicFile(fs::path target) : target_(std::move(target)) {
  std::error_code ignored;
  auto const status = fs::status(target_, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw IoError(quote(target_.string()) +
                  ": exists and is not a file, expected a file name to write");
  }
  if (!target_.has_filename()) {
    throw IoError(quote(target_.string()) + ": expected a file name to write");
  }
  // Through a link we replace the file it points at, not the link.
  if (fs::is_symlink(target_, ignored)) {
    if (auto real = fs::weakly_canonical(target_, ignored); !ignored) target_ = real;
  }
  auto const folder = folder_of(target_);
  if (!fs::is_directory(folder, ignored)) {
    throw IoError(quote(target_.string()) + ": the folder " + quote(folder.string()) +
                  " does not exist");
  }
  std::string const file = target_.filename().string();
  std::string name = (folder / (std::string(".") + file + ".XXXXXX.tmp")).string();
  int const descriptor = mkostemps(name.data(), 4, O_CLOEXEC);
  if (descriptor < 0)
    detail::throw_system_error(
        target_, "cannot create a file in the folder " + quote(folder.string()), errno);
  fchmod(descriptor, default_mode());
  close(descriptor);
  path_ = name;
}

AtomicFile::~AtomicFile() {
  if (!committed_) unlink(path_.c_str());
}

void AtomicFile::commit() {
  detail::synchronise_file(path_, target_);
  if (std::rename(path_.c_str(), target_.c_str()) != 0)
    detail::throw_system_error(target_, "cannot rename the finished file", errno);
  committed_ = true;
  detail::synchronise_folder(folder_of(target_), target_);
}

}  // namespace smnn::io
