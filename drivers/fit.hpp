/// `smnn fit`: fits series by solutions of learned ODEs.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers {

/// Adds the subcommand. It works on several ranks; `runtime` is there when it runs.
void add_fit(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
             int& exit_code);

}  // namespace smnn::drivers
