/// @file
/// Numbers in a variable's own type, as they go into a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "smnn/io/netcdf/writer.hpp"

namespace smnn::io::detail {

using TypedValues = std::variant<std::vector<std::int16_t>, std::vector<std::int32_t>,
                                 std::vector<float>, std::vector<double>>;

/// Rounded to the nearest. Throws InvalidArgument, naming the value, for what the type cannot hold:
/// numbers out of its range, and those that are none if it is of integers.
TypedValues convert(std::span<double const> values, NetcdfType type, std::string const& where);

/// The C library's name of a type, and its bytes.
int library_type(NetcdfType type);
std::size_t type_bytes(NetcdfType type);

}  // namespace smnn::io::detail
