/// @file
/// What an HDF5 file must not have before the NetCDF library, which opens all that is in it, may
/// see it.
#pragma once

#include <filesystem>
#include <string>

namespace smnn::io::detail {

/// Throws IoError if the file is damaged, has links into other files or values that lie in others,
/// chunks larger than memory, or names longer than NetCDF's,
/// or groups in circles.
void check_netcdf4_file(std::filesystem::path const& path, std::string const& where);

}  // namespace smnn::io::detail
