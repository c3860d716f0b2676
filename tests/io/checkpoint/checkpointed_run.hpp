/// A run whose whole state is a text, for tests of checkpoints.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <smnn/distributed/communicator.hpp>
#include <smnn/io/checkpoint/on_ranks.hpp>
#include <string>
#include <vector>

#include "expect_error.hpp"
#include "temporary_folder.hpp"

namespace smnn::test {

inline io::Configuration const usual_configuration{{"seed", "3"}, {"size", "40"}};

/// One process's work on a folder; destroyed, it is as if it had been killed.
class CheckpointedRun {
 public:
  explicit CheckpointedRun(std::filesystem::path const& path, std::int64_t keep = 2,
                           io::Configuration const& configuration = usual_configuration,
                           std::string const& program = "smnn test")
      : folder_(path, program, configuration, keep) {
    folder_.open();
  }

  io::CheckpointFolder& folder() { return folder_; }

  void save(std::int64_t step, std::string const& state) {
    io::save_checkpoint(ranks_, folder_, step, [&](std::filesystem::path const& draft) {
      write_text(draft / "state", state);
      write_text(draft / "more", "more of step " + std::to_string(step));
      return std::vector<std::string>{"state", "more"};
    });
  }

  /// Saves steps 10, 20, ..., each with the state "state of STEP".
  void save_until(std::int64_t last) {
    for (std::int64_t step = 10; step <= last; step += 10)
      save(step, "state of " + std::to_string(step));
  }

  io::FoundCheckpoint find(std::optional<std::int64_t> step = std::nullopt) {
    return io::find_checkpoint(ranks_, folder_, step);
  }

  /// The state that it would go on from.
  std::string resume(std::optional<std::int64_t> step = std::nullopt) {
    return read_text(find(step).path / "state");
  }

 private:
  distributed::Communicator ranks_;
  io::CheckpointFolder folder_;
};

class CheckpointFolderTest : public testing::Test {
 public:
  using Steps = std::vector<std::int64_t>;

  std::filesystem::path file_of(std::int64_t step, std::string const& name) const {
    return io::CheckpointFolder(path, "", {}).path_of(step) / name;
  }
  std::filesystem::path manifest_of(std::int64_t step) const {
    return file_of(step, io::CheckpointManifest::file_name);
  }

  TemporaryFolder const temporary;
  std::filesystem::path const path = temporary / "run";
};

}  // namespace smnn::test
