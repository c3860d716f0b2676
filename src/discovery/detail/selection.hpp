// Which coefficients the data need: backward elimination on the reduced problem.
#pragma once

#include <cstddef>
#include <vector>

#include "smnn/discovery/detail/data/columns.hpp"
#include "smnn/discovery/detail/joint/joint_problem.hpp"

namespace smnn::discovery::detail {

struct SelectionRule {
  double significance = 0;  // least |xi| / standard error
  double contribution = 0;  // least root mean square of the term relative to that of x'
  double threshold = 0;     // least |xi|, in the caller's units
};

struct Selection {
  std::vector<std::size_t> kept;        // indices into the columns
  std::vector<double> coefficients;     // of the kept ones
  std::vector<double> standard_errors;  // of the kept ones
  int undetermined = 0;                 // directions of xi that the data did not fix at the start
};

// The minimiser of the reduced problem. While a coefficient fails the rule the least of them
// (relative to the rule) is removed and the others are fitted again. `variance` is that of a
// coefficient whose entry of the inverse reduced matrix is 1; `derivative_sizes` has an entry per
// equation.
Selection select(ReducedProblem const& problem, std::vector<Column> const& columns, double variance,
                 std::vector<double> const& derivative_sizes, SelectionRule const& rule);

// Indices of the columns in `begun` and of others that improve the fit: as long as one is
// significant by its score, given those chosen already, the most significant is added. Stable where
// the columns together are not independent.
std::vector<std::size_t> grow(ReducedProblem const& problem, std::vector<std::size_t> begun,
                              std::vector<Column> const& columns, double variance,
                              std::vector<double> const& derivative_sizes,
                              SelectionRule const& rule);

}  // namespace smnn::discovery::detail
