/// `smnn sst`: sea-surface temperature, from NetCDF files to forecasts.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers {

/// Adds the family of subcommands. They work on several ranks; `runtime` is there when one runs.
void add_sst(CLI::App& app, std::optional<Runtime> const& runtime, Console& console);

}  // namespace smnn::drivers
