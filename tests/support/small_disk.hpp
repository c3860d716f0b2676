/// A file system of a few KiB, to run out of space on.
#pragma once

#include <sched.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

namespace smnn::test {

/// A tmpfs mounted on a folder, seen by this process and its children only. Where the system does
/// not allow that (it takes root), `problem()` says why: skip the test with it.
class SmallDisk {
 public:
  SmallDisk(std::filesystem::path const& folder, int kibibytes) : folder_(folder) {
    std::string const size = "size=" + std::to_string(kibibytes) + "k";
    bool const mounted = unshare(CLONE_NEWNS) == 0 &&
                         mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         mount("tmpfs", folder_.c_str(), "tmpfs", 0, size.c_str()) == 0;
    if (!mounted) problem_ = std::string("cannot mount a small disk: ") + std::strerror(errno);
  }
  ~SmallDisk() {
    if (problem_.empty()) umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(SmallDisk const&) = delete;
  SmallDisk& operator=(SmallDisk const&) = delete;

  std::string const& problem() const { return problem_; }

 private:
  std::filesystem::path folder_;
  std::string problem_;
};

}  // namespace smnn::test
