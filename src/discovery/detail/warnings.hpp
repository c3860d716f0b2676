// What the user should know about a fit.
#pragma once

#include <vector>

#include "smnn/discovery/detail/scaled_data.hpp"
#include "smnn/discovery/discover.hpp"

namespace smnn::discovery::detail {

// Adds the warnings. `noise` is the estimate from the data alone, scaled, Discovery::noise what the
// states leave of the data.
void warn(Discovery& found, bool equations_hold, int undetermined, std::vector<double> const& noise,
          Scales const& scales);

}  // namespace smnn::discovery::detail
