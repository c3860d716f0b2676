#include "support/console.hpp"

#include <Kokkos_Core.hpp>
#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <smnn/machine/description.hpp>
#include <smnn/solver/error.hpp>
#include <smnn/version.hpp>
#include <vector>

namespace smnn::drivers {
namespace {

void say(std::FILE* stream, std::string const& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

std::string heading(int ranks) {
  return std::string("smnn ") + version + " (" + git_revision() + "), " + std::to_string(ranks) +
         (ranks == 1 ? " rank on " : " ranks on ") + host_name() + ", " +
         Kokkos::DefaultExecutionSpace::name() + ": " + command_line();
}

}  // namespace

void Console::open(distributed::Communicator const& ranks) {
  speaks_ = ranks.rank() == 0;
  ranks.on_root([this] {
    if (log.empty()) return;
    file_.reset(std::fopen(log.c_str(), "ab"));
    if (file_ == nullptr) {
      throw IoError("--log: file '" + log +
                    "': cannot be opened to append to it: " + std::strerror(errno));
    }
  });
  record(heading(ranks.size()));
}

void Console::print(char const* pattern, ...) {
  std::va_list arguments;
  std::va_list again;
  va_start(arguments, pattern);
  va_copy(again, arguments);
  int const length = std::vsnprintf(nullptr, 0, pattern, arguments);
  va_end(arguments);
  std::vector<char> text(static_cast<std::size_t>(length < 0 ? 0 : length) + 1);
  std::vsnprintf(text.data(), text.size(), pattern, again);
  va_end(again);
  write(text.data());
}

void Console::write(std::string const& text) {
  if (!speaks_) return;
  if (!quiet) say(stdout, text);
  append(text);
}

void Console::judge(bool good, std::string const& line) {
  if (!speaks_) return;
  if (quiet && !good) say(stderr, "smnn: " + line + '\n');
  write(line + '\n');
}

void Console::warn(std::string const& what) {
  if (!speaks_) return;
  std::string const line = "smnn: warning: " + what;
  say(stderr, line + '\n');
  record(line);
}

void Console::record(std::string const& line) {
  append((inside_line_ ? "\n" : "") + utc_date() + ' ' + line + '\n');
}

void Console::append(std::string const& text) {
  if (file_ == nullptr || text.empty()) return;
  inside_line_ = text.back() != '\n';
  bool const written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
  if (written && std::fflush(file_.get()) == 0) return;
  // Results are worth more than their log: the run goes on.
  std::string const why = std::strerror(errno);
  file_.reset();
  warn("--log: file '" + log + "': cannot be written, and no longer is: " + why);
}

void add_console(CLI::App& app, Console& console) {
  app.add_flag(
      "-q,--quiet", console.quiet,
      "Print nothing but warnings, errors and what explains an exit code of 1, on standard "
      "error; files that were asked for are written");
  app.add_option("--log", console.log,
                 "Append to this file what is printed, or would be without --quiet: results as "
                 "they are, progress, warnings and errors as lines with the time (UTC)")
      ->type_name("FILE");
}

}  // namespace smnn::drivers
