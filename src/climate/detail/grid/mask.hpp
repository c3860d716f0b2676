/// @file
/// Land, told by a mask on the grid of the temperatures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/climate/detail/grid/field.hpp"

namespace smnn::climate::detail {

/// A number per cell. What it means follows from flag_meanings, from standard_name or name (1, or
/// more than half, is land: land_binary_mask, land_area_fraction, landmask, land_mask, lsm, sftlf;
/// is sea: sea_binary_mask, sea_area_fraction, sftof), else as NOAA has it: 1 is ocean, 0 is land.
class Mask {
 public:
  /// Throws IoError unless the variable is a field over latitude and longitude that does not change
  /// in time and whose meaning is known.
  Mask(io::NetcdfReader const& reader, std::string const& variable);

  /// Whether the cells of a grid's rows begin .. end-1 are land, row by row. Reads no other rows.
  /// Throws IoError unless the mask has these latitudes and longitudes, in whatever order.
  std::vector<char> land(std::vector<double> const& latitudes,
                         std::vector<double> const& longitudes,
                         distributed::Range const& rows) const;

  std::string const& variable() const { return field_.name(); }
  /// "land where 'mask' is 0": for messages.
  std::string meaning() const;

 private:
  bool is_land(double stored) const;

  Field field_;
  bool one_is_land_ = false;
  double half_ = 0.5;              // between land and sea; of 100 where in percent
  std::vector<double> sea_flags_;  // with flags: the values that are sea
};

}  // namespace smnn::climate::detail
