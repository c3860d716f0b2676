/// What a run of the scaling benchmark measures.
#pragma once

#include <cstdint>
#include <smnn/distributed/solver.hpp>
#include <string>
#include <vector>

namespace smnn::perf {

struct ScalingOptions {
  std::string grid;          // "2x1"; empty: the solver's default
  std::int64_t systems = 8;  // of all ranks
  std::int64_t points = 100000;
  int dims = 1;
  int orders = 3;
  std::vector<std::int64_t> cuts;  // first time point of all ranks along time but the first
  distributed::SeparatorSystem separators = distributed::SeparatorSystem::automatic;
  bool single_precision = false;
  bool plain = false;    // normal equations without corrections
  bool adjoint = false;  // the gradients after the solution
  bool gpu_aware_mpi = false;
  bool flush_subnormals = false;
  int repetitions = 7;
  std::string label;       // copied into the output
  bool ping_pong = false;  // measure messages instead
};

/// From the command line; exits after --help.
ScalingOptions parse_scaling_options(int argc, char** argv);

}  // namespace smnn::perf
