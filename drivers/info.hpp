/// `smnn info`: what this build of smnn is and what it runs on.
#pragma once

#include <CLI/CLI.hpp>

#include "support/console.hpp"

namespace smnn::drivers {

/// Adds the subcommand.
void add_info(CLI::App& app, Console& console, int& exit_code);

}  // namespace smnn::drivers
