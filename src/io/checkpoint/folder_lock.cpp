#include "smnn/io/checkpoint/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "smnn/io/detail/synchronise.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

FolderLock::FolderLock(std::filesystem::path const& folder)
    // A file, since network file systems lock only what is open for writing.
    : descriptor_(open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) detail::throw_system_error(folder, "cannot create a file in it", errno);
  if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  close(descriptor_);
  throw IoError(quote(folder.string()) +
                ": another run is saving its checkpoints there; wait for its end, or name another "
                "folder");
}

FolderLock::~FolderLock() { close(descriptor_); }

}  // namespace smnn::io
