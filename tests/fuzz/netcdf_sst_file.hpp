/// NetCDF files of sea-surface temperature made from fuzz bytes.
#pragma once

#include <fuzzer/FuzzedDataProvider.h>

#include <string>

namespace smnn::fuzz {

/// Monthly, weekly or daily temperatures on a small grid, with or without a mask; none or some
/// attributes, coordinates and types replaced by anything that NetCDF can hold.
void write_sst_file(FuzzedDataProvider& bytes, std::string const& path);

/// One of the names that variables have in these files, or none.
std::string some_variable(FuzzedDataProvider& bytes);

}  // namespace smnn::fuzz
