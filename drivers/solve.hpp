/// `smnn solve`: solves the problems of an HDF5 file.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers {

/// Adds the subcommand; its errors are smnn::Error.
void add_solve(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
               int& exit_code);

}  // namespace smnn::drivers
