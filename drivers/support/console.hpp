/// What the program says, in one place, so that --quiet and --log hold for every subcommand.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <smnn/distributed/communicator.hpp>
#include <string>

namespace smnn::drivers {

/// Rank 0 speaks; what other ranks say is dropped, so that nobody need ask for the rank. Results go
/// to standard output, warnings to standard error. --quiet leaves warnings only; --log appends to a
/// file all that would be said without --quiet, at once, so that it survives a run that is killed.
class Console {
 public:
  bool quiet = false;
  std::string log;  ///< File; none if empty.

  /// Opens the log and heads it with version, revision, command line, ranks, host and time.
  /// Collective; throws IoError on all ranks if the file cannot be opened.
  void open(distributed::Communicator const& ranks);

  /// A part of the results, as printf has it; lines need not be whole.
  [[gnu::format(printf, 2, 3)]] void print(char const* pattern, ...);
  /// The same for a text that is made already.
  void write(std::string const& text);

  /// A line of the results that tells whether they are good: if not, it explains an exit code and
  /// is said in spite of --quiet, on standard error.
  void judge(bool good, std::string const& line);

  /// "smnn: warning: ...", on standard error.
  void warn(std::string const& what);

  /// A line for the log alone, with the time: what something else has put on the screen.
  void record(std::string const& line);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void append(std::string const& text);

  bool speaks_ = true;
  std::unique_ptr<std::FILE, Close> file_;
  bool inside_line_ = false;  // of the file
};

/// Adds --quiet and --log. `console` must live until the command line has been parsed.
void add_console(CLI::App& app, Console& console);

}  // namespace smnn::drivers
