#include "smnn/climate/synthetic/land.hpp"

#include <cmath>

#include "smnn/climate/synthetic/detail/degree.hpp"

namespace smnn::climate {
namespace {

using detail::degree;

// An ellipse in latitude and longitude.
struct Continent {
  double latitude, longitude;  // of its middle
  double half_height, half_width;
};

constexpr Continent continents[] = {
    {6, 20, 31, 20},     // Africa
    {52, 78, 27, 72},    // Eurasia
    {18, 78, 14, 12},    // India
    {-20, 300, 35, 18},  // South America
    {52, 262, 22, 42},   // North America
    {17, 266, 12, 9},    // Central America
    {74, 318, 9, 20},    // Greenland
    {-25, 134, 12, 19},  // Australia
};

}  // namespace

bool is_land(double latitude, double longitude) {
  double const antarctic_coast = -71 + 4 * std::sin(2 * degree * longitude + 0.5);
  if (latitude < antarctic_coast) return true;
  // Bays and peninsulas, in parts of an ellipse's size.
  double const coast =
      1 + 0.12 * std::sin(5 * degree * longitude + 1) * std::cos(6 * degree * latitude);
  for (Continent const& continent : continents) {
    double const east = std::remainder(longitude - continent.longitude, 360) / continent.half_width;
    double const north = (latitude - continent.latitude) / continent.half_height;
    if (std::hypot(north, east) < coast) return true;
  }
  return false;
}

}  // namespace smnn::climate
