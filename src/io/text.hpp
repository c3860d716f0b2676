/// @file
/// Names, shapes and sizes as they stand in messages.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace smnn::io {

/// A name from a file or command line as 'NAME', unprintable bytes escaped, cut if it is very long.
std::string quote(std::string const& name);

/// "(2, 50, 3)", as NumPy writes shapes.
std::string to_string(std::span<std::int64_t const> shape);

/// A number as short as nine digits allow: "0.01", "-1e-300", "nan".
std::string to_string(double value);

/// A size for people: "512 bytes", "1.5 GiB".
std::string format_bytes(std::uint64_t bytes);

}  // namespace smnn::io
