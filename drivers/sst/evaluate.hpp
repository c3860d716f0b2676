/// `smnn sst evaluate`.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers::sst {

void add_evaluate(CLI::App& family, std::optional<Runtime> const& runtime, Console& console);

}  // namespace smnn::drivers::sst
