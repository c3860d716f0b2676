// Candidate terms integrated over windows of the data by the solver.
#pragma once

#include <Kokkos_Core.hpp>
#include <vector>

#include "smnn/discovery/detail/dense.hpp"
#include "smnn/discovery/terms.hpp"
#include "smnn/discovery/trajectories.hpp"
#include "smnn/solver/extents.hpp"

namespace smnn::discovery::detail {

struct Discretisation {
  Smoothness smoothness = Smoothness::pade;
  std::int64_t orders = 4;  // K
};

// A trajectory cut into windows of `window` points (what is left over is not used): every window a
// trajectory.
Trajectories cut(Trajectories const& data, std::int64_t window);

// Solutions of y' = term_p along the data, one column a term, less the mean of every window: what
// is left when the initial value is free. Below each other for all windows: (windows * window, P).
template <class ExecutionSpace>
Matrix integrate_terms(ExecutionSpace const& space, Trajectories const& windows,
                       std::vector<Term> const& terms, Discretisation const& discretisation);

}  // namespace smnn::discovery::detail
