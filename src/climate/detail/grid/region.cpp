#include "smnn/climate/detail/grid/region.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {
namespace {

// Coordinates in single precision are off by that much at most, in degrees.
constexpr double edge_tolerance = 1e-4;

double wrapped(double longitude) {
  double const rest = std::fmod(longitude, 360.0);
  double const positive = rest < 0 ? rest + 360.0 : rest;
  return positive >= 360.0 - edge_tolerance ? 0.0
                                            : positive;  // 359.99998 is 360 in single precision
}

std::string place(std::size_t i, double value) {
  return io::to_string(value) + " at " + std::to_string(i);
}

// The first place where degrees are not within limits, or do not go on in the direction that most
// go in.
void require_direction(std::vector<double> const& degrees, std::string const& where) {
  if (degrees.size() < 2) return;
  bool const ascending = degrees.back() > degrees.front();
  for (std::size_t i = 1; i < degrees.size(); ++i) {
    bool const good = ascending ? degrees[i] > degrees[i - 1] : degrees[i] < degrees[i - 1];
    if (!good) {
      throw IoError(where + ": " + place(i, degrees[i]) + " follows " +
                    io::to_string(degrees[i - 1]) + ", expected degrees that " +
                    (ascending ? "ascend" : "descend") + " strictly");
    }
  }
}

void require_limits(std::vector<double> const& degrees, double low, double high,
                    std::string const& where) {
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    if (!(degrees[i] >= low - edge_tolerance && degrees[i] <= high + edge_tolerance)) {
      throw IoError(where + ": " + place(i, degrees[i]) + ", expected degrees in " +
                    io::to_string(low) + " .. " + io::to_string(high));
    }
  }
}

std::string interval(double low, double high) {
  return io::to_string(low) + " .. " + io::to_string(high);
}

}  // namespace

std::vector<double> latitudes_of(Field const& field) {
  std::string const& name = field.axes().latitude.coordinates;
  std::string const where = field.reader().where(name);
  std::vector<double> degrees = field.reader().read(name);
  require_limits(degrees, -90, 90, where);
  require_direction(degrees, where);
  return degrees;
}

Columns columns_of(Field const& field) {
  std::string const& name = field.axes().longitude.coordinates;
  std::string const where = field.reader().where(name);
  std::vector<double> degrees = field.reader().read(name);
  require_limits(degrees, -360, 720, where);
  std::vector<double> east(degrees.size());
  std::transform(degrees.begin(), degrees.end(), east.begin(), wrapped);
  bool const twice =
      east.size() > 1 && std::abs(east.front() - east.back()) < edge_tolerance;  // 0 and 360
  if (twice) east.pop_back();

  // From the smallest on they must ascend, or descend, once around.
  std::vector<std::int64_t> stored(east.size());
  std::iota(stored.begin(), stored.end(), 0);
  auto const smallest = std::min_element(east.begin(), east.end()) - east.begin();
  std::rotate(stored.begin(), stored.begin() + smallest, stored.end());
  auto const degree = [&](std::int64_t i) { return east[static_cast<std::size_t>(i)]; };
  if (stored.size() > 2 && degree(stored[1]) > degree(stored.back()))
    std::reverse(stored.begin() + 1, stored.end());
  Columns columns{{}, stored};
  for (std::int64_t const i : stored) columns.longitudes.push_back(degree(i));
  for (std::size_t i = 1; i < stored.size(); ++i) {
    if (columns.longitudes[i] - columns.longitudes[i - 1] > edge_tolerance) continue;
    auto const at = static_cast<std::size_t>(stored[i]);
    throw IoError(where + ": " + place(at, degrees[at]) +
                  ", expected longitudes that ascend or descend strictly, once around the globe");
  }
  return columns;
}

distributed::Range rows_between(std::vector<double> const& latitudes, double south, double north) {
  if (!(south <= north)) {
    throw InvalidArgument("south " + io::to_string(south) + ", north " + io::to_string(north) +
                          ": expected south not above north");
  }
  auto const inside = [&](double latitude) {
    return latitude >= south - edge_tolerance && latitude <= north + edge_tolerance;
  };
  auto const begin = std::find_if(latitudes.begin(), latitudes.end(), inside);
  auto const end = std::find_if_not(begin, latitudes.end(), inside);
  if (begin == end) {
    throw InvalidArgument("south and north: no latitude in " + interval(south, north) +
                          ", expected some of " + interval(latitudes.front(), latitudes.back()));
  }
  return {begin - latitudes.begin(), end - latitudes.begin()};
}

Columns columns_between(Columns const& columns, double west, double east) {
  if (!(std::abs(west) <= 720 && std::abs(east) <= 720)) {
    throw InvalidArgument("west " + io::to_string(west) + ", east " + io::to_string(east) +
                          ": expected degrees in -720 .. 720");
  }
  if (east - west >= 360) return columns;
  double const from = wrapped(west);
  double const to = wrapped(east) == 0 && east > west ? 360.0 : wrapped(east);
  Columns chosen;
  for (std::size_t i = 0; i < columns.longitudes.size(); ++i) {
    double const longitude = columns.longitudes[i];
    bool const behind = longitude >= from - edge_tolerance;
    bool const before = longitude <= to + edge_tolerance;
    if (from <= to ? !(behind && before) : !(behind || before)) continue;
    chosen.longitudes.push_back(longitude);
    chosen.stored.push_back(columns.stored[i]);
  }
  if (chosen.longitudes.empty()) {
    throw InvalidArgument(
        "west and east: no longitude in " + interval(west, east) + ", expected some of " +
        interval(columns.longitudes.front(), columns.longitudes.back()) + " degrees east");
  }
  return chosen;
}

}  // namespace smnn::climate::detail
