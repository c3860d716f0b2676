/// Solves one problem of a file, and the results as they are written.
#pragma once

#include <cstdint>
#include <smnn/io/hdf5_writer.hpp>
#include <string>
#include <vector>

#include "options/solver_options.hpp"
#include "solve/problem_file.hpp"

namespace smnn::drivers {

struct SolveRequest {
  SolverChoice solver;
  bool adjoint = false;        // read adjoint_seed, write the gradients of all inputs
  bool mask_failures = false;  // a failed system is NaN and its `info` tells, instead of an error
};

/// What a line of the program's report says.
struct SolveSummary {
  std::int64_t solutions = 0;
  std::int64_t failed = 0;
  double rounding_error = 0;  // largest; NaN if it was not estimated
  double residual_norm = 0;   // largest
  double seconds = 0;         // solver only, without files
};

/// Reads the arrays, solves on Kokkos' default execution space and writes the group's results:
/// `solution`, `info`, `residual_norm`, `rounding_error`, `sweeps` with the broadcast batch
/// dimensions, gradients in the shapes of the inputs. Throws IoError for unusable data and
/// NumericalError, naming the systems, if any failed.
SolveSummary solve_problem(ProblemHeader const& header, SolveRequest const& request,
                           io::Hdf5WriteGroup const& output);

}  // namespace smnn::drivers
