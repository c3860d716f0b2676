#include "smnn/network/layers/convolution.hpp"

#include <algorithm>

#include "smnn/network/matrix_product.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/instantiate.hpp"

namespace smnn::network {
namespace {

std::int64_t at_least(std::string const& layer, char const* what, std::int64_t value,
                      std::int64_t lowest) {
  if (value >= lowest) return value;
  throw InvalidArgument(layer + ": " + what + " is " + std::to_string(value) + ", expected " +
                        std::to_string(lowest) + " or more");
}

detail::ConvolutionShape shape_of(std::string const& name, ConvolutionOptions const& options) {
  std::string const layer = "convolution '" + name + '\'';
  detail::ConvolutionShape shape{};
  shape.in = at_least(layer, "in_channels", options.in_channels, 1);
  shape.out = at_least(layer, "out_channels", options.out_channels, 1);
  shape.length = at_least(layer, "length", options.length, 1);
  shape.width = at_least(layer, "width", options.width, 1);
  shape.stride = at_least(layer, "stride", options.stride, 1);
  shape.padding = at_least(layer, "padding", options.padding.value_or(options.width / 2), 0);
  shape.circular = options.padding_mode == PaddingMode::circular;
  if (shape.circular && shape.padding > shape.length) {
    throw InvalidArgument(layer + ": circular padding is " + std::to_string(shape.padding) +
                          ", expected at most the length " + std::to_string(shape.length));
  }
  shape.padded_length = shape.length + 2 * shape.padding;
  at_least(layer, "the padded length", shape.padded_length, shape.width);
  shape.out_length = (shape.padded_length - shape.width) / shape.stride + 1;
  return shape;
}

// Samples at a time: on a CPU what the threads' caches hold, on a GPU enough for a large product.
template <class ExecutionSpace>
std::int64_t chunk_for(std::int64_t numbers_per_sample, std::int64_t samples) {
  std::int64_t const numbers =
      detail::runs_on_host<ExecutionSpace>
          ? (std::int64_t{1} << 17) * std::max<std::int64_t>(1, ExecutionSpace().concurrency())
          : std::int64_t{1} << 22;
  return std::clamp<std::int64_t>(numbers / numbers_per_sample, 1,
                                  std::max<std::int64_t>(1, samples));
}

template <class M>
M matrix(typename M::pointer_type data, std::int64_t rows, std::int64_t columns) {
  return M(data, static_cast<std::size_t>(rows), static_cast<std::size_t>(columns));
}

}  // namespace

template <class Real, class ExecutionSpace>
Convolution<Real, ExecutionSpace>::Convolution(ParameterLayout& layout, std::string const& name,
                                               ConvolutionOptions const& options)
    : Convolution(layout, name, shape_of(name, options), options.bias) {}

template <class Real, class ExecutionSpace>
Convolution<Real, ExecutionSpace>::Convolution(ParameterLayout& layout, std::string const& name,
                                               detail::ConvolutionShape shape, bool bias)
    : Base("convolution", name, shape.in * shape.length, shape.out * shape.out_length),
      shape_(shape),
      weight_(layout.add(name + ".weight", {shape.out, shape.in, shape.width},
                         Initialization::fan_in(shape.in * shape.width))),
      bias_(bias ? layout.add(name + ".bias", {shape.out},
                              Initialization::fan_in(shape.in * shape.width))
                 : -1) {}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::allocate(std::int64_t samples) {
  chunk_ = chunk_for<ExecutionSpace>(shape_.in * shape_.width * shape_.out_length, samples);
  auto const buffer = [&](std::string const& label, std::int64_t numbers) {
    return Buffer(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                  static_cast<std::size_t>(chunk_ * numbers));
  };
  padded_ = buffer("smnn::convolution_padded", shape_.in * shape_.padded_length);
  columns_ = buffer("smnn::convolution_columns", shape_.in * shape_.width * shape_.out_length);
  channels_ = buffer("smnn::convolution_channels", shape_.out * shape_.out_length);
  if (bias_ >= 0) bias_gradient_.reserve(samples, this->outputs());
}

template <class Real, class ExecutionSpace>
typename Convolution<Real, ExecutionSpace>::Output Convolution<Real, ExecutionSpace>::unfold(
    ExecutionSpace const& space, Real const* x, std::int64_t samples) const {
  detail::for_rows("smnn::convolution_pad", space, samples * shape_.in, shape_.padded_length,
                   detail::Pad<Real>{shape_, x, padded_.data()});
  detail::for_rows("smnn::convolution_unfold", space, shape_.in * shape_.width * samples,
                   shape_.out_length,
                   detail::Unfold<Real>{shape_, samples, padded_.data(), columns_.data()});
  return matrix<Output>(columns_.data(), shape_.in * shape_.width, samples * shape_.out_length);
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                    ParameterSet const& parameters, Input const& x,
                                                    Output const& y) {
  auto const total = static_cast<std::int64_t>(y.extent(0));
  Input const weight = parameters.value(weight_, shape_.out, shape_.in * shape_.width);
  Real const* const bias = bias_ >= 0 ? parameters.values().data() + bias_ : nullptr;
  for (std::int64_t first = 0; first < total; first += chunk_) {
    std::int64_t const samples = std::min(chunk_, total - first);
    Output const columns = unfold(space, x.data() + first * this->inputs(), samples);
    Real* const out = y.data() + first * this->outputs();
    // The product of a single sample is in order already.
    Real* const product = samples == 1 ? out : channels_.data();
    matrix_product<Real, ExecutionSpace>(
        space, Transpose::no, Transpose::no, Real(1), weight, columns, Real(0),
        matrix<Output>(product, shape_.out, samples * shape_.out_length));
    if (samples == 1 && bias == nullptr) continue;
    detail::for_rows(
        "smnn::convolution_bias", space, samples * shape_.out, shape_.out_length,
        detail::SamplesFirst<Real>{samples, shape_.out, shape_.out_length, product, bias, out});
  }
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                     ParameterSet const& parameters, Input const& x,
                                                     Input const&, Input const& dy,
                                                     Output const& dx) {
  auto const total = static_cast<std::int64_t>(dy.extent(0));
  std::int64_t const entries = shape_.in * shape_.width;
  if (bias_ >= 0) {
    bias_gradient_.add(space, dy.data(), total, shape_.out, shape_.out_length,
                       parameters.gradients().data() + bias_);
  }
  for (std::int64_t first = 0; first < total; first += chunk_) {
    std::int64_t const samples = std::min(chunk_, total - first);
    Real const* channels = dy.data() + first * this->outputs();
    if (samples > 1) {
      detail::for_rows("smnn::convolution_channels", space, shape_.out * samples, shape_.out_length,
                       detail::ChannelsFirst<Real>{samples, shape_.out, shape_.out_length, channels,
                                                   channels_.data()});
      channels = channels_.data();
    }
    Input const seed = matrix<Input>(channels, shape_.out, samples * shape_.out_length);
    Output const columns = unfold(space, x.data() + first * this->inputs(), samples);
    matrix_product<Real, ExecutionSpace>(space, Transpose::no, Transpose::yes, Real(1), seed,
                                         columns, Real(1),
                                         parameters.gradient(weight_, shape_.out, entries));
    if (dx.data() == nullptr) continue;
    matrix_product<Real, ExecutionSpace>(space, Transpose::yes, Transpose::no, Real(1),
                                         parameters.value(weight_, shape_.out, entries), seed,
                                         Real(0), columns);
    detail::for_rows(
        "smnn::convolution_fold", space, samples * shape_.in, shape_.padded_length,
        detail::Fold<Real, ExecutionSpace>{shape_, samples, columns_.data(), padded_.data()});
    detail::for_rows(
        "smnn::convolution_unpad", space, samples * shape_.in, shape_.length,
        detail::Unpad<Real>{shape_, padded_.data(), dx.data() + first * this->inputs()});
  }
}

#define SMNN_CONVOLUTION(Real, ExecutionSpace) template class Convolution<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_CONVOLUTION)

}  // namespace smnn::network
