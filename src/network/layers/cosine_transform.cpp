#include "smnn/network/layers/cosine_transform.hpp"

#include <cmath>
#include <numbers>

#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

template <class Real, class MemorySpace>
MatrixStorage<Real, MemorySpace> cosines(std::int64_t length, std::int64_t kept) {
  MatrixStorage<Real, MemorySpace> const matrix(
      "smnn::cosine_transform", static_cast<std::size_t>(kept), static_cast<std::size_t>(length));
  auto const host = Kokkos::create_mirror_view(matrix);
  for (std::int64_t k = 0; k < kept; ++k) {
    double const scale = std::sqrt((k == 0 ? 1.0 : 2.0) / static_cast<double>(length));
    for (std::int64_t t = 0; t < length; ++t) {
      // In the first period, where the angle is exact to a unit of rounding.
      std::int64_t const phase = (2 * t + 1) * k % (4 * length);
      double const angle =
          std::numbers::pi * static_cast<double>(phase) / (2 * static_cast<double>(length));
      host(k, t) = static_cast<Real>(scale * std::cos(angle));
    }
  }
  Kokkos::deep_copy(matrix, host);
  return matrix;
}

// The channels of all samples, one a row.
template <class M>
auto by_channel(M const& matrix, std::int64_t channels) {
  auto const count = static_cast<std::size_t>(channels);
  return Matrix<typename M::value_type, typename M::memory_space>(
      matrix.data(), matrix.extent(0) * count, matrix.extent(1) / count);
}

}  // namespace

template <class Real, class ExecutionSpace>
CosineTransform<Real, ExecutionSpace>::CosineTransform(std::string const& name,
                                                       std::int64_t channels, std::int64_t length,
                                                       std::int64_t kept)
    : Base("cosine transform", name, channels * length, channels * kept), channels_(channels) {
  if (channels < 1 || kept < 1 || kept > length) {
    throw InvalidArgument(this->label() + ": " + std::to_string(kept) + " coefficients of " +
                          std::to_string(channels) + " channels of length " +
                          std::to_string(length) +
                          ", expected positive numbers and at most the length");
  }
  cosines_ = cosines<Real, MemorySpace>(length, kept);
}

template <class Real, class ExecutionSpace>
void CosineTransform<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                        ParameterSet const&, Input const& x,
                                                        Output const& y) {
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::yes, Real(1),
                                       by_channel(x, channels_), cosines_, Real(0),
                                       by_channel(y, channels_));
}

template <class Real, class ExecutionSpace>
void CosineTransform<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                         ParameterSet const&, Input const&,
                                                         Input const&, Input const& dy,
                                                         Output const& dx) {
  if (dx.data() == nullptr) return;
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::no, Real(1),
                                       by_channel(dy, channels_), cosines_, Real(0),
                                       by_channel(dx, channels_));
}

#define SMNN_COSINE_TRANSFORM(Real, ExecutionSpace) \
  template class CosineTransform<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_COSINE_TRANSFORM)

}  // namespace smnn::network
