/// The rows of A and b of one system, written down from the method's description alone: the tests'
/// own statement of what the solver solves.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "problem_data.hpp"

namespace smnn::test {

struct RowEntry {
  std::int64_t unknown;  // t * D * K + d * K + r
  long double value;     // weight included
  /// Derivative of `value` by each of the steps that the row contains.
  long double step_derivative = 0;
};

/// One row of A y = b, and where its numbers come from in the arrays of the problem's inputs.
struct Row {
  enum class Kind { governing, initial, two_point, three_point } kind;
  double weight;
  std::vector<RowEntry> entries;
  long double rhs = 0;                    // weight included
  std::size_t source = 0;                 // governing: of rhs; initial: of initial_values
  std::vector<std::size_t> sources;       // governing: of coefficients, one per entry
  std::vector<std::size_t> step_sources;  // smoothness: of steps, one or two
};

/// All rows of right-hand side m of system b; those of one time point follow each other, in order
/// of time.
std::vector<Row> constraint_rows(ProblemData const& problem, std::int64_t b, std::int64_t m);

}  // namespace smnn::test
