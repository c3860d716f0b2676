/// How long each phase of a run took, for whoever asks for it.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <smnn/distributed/communicator.hpp>
#include <smnn/profiling/phase_timer.hpp>
#include <string>

namespace smnn::drivers {

class Timings {
 public:
  bool table = false;  ///< On the screen.
  std::string file;    ///< CSV; none if empty.

  /// Begins to measure, if anything is wanted. Kokkos must be initialised.
  void start();
  /// Prints and writes what was measured since. Collective.
  void report(distributed::Communicator const& ranks);

 private:
  std::optional<PhaseTimer> timer_;
};

/// Adds --timings and --timings-file. `timings` must live until the command line has been parsed.
void add_timings(CLI::App& app, Timings& timings);

}  // namespace smnn::drivers
