/// @file
/// Which dimension of a variable is time, latitude and longitude.
#pragma once

#include <string>

#include "smnn/io/netcdf/reader.hpp"

namespace smnn::climate::detail {

/// A dimension of a variable, and the one-dimensional variable of its coordinates, which need not
/// have its name.
struct Axis {
  int dimension = -1;
  std::string coordinates;
  bool there() const { return dimension >= 0; }
};

struct Axes {
  Axis time, latitude, longitude;
  /// Why the variable is no field over latitude and longitude; empty if it is. Other dimensions
  /// must have the size 1.
  std::string problem;

  bool on_grid() const { return problem.empty(); }
};

/// By units, standard_name, axis or name of the coordinates, in any order. Reads attributes only.
Axes axes_of(io::NetcdfReader const& reader, io::NetcdfVariable const& variable);

}  // namespace smnn::climate::detail
