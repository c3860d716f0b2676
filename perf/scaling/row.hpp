/// One measurement as a row of CSV.
#pragma once

#include <cstdint>
#include <smnn/distributed/phase_table.hpp>
#include <smnn/distributed/process_grid.hpp>
#include <vector>

#include "options.hpp"

namespace smnn::perf {

struct Measurement {
  distributed::ProcessGrid grid;
  std::vector<double> seconds;
  std::int64_t corrections = 0;
  std::vector<distributed::PhaseStatistics> phases;  // of one more repetition
};

/// Prints the heading and the row: what was measured, median, quickest and slowest repetition, the
/// phases' times (on average over the ranks; least and most), host, device, revision and date.
/// Exchange is what is spent in messages, waiting for others included, wherever that is; the other
/// phases are without it. The call of one rank.
void print_row(ScalingOptions const& options, int ranks, Measurement const& measurement);

}  // namespace smnn::perf
