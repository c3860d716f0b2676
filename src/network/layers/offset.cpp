#include "smnn/network/layers/offset.hpp"

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

// y = offset + factor x; without offsets: y = factor x.
template <class Real>
struct Affine {
  std::int64_t columns;
  Real factor;
  Real const* offsets;
  Real const* x;
  Real* y;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    for (std::int64_t i = begin; i < end; ++i) {
      Real const offset = offsets == nullptr ? Real(0) : offsets[i];
      y[row * columns + i] = offset + factor * x[row * columns + i];
    }
  }
};

}  // namespace

template <class Real, class ExecutionSpace>
Offset<Real, ExecutionSpace>::Offset(std::string const& name, std::vector<double> const& offsets,
                                     double factor)
    : Base("offset", name, static_cast<std::int64_t>(offsets.size()),
           static_cast<std::int64_t>(offsets.size())),
      factor_(static_cast<Real>(factor)),
      offsets_("smnn::offsets", offsets.size()) {
  auto const host = Kokkos::create_mirror_view(offsets_);
  for (std::size_t i = 0; i < offsets.size(); ++i) host(i) = static_cast<Real>(offsets[i]);
  Kokkos::deep_copy(offsets_, host);
}

template <class Real, class ExecutionSpace>
void Offset<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space, ParameterSet const&,
                                               Input const& x, Output const& y) {
  detail::for_rows("smnn::offset", space, static_cast<std::int64_t>(y.extent(0)), this->outputs(),
                   Affine<Real>{this->outputs(), factor_, offsets_.data(), x.data(), y.data()});
}

template <class Real, class ExecutionSpace>
void Offset<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space, ParameterSet const&,
                                                Input const&, Input const&, Input const& dy,
                                                Output const& dx) {
  if (dx.data() == nullptr) return;
  detail::for_rows("smnn::offset_gradient", space, static_cast<std::int64_t>(dy.extent(0)),
                   this->outputs(),
                   Affine<Real>{this->outputs(), factor_, nullptr, dy.data(), dx.data()});
}

#define SMNN_OFFSET(Real, ExecutionSpace) template class Offset<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_OFFSET)

}  // namespace smnn::network
