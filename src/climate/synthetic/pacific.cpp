#include "smnn/climate/synthetic/pacific.hpp"

#include <cmath>
#include <numbers>

namespace smnn::climate {

double equatorial_band(double latitude) {
  constexpr double width = 8;
  return std::exp(-(latitude / width) * (latitude / width) / 2);
}

Imprint pacific_imprint(double longitude) {
  constexpr double west = 140;
  constexpr double extent = 140;
  double const across = (longitude - west) / extent;
  if (across <= 0 || across >= 1) return {};
  double const height = std::pow(std::sin(std::numbers::pi * across), 2);
  double const phase = 0.6 * std::numbers::pi * across;
  return {height * std::cos(phase), height * std::sin(phase)};
}

}  // namespace smnn::climate
