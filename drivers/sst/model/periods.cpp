#include "sst/model/periods.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace smnn::drivers::sst {
namespace {

// Of exp(z t) with c0 + c1 z + c2 z^2 = 0, in the unit of t; 0 if it does not oscillate.
double period(double c0, double c1, double c2) {
  double const discriminant = c1 * c1 - 4 * c0 * c2;
  if (!(discriminant < 0)) return 0;
  return 4 * std::numbers::pi * std::abs(c2) / std::sqrt(-discriminant);
}

float median(std::vector<double>& values) {
  if (values.empty()) return 0;
  auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return static_cast<float>(*middle);
}

}  // namespace

std::vector<float> oscillation_periods(std::vector<float> const& coefficients,
                                       std::vector<float> const& steps,
                                       forecast::SeriesForecastOptions const& options,
                                       double years) {
  constexpr std::size_t orders = 3;
  auto const own = static_cast<std::size_t>(options.coefficients());
  auto const own_steps = static_cast<std::size_t>(options.steps());
  std::vector<float> periods(coefficients.size() / own, 0.0F);
  if (options.orders != 3) return periods;
  std::vector<double> found;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    found.clear();
    for (std::size_t t = 0; t < own / orders; ++t) {
      float const* const c = coefficients.data() + i * own + t * orders;
      float const step = steps[i * own_steps + std::min(t, own_steps - 1)];
      double const one =
          period(static_cast<double>(c[0]), static_cast<double>(c[1]), static_cast<double>(c[2]));
      if (one > 0) found.push_back(one * years / static_cast<double>(step));
    }
    periods[i] = median(found);
  }
  return periods;
}

}  // namespace smnn::drivers::sst
