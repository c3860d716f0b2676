/// A folder for one test's files, the same on all ranks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "smnn/distributed/communicator.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {

/// Gone when all ranks are done with it.
class SharedFolder {
 public:
  explicit SharedFolder(distributed::Communicator const& world) : world_(world) {
    if (world.rank() == 0) name_ = own_.emplace().path().string();
    world.broadcast(name_);
  }
  ~SharedFolder() { world_.barrier(); }
  SharedFolder(SharedFolder const&) = delete;
  SharedFolder& operator=(SharedFolder const&) = delete;

  std::filesystem::path operator/(std::string const& name) const {
    return std::filesystem::path(name_) / name;
  }

 private:
  distributed::Communicator world_;
  std::optional<TemporaryFolder> own_;
  std::string name_;
};

}  // namespace smnn::test
