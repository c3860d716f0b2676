/// @file
/// What reader and writer share about the NetCDF C library. Internal: needs netcdf.h.
#pragma once

#include <netcdf.h>

#include <string>

namespace smnn::io::detail {

/// Unless a call returned success, throws IoError: "WHERE: WHAT (NetCDF: the cause)".
void require_success(int status, std::string const& where, std::string const& what);

/// "short", "double", ... as ncdump says it; "a type of the file's own" for others.
std::string type_name(nc_type type);

/// Whether it is one of the library's types of numbers.
bool is_number(nc_type type);

/// Bytes of one of those in a file.
std::size_t number_bytes(nc_type type);

/// Absolute, which the library cannot take for an address on the network, nor trim.
std::string library_path(std::string const& file);

}  // namespace smnn::io::detail
