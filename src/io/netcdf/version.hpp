/// @file
/// Which NetCDF library this is.
#pragma once

#include <string>

namespace smnn::io {

/// Version of the NetCDF library in use, and whether several ranks can write a file with it:
/// "4.9.0 (parallel)".
std::string netcdf_version();

}  // namespace smnn::io
