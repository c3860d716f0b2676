#include "sst/model/periods.hpp"

#include <cmath>
#include <numbers>

namespace smnn::drivers::sst {

std::vector<float> oscillation_periods(std::vector<float> const& coefficients,
                                       std::vector<float> const& steps,
                                       forecast::SeriesForecastOptions const& options,
                                       double years) {
  auto const own = static_cast<std::size_t>(options.coefficients());
  auto const own_steps = static_cast<std::size_t>(options.steps());
  std::vector<float> periods(coefficients.size() / own, 0.0F);
  if (options.orders != 3) return periods;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    auto const c = [&](std::size_t order) {
      return static_cast<double>(coefficients[i * own + order]);
    };
    double const discriminant = c(1) * c(1) - 4 * c(0) * c(2);
    if (!(discriminant < 0)) continue;
    double const frequency = std::sqrt(-discriminant) / (2 * std::abs(c(2)));  // per unit of time
    double const unit = years / static_cast<double>(steps[i * own_steps]);
    periods[i] = static_cast<float>(2 * std::numbers::pi / frequency * unit);
  }
  return periods;
}

}  // namespace smnn::drivers::sst
