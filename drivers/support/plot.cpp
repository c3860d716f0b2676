#include "support/plot.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <smnn/solver/error.hpp>

#include "support/table.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace smnn::drivers {
namespace {

namespace fs = std::filesystem;

constexpr int exit_no_matplotlib = 3;  // of the script

/// A folder that disappears with its contents.
class ScratchFolder {
 public:
  ScratchFolder() : path_((fs::temp_directory_path() / "smnn-plot-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) {
      throw IoError("no picture: folder '" + path_ + "' cannot be made: " + std::strerror(errno));
    }
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(ScratchFolder const&) = delete;
  ScratchFolder& operator=(ScratchFolder const&) = delete;
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

/// The user's choice, or the one in PATH and the system's, which may be two.
std::vector<std::string> pythons() {
  if (char const* const chosen = std::getenv("SMNN_PYTHON")) return {chosen};
  return {"python3", "/usr/bin/python3"};
}

/// The command's exit status; that of a missing matplotlib if it cannot be started.
int run_command(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (auto& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  int const error = posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments.data(), environ);
  if (error != 0) return exit_no_matplotlib;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR)
      throw IoError(std::string("no picture: waiting for Python: ") + std::strerror(errno));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::string find_shared(std::string const& name, std::string const& what) {
  std::vector<fs::path> folders;
  if (char const* const folder = std::getenv("SMNN_SHARE_DIR")) folders.emplace_back(folder);
  std::error_code error;
  fs::path const program = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back(program.parent_path() / SMNN_RELATIVE_SHARE_DIR);
  folders.emplace_back(SMNN_INSTALLED_SHARE_DIR);
  folders.emplace_back(SMNN_SOURCE_SHARE_DIR);
  std::string looked;
  for (auto const& folder : folders) {
    fs::path const found = folder / name;
    if (fs::exists(found, error)) return found.string();
    looked += (looked.empty() ? "" : ", ") + folder.lexically_normal().string();
  }
  throw IoError(what + ": " + name + " not found in " + looked +
                "; set SMNN_SHARE_DIR to its folder");
}

void plot(std::string const& script_name, std::string const& picture,
          std::vector<std::pair<std::string, std::string>> const& data) {
  std::string const script = find_shared("plots/" + script_name, "no picture");
  ScratchFolder const folder;
  for (auto const& [name, contents] : data) write_text_file(folder.path() + "/" + name, contents);
  auto const candidates = pythons();
  int status = exit_no_matplotlib;
  for (std::size_t i = 0; i < candidates.size() && status == exit_no_matplotlib; ++i) {
    status = run_command({candidates[i], "-B", script, folder.path(), picture});
  }
  if (status == exit_no_matplotlib) {
    std::string tried;
    for (auto const& candidate : candidates) tried += (tried.empty() ? "" : ", ") + candidate;
    throw IoError("no picture: no Python with matplotlib (tried " + tried +
                  "); install it (Debian: python3-matplotlib, else: python3 -m pip install "
                  "matplotlib), or name a "
                  "Python that has it in SMNN_PYTHON");
  }
  if (status != 0) {
    throw IoError("no picture '" + picture + "': " + script + " failed with exit code " +
                  std::to_string(status));
  }
}

}  // namespace smnn::drivers
