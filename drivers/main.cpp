/// The program smnn: parses the command line, runs one subcommand, turns errors into exit codes.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <optional>
#include <smnn/config.hpp>
#include <smnn/solver/error.hpp>
#include <smnn/version.hpp>
#include <string>
#include <vector>

#include "discover.hpp"
#include "fit.hpp"
#include "info.hpp"
#include "support/console.hpp"
#include "support/runtime.hpp"
#include "support/timings.hpp"
#include "validate.hpp"
#ifdef SMNN_HAVE_HDF5
#include "solve.hpp"
#endif
#ifdef SMNN_HAVE_KDV
#include "kdv.hpp"
#endif
#ifdef SMNN_HAVE_SST
#include "sst.hpp"
#endif

namespace smnn::drivers {
namespace {

constexpr int exit_error = 1;
constexpr int exit_usage = 2;

constexpr char const* footer = R"(
Options may come from a TOML file: smnn --config FILE SUBCOMMAND. Its table [validate] holds the options of
`smnn validate`, for example steps = 200; what the command line says wins.
Options --kokkos-... (for example --kokkos-num-threads=4) are passed on to Kokkos.
Exit code: 0 success; 1 an error, or a tolerance that does not hold; 2 a command line that is not understood.
)";

struct CommandLine {
  std::vector<std::string> own;     // in reverse order, as CLI11 wants it
  std::vector<std::string> kokkos;  // begins with the program's name
};

CommandLine split(int argc, char** argv) {
  CommandLine result;
  result.kokkos.emplace_back(argc > 0 ? argv[0] : "smnn");
  for (int i = argc; --i > 0;) {
    std::string const argument = argv[i];
    (argument.starts_with("--kokkos-") ? result.kokkos : result.own).push_back(argument);
  }
  return result;
}

std::string usage_message(CLI::App const* /*app*/, CLI::Error const& error) {
  std::string what = error.what();
  std::string const unknown_key = "INI was not able to parse ";
  if (what.starts_with(unknown_key)) {
    what = "--config: the file has an unknown entry, " + what.substr(unknown_key.size()) +
           "; expected long names of options, in a table named as the subcommand";
  }
  return "smnn: error: " + what + "\nRun with --help for more information.\n";
}

/// Those that share their work among ranks, or tell of all ranks.
constexpr char const* distributed_subcommands[] = {"discover", "fit",   "info",
                                                   "kdv",      "solve", "sst"};

void require_one_rank(CLI::App const& app, Runtime const& runtime) {
  if (runtime.ranks() == 1) return;
  for (char const* const name : distributed_subcommands) {
    if (app.got_subcommand(name)) return;
  }
  throw InvalidArgument("smnn was started on " + std::to_string(runtime.ranks()) +
                        " MPI ranks, expected 1: this subcommand does not share its work");
}

int run(int argc, char** argv) {
  CommandLine command_line = split(argc, argv);
  std::optional<Runtime> runtime;
  Console console;
  Timings timings;  // ends before Kokkos does
  int exit_code = 0;

  CLI::App app("smnn: batched block-banded least-squares solver of linear ODEs, on CPUs and GPUs",
               "smnn");
  app.footer(footer);
  app.set_version_flag("--version", std::string("smnn ") + version + " (" + git_revision() + ")");
  app.set_help_all_flag("--help-all", "Print the help of every subcommand");
  app.set_config("--config", "", "TOML file with options")->check(CLI::ExistingFile);
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.failure_message(usage_message);
  app.require_subcommand(1);
  app.fallthrough();  // --config may stand behind the subcommand, too
  app.parse_complete_callback([&] {
    runtime.emplace(command_line.kokkos);
    console.open(runtime->communicator());
    require_one_rank(app, *runtime);
    timings.start(app.get_subcommands().front()->get_name());
  });
  add_console(app, console);
  add_timings(app, timings);
  add_validate(app, console, exit_code);
#ifdef SMNN_HAVE_HDF5
  add_solve(app, runtime, console, exit_code);
#endif
  add_discover(app, runtime, console, exit_code);
  add_fit(app, runtime, console, exit_code);
#ifdef SMNN_HAVE_KDV
  add_kdv(app, runtime, console);
#endif
#ifdef SMNN_HAVE_SST
  add_sst(app, runtime, console);
#endif
  add_info(app, runtime, console, exit_code);

  auto const finish = [&console](int code) {
    console.record("exit code " + std::to_string(code));
    return code;
  };
  auto const fail = [&](char const* what) {
    console.record(std::string("smnn: error: ") + what);
    if (runtime) {
      runtime->report_error(what);
    } else {
      std::fprintf(stderr, "smnn: error: %s\n", what);
    }
    return finish(exit_error);
  };
  try {
    app.parse(std::move(command_line.own));
    if (runtime) timings.report(runtime->communicator(), console);
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? 0 : exit_usage;
  } catch (std::bad_alloc const&) {
    return fail("out of memory");
  } catch (std::exception const& error) {
    return fail(error.what());
  }
  return finish(exit_code);
}

}  // namespace
}  // namespace smnn::drivers

int main(int argc, char** argv) {
  try {
    return smnn::drivers::run(argc, argv);
  } catch (std::exception const& error) {
    std::fprintf(stderr, "smnn: error: %s\n", error.what());
    return 1;
  }
}
