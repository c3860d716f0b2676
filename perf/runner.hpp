/// Runs groups by Google Benchmark: the repetitions of a group's contestants in random order, one
/// group after another.
#pragma once

#include <vector>

#include "catalogue.hpp"
#include "collector.hpp"
#include "report/results.hpp"

namespace smnn::perf {

/// Only contestants whose names match --benchmark_filter take part (benchmark::Initialize has been
/// called); groups without any are left out of the results.
Results run_groups(std::vector<Group> const& groups, Collector& collector);

}  // namespace smnn::perf
