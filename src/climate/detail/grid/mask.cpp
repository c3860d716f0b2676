#include "smnn/climate/detail/grid/mask.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "smnn/climate/detail/grid/region.hpp"
#include "smnn/climate/detail/words.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {
namespace {

constexpr double tolerance = 1e-3;  // degrees; grids of masks are often written by other hands

// Where the coordinate is among those, as near as the tolerance; throws if it is not.
std::int64_t index_of(double degree, std::vector<double> const& degrees, bool around,
                      std::string const& where) {
  auto const distance = [&](double other) {
    double const apart = std::abs(other - degree);
    return around ? std::min(apart, std::abs(360.0 - apart)) : apart;
  };
  auto const nearest = std::min_element(degrees.begin(), degrees.end(), [&](double a, double b) {
    return distance(a) < distance(b);
  });
  if (!(distance(*nearest) <= tolerance)) {
    throw IoError(where + ": no " + io::to_string(degree) + ", the nearest is " +
                  io::to_string(*nearest) + "; expected a mask on the grid of the temperatures");
  }
  return nearest - degrees.begin();
}

std::vector<double> sea_flags(io::NetcdfReader const& reader, std::string const& variable) {
  auto const values = reader.numbers(variable, "flag_values");
  auto const meanings = values ? reader.text(variable, "flag_meanings") : std::nullopt;
  if (!values || !meanings) return {};
  auto const words = words_of(lower_case(*meanings));
  std::vector<double> sea;
  for (std::size_t i = 0; i < std::min(words.size(), values->values.size()); ++i) {
    if (is_one_of(words[i], std::vector<std::string>{"ocean", "sea", "water", "open_water",
                                                     "open_ocean", "open_sea"})) {
      sea.push_back(values->values[i]);
    }
  }
  return sea;
}

}  // namespace

Mask::Mask(io::NetcdfReader const& reader, std::string const& variable) : field_(reader, variable) {
  if (field_.times() > 1) {
    throw IoError(reader.where(variable) + ": a mask at " + std::to_string(field_.times()) +
                  " times, expected one that does not change");
  }
  sea_flags_ = sea_flags(reader, variable);
  std::string const standard = lower_case(reader.text(variable, "standard_name").value_or(""));
  using Names = std::vector<std::string>;
  one_is_land_ = standard == "land_binary_mask" || standard == "land_area_fraction" ||
                 (standard.empty() &&
                  is_one_of(lower_case(variable), Names{"landmask", "land_mask", "lsm", "sftlf"}));
  if (reader.text(variable, "units").value_or("") == "%") half_ = 50;
}

std::string Mask::meaning() const {
  std::string const name = io::quote(field_.name());
  if (!sea_flags_.empty()) return "land where " + name + " has no flag of the sea";
  return "land where " + name + " is " + (one_is_land_ ? "above " : "below ") +
         io::to_string(half_) + " or missing";
}

bool Mask::is_land(double stored) const {
  if (!sea_flags_.empty()) return !is_one_of(stored, sea_flags_);
  bool const fraction = stored >= 0 && stored <= 2 * half_;  // else a fill value
  return !fraction || (one_is_land_ ? stored > half_ : stored < half_);
}

std::vector<char> Mask::land(std::vector<double> const& latitudes,
                             std::vector<double> const& longitudes,
                             distributed::Range const& rows) const {
  if (rows.size() == 0) return {};
  std::vector<double> const own_latitudes = latitudes_of(field_);
  Columns const own = columns_of(field_);
  std::string const& name = field_.axes().latitude.coordinates;
  std::vector<std::int64_t> row_of;
  for (std::int64_t row = rows.begin; row < rows.end; ++row) {
    row_of.push_back(index_of(latitudes[static_cast<std::size_t>(row)], own_latitudes, false,
                              field_.reader().where(name)));
  }
  std::vector<std::int64_t> column_of;
  for (double const longitude : longitudes) {
    auto const index = index_of(longitude, own.longitudes, true,
                                field_.reader().where(field_.axes().longitude.coordinates));
    column_of.push_back(own.stored[static_cast<std::size_t>(index)]);
  }
  auto const [low, high] = std::minmax_element(row_of.begin(), row_of.end());
  Block const block = field_.read({0, 1}, {*low, *high + 1}, {0, field_.columns()});
  std::vector<char> land;
  land.reserve(row_of.size() * column_of.size());
  for (std::int64_t const row : row_of) {
    for (std::int64_t const column : column_of)
      land.push_back(is_land(block.at(0, row - *low, column)) ? 1 : 0);
  }
  return land;
}

}  // namespace smnn::climate::detail
