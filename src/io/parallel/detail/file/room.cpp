#include "smnn/io/parallel/detail/file/room.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

bool is_lack_of_room(int code) { return code == ENOSPC || code == EDQUOT || code == EFBIG; }

/// 0, or the code of the error.
int reserve([[maybe_unused]] int descriptor, [[maybe_unused]] off_t bytes) {
#ifdef FALLOC_FL_KEEP_SIZE
  return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, bytes) == 0 ? 0 : errno;
#else
  return ENOTSUP;
#endif
}

void look_at_free_space(int descriptor, std::uint64_t bytes, std::string const& where) {
  struct statvfs disk {};
  struct stat file {};
  if (fstatvfs(descriptor, &disk) != 0 || fstat(descriptor, &file) != 0) return;
  constexpr std::uint64_t block = 512;  // st_blocks counts in these
  std::uint64_t const taken = static_cast<std::uint64_t>(file.st_blocks) * block;
  std::uint64_t const free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (bytes <= taken || bytes - taken <= free) return;
  throw IoError(where + ": cannot be written: needs " + format_bytes(bytes - taken) +
                " more, expected at most the " + format_bytes(free) + " that are free");
}

}  // namespace

Room::Room(std::filesystem::path const& file)
    : descriptor_(open(file.c_str(), O_WRONLY | O_CLOEXEC)) {}

Room::~Room() {
  if (descriptor_ >= 0) close(descriptor_);
}

void Room::ensure(std::uint64_t bytes, std::string const& where) const {
  if (descriptor_ < 0) return;
  int const code = reserve(descriptor_, static_cast<off_t>(bytes));
  if (is_lack_of_room(code))
    throw IoError(where + ": cannot be written: " + std::generic_category().message(code));
  if (code != 0) look_at_free_space(descriptor_, bytes, where);
}

void Room::give_back_rest() const {
  struct stat file {};
  if (fstat(descriptor_, &file) != 0) return;
  // Cuts what lies behind the end. Harmless if it fails: the room is lost, the file is whole.
  [[maybe_unused]] int const ignored = ftruncate(descriptor_, file.st_size);
}

}  // namespace smnn::io::detail
