/// @file
/// Sizes that FFTW takes, and arrays of these sizes.
#pragma once

#include <limits>
#include <string>

#include "smnn/solver/error.hpp"

namespace smnn::pde::detail {

inline void check_points(std::int64_t points) {
  // FFTW's one-dimensional interface counts in int.
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  if (points < 1 || points > most) {
    throw InvalidArgument("transform: got " + std::to_string(points) + " points, expected 1 to " +
                          std::to_string(most));
  }
}

inline void check_sizes(std::size_t values, std::size_t own_points, std::size_t modes,
                        std::size_t own_modes) {
  if (values == own_points && modes == own_modes) return;
  throw InvalidArgument("transform: got " + std::to_string(values) + " values and " +
                        std::to_string(modes) + " modes, expected " + std::to_string(own_points) +
                        " and " + std::to_string(own_modes));
}

}  // namespace smnn::pde::detail
