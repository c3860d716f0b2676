#include "program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

#include "temporary_folder.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace smnn::test {
namespace {

pid_t spawn(std::vector<std::string> arguments, std::string const& output,
            std::string const& errors) {
  arguments.insert(arguments.begin(), SMNN_PROGRAM);
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t streams;
  posix_spawn_file_actions_init(&streams);
  int const flags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, output.c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, errors.c_str(), flags, 0600);
  pid_t process = 0;
  int const failed =
      posix_spawn(&process, SMNN_PROGRAM, &streams, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&streams);
  if (failed != 0) throw std::runtime_error("cannot start " SMNN_PROGRAM);
  return process;
}

}  // namespace

ProgramResult run_program(std::filesystem::path const& scratch,
                          std::vector<std::string> const& arguments) {
  auto const output = scratch / "stdout";
  auto const errors = scratch / "stderr";
  int status = 0;
  waitpid(spawn(arguments, output, errors), &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(output), read_text(errors)};
}

pid_t start_program(std::vector<std::string> const& arguments) {
  return spawn(arguments, "/dev/null", "/dev/null");
}

void kill_program(pid_t process) {
  kill(process, SIGKILL);
  waitpid(process, nullptr, 0);
}

}  // namespace smnn::test
