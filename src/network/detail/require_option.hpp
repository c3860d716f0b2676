/// @file
/// The check of one option, with a message that says all.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::network::detail {

/// Throws InvalidArgument, "WHAT: OPTION is GOT, expected EXPECTED", unless it holds.
inline void require_option(bool holds, char const* what, char const* option, double got,
                           char const* expected) {
  if (holds) return;
  throw InvalidArgument(std::string(what) + ": " + option + " is " + io::to_string(got) +
                        ", expected " + expected);
}

inline void require_option(bool holds, char const* what, char const* option, std::int64_t got,
                           char const* expected) {
  require_option(holds, what, option, static_cast<double>(got), expected);
}

}  // namespace smnn::network::detail
