/// `smnn info`: what this build of smnn is and what it runs on.
#pragma once

#include <CLI/CLI.hpp>

namespace smnn::drivers {

/// Adds the subcommand.
void add_info(CLI::App& app, int& exit_code);

}  // namespace smnn::drivers
