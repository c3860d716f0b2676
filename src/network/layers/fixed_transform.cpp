#include "smnn/network/layers/fixed_transform.hpp"

#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

// The channels of all samples, one a row.
template <class M>
auto by_channel(M const& matrix, std::int64_t channels) {
  auto const count = static_cast<std::size_t>(channels);
  return Matrix<typename M::value_type, typename M::memory_space>(
      matrix.data(), matrix.extent(0) * count, matrix.extent(1) / count);
}

std::int64_t rows_of(std::vector<double> const& matrix, std::int64_t length) {
  auto const size = static_cast<std::int64_t>(matrix.size());
  return length > 0 && size % length == 0 ? size / length : 0;
}

}  // namespace

template <class Real, class ExecutionSpace>
FixedTransform<Real, ExecutionSpace>::FixedTransform(std::string const& name, std::int64_t channels,
                                                     std::int64_t length,
                                                     std::vector<double> const& matrix)
    : Base("fixed transform", name, channels * length, channels * rows_of(matrix, length)),
      channels_(channels) {
  auto const rows = static_cast<std::size_t>(rows_of(matrix, length));
  matrix_ = MatrixStorage<Real, MemorySpace>("smnn::fixed_transform", rows,
                                             static_cast<std::size_t>(length));
  auto const host = Kokkos::create_mirror_view(matrix_);
  for (std::size_t i = 0; i < matrix.size(); ++i) host.data()[i] = static_cast<Real>(matrix[i]);
  Kokkos::deep_copy(matrix_, host);
}

template <class Real, class ExecutionSpace>
void FixedTransform<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                       ParameterSet const&, Input const& x,
                                                       Output const& y) {
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::yes, Real(1),
                                       by_channel(x, channels_), matrix_, Real(0),
                                       by_channel(y, channels_));
}

template <class Real, class ExecutionSpace>
void FixedTransform<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                        ParameterSet const&, Input const&,
                                                        Input const&, Input const& dy,
                                                        Output const& dx) {
  if (dx.data() == nullptr) return;
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::no, Real(1),
                                       by_channel(dy, channels_), matrix_, Real(0),
                                       by_channel(dx, channels_));
}

#define SMNN_FIXED_TRANSFORM(Real, ExecutionSpace) \
  template class FixedTransform<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_FIXED_TRANSFORM)

}  // namespace smnn::network
