/// `smnn discover`: finds the equations of motion behind data.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers {

/// Adds the subcommand; `runtime` is there when it runs. Exit code 1 if the true equations are
/// known and others were found.
void add_discover(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
                  int& exit_code);

}  // namespace smnn::drivers
