#include "smnn/climate/synthetic/seasons.hpp"

#include <cmath>
#include <numbers>

namespace smnn::climate {
namespace {

constexpr double pi = std::numbers::pi;

double radians(double degrees) { return degrees * (pi / 180); }

}  // namespace

double mean_temperature(double latitude) {
  double const square = (latitude / 42) * (latitude / 42);
  return 29 / (1 + square * square) - 0.5;
}

double seasonal_cycle(double latitude, double year_fraction) {
  double const sine = std::sin(radians(latitude));
  double const cosine = std::cos(radians(latitude));
  double const annual = 2 * sine * cosine * std::cos(2 * pi * (year_fraction - 0.65 - 0.03 * sine));
  double const semi_annual =
      0.15 * cosine * cosine * std::cos(4 * pi * (year_fraction - 0.28 + 0.05 * sine));
  return annual + semi_annual;
}

double warming(double latitude) { return 1 + 0.5 * std::sin(radians(latitude)); }

}  // namespace smnn::climate
