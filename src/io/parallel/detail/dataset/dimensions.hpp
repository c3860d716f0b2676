/// @file
/// Names of axes, as netCDF, xarray and h5py read them: dimension scales.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/memory.hpp"

namespace smnn::io::detail {

/// Throws InvalidArgument unless there is no name, or a proper one for every axis.
void check_dimensions(std::vector<std::string> const& names, Shape const& extents,
                      std::string const& where);

/// Bytes that new scales may take.
std::uint64_t dimension_bytes(std::vector<std::string> const& names, Shape const& extents);

/// Names the axes of `dataset`, which is `name` in `group`: attaches the datasets of those names as
/// scales, makes them where there are none, and labels the axes. Collective where the file is.
void put_dimensions(hid_t group, hid_t dataset, std::string const& name, Shape const& extents,
                    std::vector<std::string> const& names, std::string const& where);

/// "time x" and back; our own readers take the names from there and follow no references.
std::string join_dimensions(std::vector<std::string> const& names);
std::vector<std::string> split_dimensions(std::string const& text);

}  // namespace smnn::io::detail
