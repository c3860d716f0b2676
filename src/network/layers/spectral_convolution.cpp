#include "smnn/network/layers/spectral_convolution.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "smnn/network/layers/detail/complex_products_by_blas.hpp"
#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

SpectralConvolutionOptions const& checked_options(std::string const& name,
                                                  SpectralConvolutionOptions const& options) {
  std::string const layer = "spectral convolution '" + name + '\'';
  auto const expect_positive = [&](char const* what, std::int64_t value) {
    if (value > 0) return;
    throw InvalidArgument(layer + ": " + what + " is " + std::to_string(value) +
                          ", expected a positive number");
  };
  expect_positive("in_channels", options.in_channels);
  expect_positive("out_channels", options.out_channels);
  expect_positive("length", options.length);
  expect_positive("modes", options.modes);
  std::int64_t const most = options.length / 2 + 1;
  if (options.modes > most) {
    throw InvalidArgument(layer + ": modes is " + std::to_string(options.modes) +
                          ", expected at most the " + std::to_string(most) +
                          " frequencies of length " + std::to_string(options.length));
  }
  return options;
}

// Both halves of [0, 1 / (in out)).
Initialization published_initialization(SpectralConvolutionOptions const& options) {
  double const half =
      0.5 / (static_cast<double>(options.in_channels) * static_cast<double>(options.out_channels));
  return {Initialization::Kind::uniform, half, half};
}

// exp(-2 pi j k l / length), real parts in the first `modes` rows, times a weight for each k.
template <class Real, class MemorySpace, class Weight>
MatrixStorage<Real, MemorySpace> harmonics(std::int64_t modes, std::int64_t length,
                                           Weight const& weight) {
  MatrixStorage<Real, MemorySpace> const matrix(
      "smnn::harmonics", static_cast<std::size_t>(2 * modes), static_cast<std::size_t>(length));
  auto const host = Kokkos::create_mirror_view(matrix);
  for (std::int64_t k = 0; k < modes; ++k) {
    for (std::int64_t l = 0; l < length; ++l) {
      // In the first period, where the angle is exact to a unit of rounding.
      std::int64_t const phase = k * l % length;
      double const angle =
          2 * std::numbers::pi * static_cast<double>(phase) / static_cast<double>(length);
      bool const is_real = 2 * phase % length == 0;  // where the sine of a rounded pi is not 0
      host(k, l) = static_cast<Real>(weight(k) * std::cos(angle));
      host(modes + k, l) = is_real ? Real(0) : static_cast<Real>(-weight(k) * std::sin(angle));
    }
  }
  Kokkos::deep_copy(matrix, host);
  return matrix;
}

// The channels of all samples, one a row.
template <class M>
auto one_channel_a_row(M const& matrix, std::int64_t length) {
  auto const columns = static_cast<std::size_t>(length);
  return Matrix<typename M::value_type, typename M::memory_space>(matrix.data(),
                                                                  matrix.size() / columns, columns);
}

template <class Real>
detail::ComplexMatrices<Real const> read_only(detail::ComplexMatrices<Real> const& m) {
  return {m.data, m.stride, m.imaginary, m.rows, m.columns};
}

}  // namespace

template <class Real, class ExecutionSpace>
SpectralConvolution<Real, ExecutionSpace>::SpectralConvolution(
    ParameterLayout& layout, std::string const& name, SpectralConvolutionOptions const& options)
    : Base("spectral convolution", name,
           checked_options(name, options).in_channels * options.length,
           options.out_channels * options.length),
      options_(options),
      weight_(layout.add(name + ".weight",
                         {options.modes, 2, options.in_channels, options.out_channels},
                         published_initialization(options))) {
  std::int64_t const length = options.length;
  analysis_ = harmonics<Real, MemorySpace>(options.modes, length, [](std::int64_t) { return 1.0; });
  synthesis_ = harmonics<Real, MemorySpace>(options.modes, length, [=](std::int64_t k) {
    return (k == 0 || 2 * k == length ? 1.0 : 2.0) / static_cast<double>(length);
  });
}

template <class Real, class ExecutionSpace>
void SpectralConvolution<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  auto const buffer = [&](std::int64_t channels) {
    return Buffer(
        Kokkos::view_alloc(Kokkos::WithoutInitializing, std::string("smnn::spectral_convolution")),
        static_cast<std::size_t>(2 * options_.modes * samples * channels));
  };
  x_ = buffer(options_.in_channels);
  y_ = buffer(options_.out_channels);
  dx_ = buffer(options_.in_channels);
}

template <class Real, class ExecutionSpace>
typename SpectralConvolution<Real, ExecutionSpace>::Output
SpectralConvolution<Real, ExecutionSpace>::frequencies(Buffer const& buffer, std::int64_t samples,
                                                       std::int64_t channels) const {
  return Output(buffer.data(), static_cast<std::size_t>(2 * options_.modes),
                static_cast<std::size_t>(samples * channels));
}

template <class Real, class ExecutionSpace>
template <class T>
detail::ComplexMatrices<T> SpectralConvolution<Real, ExecutionSpace>::by_mode(
    T* data, std::int64_t samples, std::int64_t channels) const {
  std::int64_t const size = samples * channels;
  return {data, size, options_.modes * size, samples, channels};
}

template <class Real, class ExecutionSpace>
template <class T>
detail::ComplexMatrices<T> SpectralConvolution<Real, ExecutionSpace>::weights(T* all) const {
  std::int64_t const size = options_.in_channels * options_.out_channels;
  return {all + weight_, 2 * size, size, options_.in_channels, options_.out_channels};
}

template <class Real, class ExecutionSpace>
void SpectralConvolution<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                            ParameterSet const& parameters,
                                                            Input const& x, Output const& y) {
  auto const samples = static_cast<std::int64_t>(y.extent(0));
  if (samples == 0) return;
  std::int64_t const in = options_.in_channels;
  std::int64_t const out = options_.out_channels;
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::yes, Real(1), analysis_,
                                       one_channel_a_row(x, options_.length), Real(0),
                                       frequencies(x_, samples, in));
  detail::complex_products<Real>(space, {options_.modes, read_only(by_mode(x_.data(), samples, in)),
                                         false, read_only(weights(parameters.values().data())),
                                         false, by_mode(y_.data(), samples, out), false});
  matrix_product<Real, ExecutionSpace>(space, Transpose::yes, Transpose::no, Real(1),
                                       frequencies(y_, samples, out), synthesis_, Real(0),
                                       one_channel_a_row(y, options_.length));
}

// With the conjugate transposes of what `forward` multiplies by.
template <class Real, class ExecutionSpace>
void SpectralConvolution<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                             ParameterSet const& parameters,
                                                             Input const&, Input const&,
                                                             Input const& dy, Output const& dx) {
  auto const samples = static_cast<std::int64_t>(dy.extent(0));
  if (samples == 0) return;
  std::int64_t const in = options_.in_channels;
  std::int64_t const out = options_.out_channels;
  matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::yes, Real(1), synthesis_,
                                       one_channel_a_row(dy, options_.length), Real(0),
                                       frequencies(y_, samples, out));
  auto const seed = read_only(by_mode(y_.data(), samples, out));
  detail::complex_products<Real>(
      space, {options_.modes, read_only(by_mode(x_.data(), samples, in)), true, seed, false,
              weights(parameters.gradients().data()), true});
  if (dx.data() == nullptr) return;
  detail::complex_products<Real>(
      space, {options_.modes, seed, false, read_only(weights(parameters.values().data())), true,
              by_mode(dx_.data(), samples, in), false});
  matrix_product<Real, ExecutionSpace>(space, Transpose::yes, Transpose::no, Real(1),
                                       frequencies(dx_, samples, in), analysis_, Real(0),
                                       one_channel_a_row(dx, options_.length));
}

#define SMNN_SPECTRAL_CONVOLUTION(Real, ExecutionSpace) \
  template class SpectralConvolution<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_SPECTRAL_CONVOLUTION)

}  // namespace smnn::network
