#include "smnn/climate/detail/grid/axes.hpp"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "smnn/climate/detail/words.hpp"
#include "smnn/io/text.hpp"

namespace smnn::climate::detail {
namespace {

enum class Kind { none, time, latitude, longitude };

// What coordinates say of themselves: units are the surest, a name by itself the weakest.
Kind kind_of(io::NetcdfReader const& reader, std::string const& name) {
  using Names = std::vector<std::string>;
  auto const attribute = [&](char const* which) {
    return lower_case(reader.text(name, which).value_or(""));
  };
  std::string const units = attribute("units");
  if (units.find(" since ") != std::string::npos) return Kind::time;
  if (is_one_of(units, Names{"degrees_north", "degree_north", "degrees_n", "degree_n", "degreesn",
                             "degreen"})) {
    return Kind::latitude;
  }
  if (is_one_of(units, Names{"degrees_east", "degree_east", "degrees_e", "degree_e", "degreese",
                             "degreee"})) {
    return Kind::longitude;
  }
  std::string const standard = attribute("standard_name");
  if (standard == "latitude") return Kind::latitude;
  if (standard == "longitude") return Kind::longitude;
  if (standard == "time") return Kind::time;
  std::string const own = lower_case(name);
  if (is_one_of(own, Names{"lat", "latitude", "lats", "nav_lat"})) return Kind::latitude;
  if (is_one_of(own, Names{"lon", "longitude", "long", "lons", "nav_lon"})) return Kind::longitude;
  if (is_one_of(own, Names{"time", "t"})) return Kind::time;
  std::string const axis = attribute("axis");
  if (axis == "t") return Kind::time;
  return Kind::none;
}

// Coordinates of a dimension and their kind: the variable of its name, or the first other one that
// says what it is.
std::pair<Kind, std::string> coordinates_of(io::NetcdfReader const& reader,
                                            std::string const& dimension) {
  std::pair<Kind, std::string> found{Kind::none, ""};
  for (io::NetcdfVariable const& variable : reader.variables()) {
    bool const along = variable.dimensions.size() == 1 && variable.dimensions[0].name == dimension;
    if (!along) continue;
    Kind const kind = kind_of(reader, variable.name);
    if (kind == Kind::none) continue;
    if (variable.name == dimension) return {kind, variable.name};
    if (found.first == Kind::none) found = {kind, variable.name};
  }
  return found;
}

std::string shape_of(io::NetcdfVariable const& variable) {
  std::string text;
  for (io::NetcdfDimension const& dimension : variable.dimensions) {
    text += (text.empty() ? "" : ", ") + io::quote(dimension.name) + " of " +
            std::to_string(dimension.size);
  }
  return text.empty() ? "no dimensions" : "dimensions " + text;
}

}  // namespace

Axes axes_of(io::NetcdfReader const& reader, io::NetcdfVariable const& variable) {
  Axes axes;
  std::array<Axis*, 4> const by_kind = {nullptr, &axes.time, &axes.latitude, &axes.longitude};
  auto const fail = [&](std::string const& what) {
    axes.problem = shape_of(variable) + ", " + what;
  };
  for (std::size_t d = 0; d < variable.dimensions.size(); ++d) {
    io::NetcdfDimension const& dimension = variable.dimensions[d];
    auto const [kind, coordinates] = coordinates_of(reader, dimension.name);
    Axis* const axis = by_kind[static_cast<std::size_t>(kind)];
    if (axis != nullptr && !axis->there()) {
      *axis = {static_cast<int>(d), coordinates};
    } else if (dimension.size != 1) {
      fail("expected coordinates for " + io::quote(dimension.name) +
           " that are times, latitudes or longitudes and that no other dimension has, or the size "
           "1");
      return axes;
    }
  }
  if (!axes.latitude.there() || !axes.longitude.there()) {
    fail("expected one with latitudes and one with longitudes (degrees_north, degrees_east)");
  }
  return axes;
}

}  // namespace smnn::climate::detail
