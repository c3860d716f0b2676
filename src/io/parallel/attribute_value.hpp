/// @file
/// What an attribute may hold.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace smnn::io {

using AttributeValue = std::variant<double, std::int64_t, std::uint64_t, std::string>;

}  // namespace smnn::io
