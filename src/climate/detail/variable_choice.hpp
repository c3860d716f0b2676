/// @file
/// Which variable of a file is the temperature, and which the mask.
#pragma once

#include <string>

#include "smnn/io/netcdf/reader.hpp"

namespace smnn::climate::detail {

/// `wanted` if it is not empty. Else among those over time, latitude and longitude: sst, tos or
/// analysed_sst, else the only one with the standard_name of a temperature of the sea's surface.
/// Throws IoError, saying what there is, unless that is one field over time, latitude and
/// longitude.
std::string temperature_variable(io::NetcdfReader const& reader, std::string const& wanted);

/// `wanted` if it is not empty. Else mask, lsmask, landmask, land_mask or lsm, or what has the
/// standard_name of a mask, if it lies on a grid and does not change in time; "" if there is none.
/// Throws IoError if `wanted` is not there.
std::string mask_variable(io::NetcdfReader const& reader, std::string const& wanted);

}  // namespace smnn::climate::detail
