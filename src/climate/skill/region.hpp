/// @file
/// Parts of the ocean that forecasts are judged by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/climate/record.hpp"

namespace smnn::climate {

/// Cells whose centres lie inside, borders included.
struct Region {
  std::string name;
  double south = -90, north = 90;  ///< Degrees north.
  double west = 0, east = 360;     ///< Degrees east.

  bool contains(double latitude, double longitude) const {
    return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
  }
};

/// The globe, the tropics (20 S - 20 N), the northern and southern extratropics (beyond them), and
/// Nino 3.4 (5 S - 5 N, 170 - 120 W), in this order.
std::vector<Region> const& regions();

/// Where Nino 3.4 stands among them.
inline constexpr std::size_t nino34 = 4;

/// The area of a point's cell up to a factor: the cosine of its latitude.
double area_of(Grid const& grid, std::int64_t point);

}  // namespace smnn::climate
