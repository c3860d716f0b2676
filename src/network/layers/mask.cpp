#include "smnn/network/layers/mask.hpp"

#include "smnn/network/layers/detail/loops.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

template <class Real>
struct Masked {
  int const* mask;
  Real const* in;
  Real* out;
  std::int64_t features;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const first = row * features;
    for (std::int64_t f = begin; f < end; ++f)
      out[first + f] = mask[f] != 0 ? in[first + f] : Real(0);
  }
};

template <class Real, class ExecutionSpace, class MaskView, class In, class Out>
void apply_mask(ExecutionSpace const& space, MaskView const& mask, In const& in, Out const& out) {
  auto const features = static_cast<std::int64_t>(mask.extent(0));
  detail::for_rows("smnn::mask", space, static_cast<std::int64_t>(out.extent(0)), features,
                   Masked<Real>{mask.data(), in.data(), out.data(), features});
}

}  // namespace

template <class Real, class ExecutionSpace>
Mask<Real, ExecutionSpace>::Mask(std::string const& name, std::int64_t features)
    : Base("mask", name, features, features),
      device_mask_("smnn::mask", static_cast<std::size_t>(features)) {
  set(std::vector<int>(static_cast<std::size_t>(features), 1));
}

template <class Real, class ExecutionSpace>
void Mask<Real, ExecutionSpace>::set(std::vector<int> const& mask) {
  if (mask.size() != static_cast<std::size_t>(this->inputs())) {
    throw InvalidArgument(this->label() + ": " + std::to_string(mask.size()) +
                          " entries, expected " + std::to_string(this->inputs()));
  }
  for (int const entry : mask) {
    if (entry != 0 && entry != 1)
      throw InvalidArgument(this->label() + ": entry " + std::to_string(entry) +
                            ", expected 0 or 1");
  }
  mask_ = mask;
  Kokkos::View<int const*, Kokkos::HostSpace, Kokkos::MemoryUnmanaged> const host(mask_.data(),
                                                                                  mask_.size());
  Kokkos::deep_copy(device_mask_, host);
}

template <class Real, class ExecutionSpace>
void Mask<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space, ParameterSet const&,
                                             Input const& x, Output const& y) {
  apply_mask<Real>(space, device_mask_, x, y);
}

template <class Real, class ExecutionSpace>
void Mask<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space, ParameterSet const&,
                                              Input const&, Input const&, Input const& dy,
                                              Output const& dx) {
  if (dx.data() != nullptr) apply_mask<Real>(space, device_mask_, dy, dx);
}

#define SMNN_MASK(Real, ExecutionSpace) template class Mask<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_MASK)

}  // namespace smnn::network
