/// Command-line options that subcommands of `smnn kdv` share.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "options/solver_options.hpp"

namespace smnn::drivers::kdv {

/// What is rolled out, and how ranks share it.
struct RollOutOptions {
  std::string data;
  std::string split = "test";
  std::int64_t samples = 0;
  std::int64_t times = 0;    ///< 0: as many as the data have levels for.
  std::int64_t advance = 0;  ///< Levels of each forecast to keep; 0: all new ones.
  std::int64_t batch = 32;
  int ranks_per_line = 1;
  SolverChoice solver;
};

/// Adds the argument DATA.
void add_data(CLI::App& app, std::string& data);

/// Adds --ranks-per-line.
void add_ranks_per_line(CLI::App& app, int& ranks_per_line);

/// Adds --split, --samples, --times, --advance, --batch, --ranks-per-line and the solver's options;
/// DATA comes first of the subcommand's arguments, by `add_data`.
void add_roll_out_options(CLI::App& app, RollOutOptions& options);

}  // namespace smnn::drivers::kdv
