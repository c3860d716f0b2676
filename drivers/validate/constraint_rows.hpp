/// The rows of the least-squares problem in twice the working precision, written down from the
/// method's formulas and not from the solver's code: the judge must not share the accused's
/// mistakes.
#pragma once

#include <functional>
#include <smnn/solver/problem.hpp>
#include <vector>

#include "validate/double_double.hpp"
#include "validate/sample.hpp"

namespace smnn::drivers::validation {

struct RowEntry {
  std::int64_t unknown;  // t * D * K + d * K + r
  DoubleDouble value;
};

using RowConsumer = std::function<void(std::vector<RowEntry> const& row, DoubleDouble const& rhs)>;

/// Hands every row of one member, with its right-hand side, to `consume`.
void for_each_row(Sample const& sample, Smoothness smoothness, Weights const& weights,
                  std::int64_t member, RowConsumer const& consume);

}  // namespace smnn::drivers::validation
