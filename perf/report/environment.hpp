/// Where and of what the measurements were made.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace smnn::perf {

/// Pairs of name and value, in the order of the report.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// Kokkos must be initialised.
Facts environment();

/// 1, 5 and 15 minutes; "unknown" where the system does not tell.
std::string load_average();

/// Whether other processes keep the cores from us, by the load of the last minute.
bool machine_is_busy();

}  // namespace smnn::perf
