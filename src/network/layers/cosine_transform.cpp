#include "smnn/network/layers/cosine_transform.hpp"

#include <cmath>
#include <numbers>

#include "smnn/solver/error.hpp"

namespace smnn::network {

std::vector<double> cosine_matrix(std::int64_t length, std::int64_t kept) {
  if (kept < 1 || kept > length) {
    throw InvalidArgument("cosine transform: " + std::to_string(kept) + " coefficients of length " +
                          std::to_string(length) + ", expected 1 or more and at most the length");
  }
  std::vector<double> matrix;
  for (std::int64_t k = 0; k < kept; ++k) {
    double const scale = std::sqrt((k == 0 ? 1.0 : 2.0) / static_cast<double>(length));
    for (std::int64_t t = 0; t < length; ++t) {
      // In the first period, where the angle is exact to a unit of rounding.
      std::int64_t const phase = (2 * t + 1) * k % (4 * length);
      double const angle =
          std::numbers::pi * static_cast<double>(phase) / (2 * static_cast<double>(length));
      matrix.push_back(scale * std::cos(angle));
    }
  }
  return matrix;
}

}  // namespace smnn::network
