#include "statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace smnn::perf {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  double const position = share * static_cast<double>(values.size() - 1);
  auto const below = static_cast<std::size_t>(position);
  std::size_t const above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], position - static_cast<double>(below));
}

double median(std::vector<double> const& values) { return quantile(values, 0.5); }

double spread(std::vector<double> const& values) {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / (2 * median(values));
}

double fitted_exponent(std::vector<double> const& x, std::vector<double> const& y) {
  auto const count = static_cast<double>(x.size());
  double sum_x = 0;
  double sum_y = 0;
  double sum_xx = 0;
  double sum_xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double const u = std::log(x[i]);
    double const v = std::log(y[i]);
    sum_x += u;
    sum_y += v;
    sum_xx += u * u;
    sum_xy += u * v;
  }
  return (count * sum_xy - sum_x * sum_y) / (count * sum_xx - sum_x * sum_x);
}

}  // namespace smnn::perf
