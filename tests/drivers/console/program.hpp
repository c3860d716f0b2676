/// Runs the program as a user does.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace smnn::test {

struct ProgramResult {
  int exit_code = -1;
  std::string output;  // standard output
  std::string errors;  // standard error
};

/// Until it ends. The streams go through files in `scratch`.
ProgramResult run_program(std::filesystem::path const& scratch,
                          std::vector<std::string> const& arguments);

/// In the background, its streams to nowhere.
pid_t start_program(std::vector<std::string> const& arguments);

/// Ends a program at once, as a batch system does, and waits for that.
void kill_program(pid_t process);

}  // namespace smnn::test
