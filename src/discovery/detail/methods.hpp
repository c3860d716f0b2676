// The methods behind `discover`; data, terms and options have been checked.
#pragma once

#include "smnn/discovery/discover.hpp"

namespace smnn::discovery::detail {

template <class ExecutionSpace>
Discovery fit_by_variable_projection(ExecutionSpace const& space, Trajectories const& data,
                                     std::vector<Term> const& terms, Options const& options);

template <class ExecutionSpace>
Discovery fit_jointly(ExecutionSpace const& space, Trajectories const& data,
                      std::vector<Term> const& terms, Options const& options);

}  // namespace smnn::discovery::detail
