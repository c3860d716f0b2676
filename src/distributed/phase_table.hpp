/// @file
/// How long each phase took, over all ranks.
#pragma once

#include <string>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/profiling/phase_timer.hpp"

namespace smnn::distributed {

/// Of one phase; ranks that never entered it count with 0 s.
struct PhaseStatistics {
  std::string path;
  std::int64_t calls = 0;  ///< The most of a rank.
  double least = 0;
  double mean = 0;
  double most = 0;  ///< Seconds.
};

/// Phases of all ranks by path, in the order of rank 0, then of those that other ranks have
/// besides. The same on all ranks. Collective.
std::vector<PhaseStatistics> gather_phases(Communicator const& ranks,
                                           std::vector<Phase> const& phases);

/// A line per phase, those inside others indented; the last column is what a phase takes, on
/// average, besides the phases inside it.
std::string phase_table(std::vector<PhaseStatistics> const& phases);

/// The times as CSV: region, calls, min_s, mean_s, max_s.
std::string phase_csv(std::vector<PhaseStatistics> const& phases);

}  // namespace smnn::distributed
