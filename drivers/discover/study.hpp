/// The bundled systems at several noise levels and lengths of data.
#pragma once

#include <string>
#include <vector>

#include "discover/experiment.hpp"
#include "support/console.hpp"

namespace smnn::drivers::discovering {

/// Runs and prints, as a table of Markdown, for every system, length (all, a half, a quarter of its
/// points) and noise of 0, 1, 5, 10 and 20 %: terms missed and spurious, the largest relative error
/// of a coefficient, and the time. One line at a time: it takes minutes.
void run_study(Console& console, std::vector<System> const& systems,
               discovery::Options const& options, std::uint64_t seed);

}  // namespace smnn::drivers::discovering
