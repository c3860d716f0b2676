/// @file
/// From time to frequency.
#pragma once

#include <string>

#include "smnn/network/layers/fixed_transform.hpp"

namespace smnn::network {

/// The matrix (kept, length) of the orthonormal cosine transform (DCT-II,
/// scipy.fft.dct(norm="ortho")) to its `kept` lowest coefficients: y_k = s_k sum_t x_t cos(pi (2 t
/// + 1) k / (2 length)), s_0 = sqrt(1 / length), else sqrt(2 / length). Throws InvalidArgument
/// unless 1 <= kept <= length.
std::vector<double> cosine_matrix(std::int64_t length, std::int64_t kept);

/// This transform of each channel of (channels, length) to (channels, kept). As a product with a
/// matrix: at the lengths of time series that is no slower than a fast transform.
template <class Real, class ExecutionSpace>
class CosineTransform : public FixedTransform<Real, ExecutionSpace> {
 public:
  /// Throws InvalidArgument unless 1 <= kept <= length and there is a channel. The name is for
  /// messages only.
  CosineTransform(std::string const& name, std::int64_t channels, std::int64_t length,
                  std::int64_t kept)
      : FixedTransform<Real, ExecutionSpace>(name, channels, length, cosine_matrix(length, kept)) {}
  /// All coefficients.
  CosineTransform(std::string const& name, std::int64_t channels, std::int64_t length)
      : CosineTransform(name, channels, length, length) {}
};

}  // namespace smnn::network
