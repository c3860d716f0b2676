/// All problems of a file, solved into another file.
#pragma once

#include <functional>
#include <string>

#include "solve/problem_file.hpp"
#include "solve/solve_problem.hpp"

namespace smnn::drivers {

struct FileRequest {
  std::string input;
  std::string output;  // replaced if it exists; must not be the input
  std::string group;   // only the problem of this group; empty: all of them
  SolveRequest solve;
};

/// Called after each problem, on all ranks.
using OnSolved = std::function<void(ProblemHeader const&, SolveSummary const&)>;

/// Solves the problems of the input, sharing each among the ranks, and writes the results into the
/// groups of the same names, beside where they come from (io/provenance.hpp). Every header is
/// checked before the first problem is solved. The output appears when it is complete: after an
/// error there is none, and an older file of its name is untouched. Errors are IoError for a bad
/// file, NumericalError for systems that fail. Collective.
void solve_file(distributed::Communicator const& ranks, FileRequest const& request,
                OnSolved const& on_solved = {});

}  // namespace smnn::drivers
