/// @file
/// The check of one option, with a message that says all.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "smnn/solver/error.hpp"

namespace smnn::network::detail {

/// Throws InvalidArgument, "WHAT: OPTION is GOT, expected EXPECTED", unless it holds.
inline void require_option(bool holds, char const* what, char const* option, double got,
                           char const* expected) {
  if (holds) return;
  char number[32];
  std::snprintf(number, sizeof(number), "%.9g", got);
  throw InvalidArgument(std::string(what) + ": " + option + " is " + number + ", expected " +
                        expected);
}

inline void require_option(bool holds, char const* what, char const* option, std::int64_t got,
                           char const* expected) {
  require_option(holds, what, option, static_cast<double>(got), expected);
}

}  // namespace smnn::network::detail
