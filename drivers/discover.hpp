/// `smnn discover`: finds the equations of motion behind data.
#pragma once

#include <CLI/CLI.hpp>

namespace smnn::drivers {

/// Adds the subcommand. Exit code 1 if the true equations are known and others were found.
void add_discover(CLI::App& app, int& exit_code);

}  // namespace smnn::drivers
