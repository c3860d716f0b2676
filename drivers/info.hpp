/// `smnn info`: what this build of smnn is and what it runs on.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers {

/// Adds the subcommand, which every rank of the runtime has to enter.
void add_info(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
              int& exit_code);

}  // namespace smnn::drivers
