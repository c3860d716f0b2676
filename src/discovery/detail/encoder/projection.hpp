// Coefficients for given states: the solution is linear in them, so one thresholded least-squares
// problem a variable gives them ("variable projection": initial values are projected out).
#pragma once

#include <vector>

#include "smnn/discovery/detail/data/windowed_basis.hpp"
#include "smnn/discovery/model.hpp"

namespace smnn::discovery::detail {

// Noise in the terms biases their coefficients; projection trusts nothing below this multiple of
// Options::contribution.
inline constexpr double contribution_factor = 10;

// Terms that fail it are dropped, the weakest first; 0: none for that reason.
struct ProjectionRule {
  double threshold = 0;     // least magnitude of a coefficient
  double contribution = 0;  // least root mean square of a term's integral relative to the target's
};

struct Projection {
  Model model;
  std::vector<double> standard_errors;  // (D, P), 0 where a term is absent
  double mean_square = 0;               // of what is left of the targets
};

// Fits `targets` (W, T, D) by terms that are integrated along the states of the windows.
template <class ExecutionSpace>
Projection project(ExecutionSpace const& space, Trajectories const& windows,
                   std::vector<double> const& targets, std::vector<Term> const& terms,
                   ProjectionRule const& rule, Discretisation const& discretisation);

}  // namespace smnn::discovery::detail
