// The method of variable projection with states = data.
#include <utility>

#include "smnn/discovery/detail/data/warnings.hpp"
#include "smnn/discovery/detail/encoder/projection.hpp"
#include "smnn/discovery/detail/methods.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::discovery::detail {

template <class ExecutionSpace>
Discovery fit_by_variable_projection(ExecutionSpace const& space, Trajectories const& data,
                                     std::vector<Term> const& terms, Options const& options) {
  Trajectories const windows = cut(data, options.window);
  Projection projection = project(space, windows, windows.values, terms,
                                  {options.threshold, contribution_factor * options.contribution},
                                  {options.smoothness, options.orders});
  Discovery found;
  found.model = std::move(projection.model);
  found.standard_errors = std::move(projection.standard_errors);
  found.states = data.values;
  found.noise = estimate_noise(data);
  warn_of_empty_equations(found);
  return found;
}

#define SMNN_INSTANTIATE_VARIABLE_PROJECTION(REAL, SPACE)                                 \
  template Discovery fit_by_variable_projection<SPACE>(SPACE const&, Trajectories const&, \
                                                       std::vector<Term> const&, Options const&);
SMNN_INSTANTIATE_SPACES(SMNN_INSTANTIATE_VARIABLE_PROJECTION, double)

}  // namespace smnn::discovery::detail
