/// What the learned ODEs say of themselves: how they oscillate.
#pragma once

#include <smnn/forecast/series_forecast.hpp>
#include <vector>

namespace smnn::drivers::sst {

/// For each sample the longest period, in years, of the homogeneous solutions exp(z t) of its ODE
/// at its first time; 0 if none oscillates. K = 3 orders or fewer: c_0 + c_1 z + c_2 z^2 = 0. A
/// step of the ODE's own time, the first, is `years` years.
std::vector<float> oscillation_periods(std::vector<float> const& coefficients,
                                       std::vector<float> const& steps,
                                       forecast::SeriesForecastOptions const& options,
                                       double years);

}  // namespace smnn::drivers::sst
