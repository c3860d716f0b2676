/// A file system of a few KiB that several ranks run out of space on.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ranks.hpp"
#include "small_disk.hpp"

namespace smnn::test {

/// A small disk of rank 0, which the others see through its process.
class SharedSmallDisk {
 public:
  SharedSmallDisk(SharedFolder const& folder, int kibibytes) {
    std::string problem;
    std::string path;
    if (ranks_.rank() == 0) {
      disk_.emplace(folder.path(), kibibytes);
      problem = disk_->problem();
      path = "/proc/" + std::to_string(getpid()) + "/root" + folder.path().string();
    }
    ranks_.broadcast(problem);
    ranks_.broadcast(path);
    problem_ = problem;
    path_ = path;
    bool const seen = problem_.empty() && std::filesystem::is_directory(path_);
    std::vector<double> unseen(1, seen ? 0 : 1);
    ranks_.sum_in_rank_order(std::span(unseen));
    if (problem_.empty() && unseen[0] > 0) problem_ = "ranks cannot see rank 0's small disk";
  }
  ~SharedSmallDisk() { ranks_.barrier(); }
  SharedSmallDisk(SharedSmallDisk const&) = delete;
  SharedSmallDisk& operator=(SharedSmallDisk const&) = delete;

  std::string const& problem() const { return problem_; }
  std::filesystem::path const& path() const { return path_; }

  std::ptrdiff_t entries() const {
    ranks_.barrier();
    auto const count = std::distance(std::filesystem::directory_iterator(path_), {});
    ranks_.barrier();
    return count;
  }

 private:
  distributed::Communicator ranks_ = world();
  std::optional<SmallDisk> disk_;
  std::string problem_;
  std::filesystem::path path_;
};

}  // namespace smnn::test
