/// `smnn kdv`: the Korteweg-de Vries experiment, from its data to the forecasts.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers {

/// Adds the family of subcommands. They work on several ranks; `runtime` is there when one runs.
void add_kdv(CLI::App& app, std::optional<Runtime> const& runtime, Console& console);

}  // namespace smnn::drivers
