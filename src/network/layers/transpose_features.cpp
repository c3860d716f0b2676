#include "smnn/network/layers/transpose_features.hpp"

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

// Row by row of the outcome: (samples, columns, rows).
template <class Real>
struct Transposed {
  Real const* in;  // (samples, rows, columns)
  Real* out;
  std::int64_t rows;
  std::int64_t columns;
  KOKKOS_FUNCTION void operator()(std::int64_t line, std::int64_t begin, std::int64_t end) const {
    std::int64_t const sample = line / columns;
    Real const* const source = in + sample * rows * columns + (line - sample * columns);
    for (std::int64_t r = begin; r < end; ++r) out[line * rows + r] = source[r * columns];
  }
};

template <class Real, class ExecutionSpace, class In, class Out>
void transpose(ExecutionSpace const& space, In const& in, Out const& out, std::int64_t rows,
               std::int64_t columns) {
  detail::for_rows("smnn::transpose_features", space,
                   static_cast<std::int64_t>(out.extent(0)) * columns, rows,
                   Transposed<Real>{in.data(), out.data(), rows, columns});
}

}  // namespace

template <class Real, class ExecutionSpace>
TransposeFeatures<Real, ExecutionSpace>::TransposeFeatures(std::string const& name,
                                                           std::int64_t rows, std::int64_t columns)
    : Base("transpose", name, rows * columns, rows * columns), rows_(rows), columns_(columns) {}

template <class Real, class ExecutionSpace>
void TransposeFeatures<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                          ParameterSet const&, Input const& x,
                                                          Output const& y) {
  transpose<Real>(space, x, y, rows_, columns_);
}

template <class Real, class ExecutionSpace>
void TransposeFeatures<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                           ParameterSet const&, Input const&,
                                                           Input const&, Input const& dy,
                                                           Output const& dx) {
  if (dx.data() != nullptr) transpose<Real>(space, dy, dx, columns_, rows_);
}

#define SMNN_TRANSPOSE_FEATURES(Real, ExecutionSpace) \
  template class TransposeFeatures<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_TRANSPOSE_FEATURES)

}  // namespace smnn::network
