/// What the learned ODEs say of themselves: how they oscillate.
#pragma once

#include <smnn/forecast/series_forecast.hpp>
#include <vector>

namespace smnn::drivers::sst {

/// For each sample the period, in years, of the homogeneous solutions exp(z t) of its ODE, c_0 +
/// c_1 z + c_2 z^2 = 0: the median over the times at which coefficients and step, taken as they are
/// there, make it oscillate; 0 if none does, or with other than K = 3 orders. A step of the ODE's
/// own time is `years` years.
std::vector<float> oscillation_periods(std::vector<float> const& coefficients,
                                       std::vector<float> const& steps,
                                       forecast::SeriesForecastOptions const& options,
                                       double years);

}  // namespace smnn::drivers::sst
