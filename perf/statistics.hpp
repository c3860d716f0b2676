/// Robust figures of repeated measurements.
#pragma once

#include <vector>

namespace smnn::perf {

/// Quantile by linear interpolation; NaN if there are no values.
double quantile(std::vector<double> values, double share);
double median(std::vector<double> const& values);

/// Half of the range between the quartiles, relative to the median.
double spread(std::vector<double> const& values);

/// Exponent p of y = a x^p by least squares on logarithms; NaN for fewer than two points.
double fitted_exponent(std::vector<double> const& x, std::vector<double> const& y);

}  // namespace smnn::perf
