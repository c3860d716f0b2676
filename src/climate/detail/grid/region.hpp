/// @file
/// Rows and columns of a grid that lie in a region, columns in the order of their longitudes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/climate/detail/grid/field.hpp"
#include "smnn/distributed/process_grid.hpp"

namespace smnn::climate::detail {

/// Coordinates of the rows: strictly ascending or descending, within -90 .. 90.
std::vector<double> latitudes_of(Field const& field);

/// Coordinates of the columns, in the order of [0, 360).
struct Columns {
  std::vector<double> longitudes;    ///< Degrees east in [0, 360), strictly ascending.
  std::vector<std::int64_t> stored;  ///< Which of the file's each is.
};

/// Of the file, however it counts, with at most one jump; a meridian that it has twice, at both
/// ends, is there once.
Columns columns_of(Field const& field);

/// Rows with latitudes in south .. north, both included; throws InvalidArgument if there are none.
distributed::Range rows_between(std::vector<double> const& latitudes, double south, double north);

/// Columns from west to east, both included, across the meridian of 0 if west > east; throws
/// InvalidArgument if there are none. 360 degrees or more are all.
Columns columns_between(Columns const& columns, double west, double east);

}  // namespace smnn::climate::detail
