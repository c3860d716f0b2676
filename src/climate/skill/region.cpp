#include "smnn/climate/skill/region.hpp"

#include <cmath>
#include <numbers>

namespace smnn::climate {

std::vector<Region> const& regions() {
  double const above = std::nextafter(20.0, 90.0);
  static std::vector<Region> const all{{"globe"},
                                       {"tropics", -20, 20},
                                       {"northern extratropics", above, 90},
                                       {"southern extratropics", -90, -above},
                                       {"Nino 3.4", -5, 5, 190, 240}};
  return all;
}

double area_of(Grid const& grid, std::int64_t point) {
  return std::cos(grid.latitude(point) * std::numbers::pi / 180);
}

}  // namespace smnn::climate
