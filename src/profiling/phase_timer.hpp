/// @file
/// How long each phase took: the regions (Kokkos::Profiling) that any profiler shows, summed up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smnn {

/// A region within those that were open when it was entered.
struct Phase {
  std::string path;  ///< Names from the outermost region on, separated by '/'.
  std::int64_t calls = 0;
  double seconds = 0;  ///< With the phases inside it.
};

/// Takes the time of all regions while it lives. At every end of a region it waits for the device,
/// so that phases end when their work does: what would overlap no longer does. A profiler that is
/// loaded as well (KOKKOS_TOOLS_LIBS) still sees everything.
///
/// Kokkos must be initialised. One at a time, and one thread that enters regions; throws
/// InvalidArgument if there is another.
class PhaseTimer {
 public:
  PhaseTimer();
  ~PhaseTimer();
  PhaseTimer(PhaseTimer const&) = delete;
  PhaseTimer& operator=(PhaseTimer const&) = delete;

  /// In the order in which they were first entered; regions that are still open do not count.
  std::vector<Phase> phases() const;

  /// Forgets what was measured.
  void reset();
};

}  // namespace smnn
