/// `smnn validate`: solves ODEs whose solutions are known and says how far off the solver is.
#pragma once

#include <CLI/CLI.hpp>

#include "support/console.hpp"

namespace smnn::drivers {

/// Adds the subcommand. Exit code 1 if a tolerance does not hold.
void add_validate(CLI::App& app, Console& console, int& exit_code);

}  // namespace smnn::drivers
