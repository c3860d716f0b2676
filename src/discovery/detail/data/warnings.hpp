// What the user should know about a fit.
#pragma once

#include <vector>

#include "smnn/discovery/detail/data/scaled_data.hpp"
#include "smnn/discovery/discover.hpp"

namespace smnn::discovery::detail {

// Adds a warning for every variable without terms.
void warn_of_empty_equations(Discovery& found);

// Adds all warnings. `noise` is the estimate from the data alone, scaled, Discovery::noise what the
// states leave of the data.
void warn(Discovery& found, bool equations_hold, int undetermined, std::vector<double> const& noise,
          Scales const& scales);

}  // namespace smnn::discovery::detail
