#include "smnn/network/optimiser/gradient_clip.hpp"

#include <algorithm>
#include <cmath>

#include "smnn/solver/instantiate.hpp"

namespace smnn::network {

namespace {

constexpr std::int64_t chunk = 1024;

// Several sums side by side, since one alone waits for every addition.
constexpr int lanes = 8;

template <class Real>
struct ChunkSum {
  Real const* gradient;
  std::int64_t size;
  double* partial;

  KOKKOS_INLINE_FUNCTION void operator()(std::int64_t c) const {
    double sums[lanes] = {};
    std::int64_t const begin = c * chunk;
    std::int64_t const end = Kokkos::min(begin + chunk, size);
    std::int64_t i = begin;
    for (; i + lanes <= end; i += lanes) {
      for (int lane = 0; lane < lanes; ++lane) {
        auto const g = static_cast<double>(gradient[i + lane]);
        sums[lane] += g * g;
      }
    }
    for (int lane = 0; i < end; ++i, ++lane) {
      auto const g = static_cast<double>(gradient[i]);
      sums[lane] += g * g;
    }
    double sum = 0;
    for (int lane = 0; lane < lanes; ++lane) sum += sums[lane];
    partial[c] = sum;
  }
};

}  // namespace

template <class Real, class ExecutionSpace>
GradientNorm<Real, ExecutionSpace>::GradientNorm(std::int64_t size)
    : partials_(Kokkos::view_alloc(Kokkos::WithoutInitializing, "smnn::gradient_norm"),
                static_cast<std::size_t>((size + chunk - 1) / chunk)),
      host_partials_(Kokkos::create_mirror_view(Kokkos::WithoutInitializing, partials_)) {}

template <class Real, class ExecutionSpace>
double GradientNorm<Real, ExecutionSpace>::operator()(ExecutionSpace const& space,
                                                      Buffer const& gradients) const {
  auto const chunks = static_cast<std::int64_t>(partials_.extent(0));
  ChunkSum<Real> const body{gradients.data(), static_cast<std::int64_t>(gradients.extent(0)),
                            partials_.data()};
  Kokkos::parallel_for(
      "smnn::gradient_norm",
      Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>(space, 0, chunks), body);
  Kokkos::deep_copy(space, host_partials_, partials_);
  space.fence("smnn::gradient_norm");
  double sum = 0;
  for (std::size_t c = 0; c < host_partials_.extent(0); ++c) sum += host_partials_(c);
  return std::sqrt(sum);
}

double clip_factor(double norm, double largest) {
  // PyTorch's small number in the denominator included.
  return largest > 0 ? std::min(1.0, largest / (norm + 1e-6)) : 1.0;
}

#define SMNN_GRADIENT_NORM(Real, ExecutionSpace) template class GradientNorm<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_GRADIENT_NORM)

}  // namespace smnn::network
