/// `smnn kdv generate`: data sets by the classical solver.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers::kdv {

void add_generate(CLI::App& family, std::optional<Runtime> const& runtime, Console& console);

}  // namespace smnn::drivers::kdv
