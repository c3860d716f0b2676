/// What a run of the precision benchmark measures.
#pragma once

#include <cstdint>
#include <smnn/solver/extents.hpp>
#include <smnn/solver/options.hpp>
#include <string>

namespace smnn::perf {

struct PrecisionOptions {
  std::string problem = "oscillator";
  double length = 10;
  double step = 1e-2;
  int orders = 3;
  std::int64_t systems = 512;
  Smoothness smoothness = Smoothness::taylor;
  SolverOptions solver;
  bool single_precision = false;
  int repetitions = 9;
  std::string label;  // copied into the output
};

/// From the command line; exits after --help.
PrecisionOptions parse_precision_options(int argc, char** argv);

}  // namespace smnn::perf
