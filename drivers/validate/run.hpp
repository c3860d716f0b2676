/// One solve of a sample by the library.
#pragma once

#include <string>
#include <vector>

#include "options/solver_options.hpp"
#include "validate/sample.hpp"

namespace smnn::drivers::validation {

struct Outcome {
  std::vector<double> solution;  // (B, T, D, K)
  std::int64_t failed = 0;       // systems
  double rounding_estimate = 0;  // the solver's own, relative; largest over the batch
  double residual_norm = 0;      // largest over the batch
  std::int64_t sweeps = 0;       // largest over the batch
  double seconds = 0;            // of factoring and solving, all systems
  std::string solver;
};

/// Solves with weights 1. Failed systems are counted, not thrown; their solution is NaN.
Outcome run_solver(Sample const& sample, Smoothness smoothness, SolverChoice const& choice);

}  // namespace smnn::drivers::validation
