/// @file
/// Blocks of a variable's values.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace smnn::io::detail {

/// Throws InvalidArgument unless there is a start and a count per dimension, and they lie inside.
void require_inside(std::span<std::int64_t const> start, std::span<std::int64_t const> count,
                    std::span<std::int64_t const> extents, std::string const& where);

}  // namespace smnn::io::detail
