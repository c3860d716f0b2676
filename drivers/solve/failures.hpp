/// Systems that failed, wherever they were solved.
#pragma once

#include <cstdint>
#include <smnn/distributed/communicator.hpp>
#include <span>
#include <vector>

#include "solve/problem_file.hpp"

namespace smnn::drivers {

struct Failure {
  std::int64_t solution;  // b * M + m, of the whole problem
  std::int64_t info;      // of Solver
};

struct Failures {
  std::int64_t count = 0;
  std::vector<Failure> first;  // a few
};

/// Those of all ranks, on all ranks: `info` is of this rank's solutions, which begin at
/// `first_solution`; empty where another rank has the same ones. Collective.
Failures gather_failures(distributed::Communicator const& ranks, std::span<std::int64_t const> info,
                         std::int64_t first_solution);

/// Throws NumericalError naming file, group, and the first systems that failed, if any did.
void raise(Failures const& failures, ProblemHeader const& header);

}  // namespace smnn::drivers
