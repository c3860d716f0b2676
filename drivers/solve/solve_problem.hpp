/// Solves one problem of a file, and the results as they are written.
#pragma once

#include <cstdint>
#include <smnn/distributed/communicator.hpp>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/io/parallel/writer.hpp>
#include <string>

#include "options/solver_options.hpp"
#include "solve/problem_file.hpp"

namespace smnn::drivers {

struct SolveRequest {
  SolverChoice solver;
  bool adjoint = false;        // read adjoint_seed, write the gradients of all inputs
  bool mask_failures = false;  // a failed system is NaN and its `info` tells, instead of an error
  std::string grid;  // "2x4": ranks along the batch and along time; empty: from the extents
  bool gpu_aware_mpi = false;  // messages from device memory
  int deflate = 0;             // of the results, 0 to 9
};

/// What a line of the program's report says.
struct SolveSummary {
  distributed::ProcessGrid grid;
  std::int64_t solutions = 0;
  std::int64_t failed = 0;
  double rounding_error = 0;  // largest; NaN if it was not estimated
  double residual_norm = 0;   // largest
  double seconds = 0;         // solver only, without files; of the slowest rank
};

/// Reads the arrays, solves on Kokkos' default execution space and writes the group's results:
/// `solution`, `info`, `residual_norm`, `rounding_error`, `sweeps` with the broadcast batch
/// dimensions, gradients in the shapes of the inputs. Each rank reads, holds and writes its own
/// systems and time points. Throws IoError for unusable data and NumericalError, naming the
/// systems, if any failed; on all ranks. Collective.
SolveSummary solve_problem(distributed::Communicator const& ranks, ProblemHeader const& header,
                           SolveRequest const& request, io::ParallelWriteGroup const& output);

}  // namespace smnn::drivers
