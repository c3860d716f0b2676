/// `smnn sst synthesize`: a climate whose best forecast is known.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>

#include "support/console.hpp"
#include "support/runtime.hpp"

namespace smnn::drivers::sst {

void add_synthesize(CLI::App& family, std::optional<Runtime> const& runtime, Console& console);

}  // namespace smnn::drivers::sst
