/// How long each phase of a run took, for whoever asks for it.
#pragma once

#include <CLI/CLI.hpp>
#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <optional>
#include <smnn/distributed/communicator.hpp>
#include <smnn/profiling/phase_timer.hpp>
#include <string>

#include "support/console.hpp"

namespace smnn::drivers {

class Timings {
 public:
  bool table = false;  ///< Among the results.
  std::string file;    ///< CSV; none if empty.

  /// Begins the outermost phase, "smnn fit" for the subcommand fit, and to measure, if that is
  /// wanted. Kokkos must be initialised, and end after this object.
  void start(std::string const& subcommand);
  /// Ends the phase; prints and writes what was measured. Collective; throws IoError on all ranks.
  void report(distributed::Communicator const& ranks, Console& console);

 private:
  std::optional<PhaseTimer> timer_;
  std::optional<Kokkos::Profiling::ScopedRegion> region_;
};

/// Adds --timings and --timings-file. `timings` must live until the command line has been parsed.
void add_timings(CLI::App& app, Timings& timings);

}  // namespace smnn::drivers
