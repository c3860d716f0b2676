#include "smnn/io/detail/hdf5_space.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

/// The file's descriptor, or -1 if it is not a plain file of the system.
int descriptor_of(hid_t file) {
  Handle const access(H5Fget_access_plist(file), H5Pclose);
  void* descriptor = nullptr;
  bool const plain = access && H5Pget_driver(access.id()) == H5FD_SEC2 &&
                     H5Fget_vfd_handle(file, H5P_DEFAULT, &descriptor) >= 0;
  return plain ? *static_cast<int*>(descriptor) : -1;
}

}  // namespace

void reserve_space(hid_t object, std::uint64_t bytes, std::string const& where) {
#ifdef FALLOC_FL_KEEP_SIZE
  constexpr std::uint64_t structure = 16384;  // what one object adds beside its values
  Handle const file(H5Iget_file_id(object), H5Fclose);
  hsize_t size = 0;
  int const descriptor = file ? descriptor_of(file.id()) : -1;
  if (descriptor < 0 || H5Fget_filesize(file.id(), &size) < 0) return;
  require_allowed_size(size + bytes + structure, where);
  auto const needed = static_cast<off_t>(size + bytes + structure);
  if (fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, needed) == 0) return;
  int const code = errno;
  if (code != ENOSPC && code != EDQUOT && code != EFBIG) return;
  throw IoError(where + ": cannot be written: " + std::generic_category().message(code));
#endif
}

void require_allowed_size(std::uint64_t bytes, std::string const& where) {
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      bytes <= limit.rlim_cur)
    return;
  throw IoError(where + ": cannot be written: needs a file of " + format_bytes(bytes) +
                ", expected at most the " + format_bytes(limit.rlim_cur) +
                " that this process may write (ulimit -f)");
}

void divert_into_memory(hid_t file) {
#ifdef MFD_CLOEXEC
  int const descriptor = descriptor_of(file);
  int const memory = descriptor < 0 ? -1 : memfd_create("smnn", MFD_CLOEXEC);
  if (memory < 0) return;
  dup2(memory, descriptor);
  close(memory);
#endif
}

}  // namespace smnn::io::detail
