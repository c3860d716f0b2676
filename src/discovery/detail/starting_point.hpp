// Coefficients to start Gauss-Newton steps from.
#pragma once

#include <vector>

#include "smnn/discovery/detail/data/columns.hpp"

namespace smnn::discovery::detail {

// Fits x' at the given states (N, D) and derivatives (N, D), in the caller's units, point by point:
// the link's inverse is applied to x', and the fraction of the rational link is multiplied out.
// Identity starts from zero, which makes the first step linear. One entry a column.
std::vector<double> starting_coefficients(Model const& model, std::vector<Column> const& columns,
                                          std::vector<double> const& states,
                                          std::vector<double> const& derivatives);

}  // namespace smnn::discovery::detail
