#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "smnn/io/detail/synchronise.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

void synchronise(std::filesystem::path const& path, int flags,
                 std::filesystem::path const& target) {
  int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) throw_system_error(target, "cannot reopen what was written", errno);
  int const code = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  // Some file systems know no fsync of folders and say so.
  bool const unsupported = (flags & O_DIRECTORY) != 0 && (code == EINVAL || code == ENOTSUP);
  if (code != 0 && !unsupported) throw_system_error(target, "cannot write to the disk", code);
}

}  // namespace

void synchronise_file(std::filesystem::path const& file, std::filesystem::path const& target) {
  synchronise(file, O_RDONLY, target);
}

void synchronise_folder(std::filesystem::path const& folder, std::filesystem::path const& target) {
  synchronise(folder, O_RDONLY | O_DIRECTORY, target);
}

void throw_system_error(std::filesystem::path const& path, std::string const& what, int code) {
  throw IoError(quote(path.string()) + ": " + what + ": " + std::generic_category().message(code));
}

}  // namespace smnn::io::detail
