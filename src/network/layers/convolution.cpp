#include "smnn/network/layers/convolution.hpp"

#include <algorithm>

#include "smnn/network/layers/detail/chunk_sizes.hpp"
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

bool shared(ConvolutionOptions const& options) {
  return options.line != nullptr && options.line->ranks() > 1;
}

// All ranks know all cuts, so that all refuse the same.
void check_line(std::string const& layer, ConvolutionOptions const& options,
                detail::ConvolutionShape const& shape) {
  Line const& line = *options.line;
  line.strided(shape.stride, layer);
  if (options.padding_mode != PaddingMode::circular)
    throw InvalidArgument(layer + ": zero padding on a line, expected circular padding");
  if (shape.length != line.points().size()) {
    throw InvalidArgument(layer + ": length is " + std::to_string(shape.length) +
                          ", expected the rank's share of the line, " +
                          std::to_string(line.points().size()));
  }
  std::int64_t const extra = shape.out_length - shape.length / shape.stride;
  if (extra < 0 || extra % 2 != 0) {
    throw InvalidArgument(layer + ": padding " + std::to_string(shape.padding) + " of width " +
                          std::to_string(shape.width) +
                          ", expected one with which ranks of a line have outputs of their own " +
                          "points, as (width - 1) / 2 of an odd width");
  }
  int const narrowest = line.narrowest_rank();
  std::int64_t const points = line.points(narrowest).size();
  if (shared(options) && shape.padding > points) {
    throw InvalidArgument(layer + ": rank " + std::to_string(narrowest) + " of the line's " +
                          std::to_string(line.ranks()) + " has " + std::to_string(points) +
                          " points, expected at least the " + std::to_string(shape.padding) +
                          " that its neighbours need: fewer ranks or a longer axis");
  }
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
  shape.circular = options.padding_mode == PaddingMode::circular && !shared(options);
  if (shape.circular && shape.padding > shape.length) {
    throw InvalidArgument(layer + ": circular padding is " + std::to_string(shape.padding) +
                          ", expected at most the length " + std::to_string(shape.length));
  }
  shape.padded_length = shape.length + 2 * shape.padding;
  at_least(layer, "the padded length", shape.padded_length, shape.width);
  shape.out_length = (shape.padded_length - shape.width) / shape.stride + 1;
  if (options.line) check_line(layer, options, shape);
  return shape;
}

template <class M>
M matrix(typename M::pointer_type data, std::int64_t rows, std::int64_t columns) {
  return M(data, static_cast<std::size_t>(rows), static_cast<std::size_t>(columns));
}

}  // namespace

template <class Real, class ExecutionSpace>
Convolution<Real, ExecutionSpace>::Convolution(ParameterLayout& layout, std::string const& name,
                                               ConvolutionOptions const& options)
    : Convolution(layout, name, shape_of(name, options), options.bias) {
  if (shared(options) && shape_.padding > 0) halo_.emplace(*options.line, shape_.padding);
}

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
  std::int64_t const entries = shape_.in * shape_.width;
  outputs_at_once_ = detail::outputs_at_once(entries, shape_.out_length);
  chunk_ = splits_samples()
               ? 1
               : detail::samples_at_once<ExecutionSpace>(entries * shape_.out_length, samples);
  auto const buffer = [&](std::string const& label, std::int64_t numbers) {
    return Buffer(Kokkos::view_alloc(Kokkos::WithoutInitializing, label),
                  static_cast<std::size_t>(chunk_ * numbers));
  };
  padded_ = buffer("smnn::convolution_padded", shape_.in * shape_.padded_length);
  columns_ = buffer("smnn::convolution_columns", entries * outputs_at_once_);
  channels_ = buffer("smnn::convolution_channels", shape_.out * outputs_at_once_);
  if (bias_ >= 0) bias_gradient_.reserve(samples, this->outputs());
  if (halo_) halo_->reserve(samples * shape_.in);
}

template <class Real, class ExecutionSpace>
template <class Action>
void Convolution<Real, ExecutionSpace>::for_chunks(std::int64_t samples,
                                                   Action const& action) const {
  std::int64_t const outputs = shape_.out_length;
  std::int64_t const pieces = (outputs + outputs_at_once_ - 1) / outputs_at_once_;
  for (std::int64_t first = 0; first < samples; first += chunk_) {
    std::int64_t const count = std::min(chunk_, samples - first);
    // The piece at the axis' beginning comes last, beside the one at its end: only these need what
    // other ranks have.
    for (std::int64_t i = 0; i < pieces; ++i) {
      std::int64_t const begin = (i + 1) % pieces * outputs_at_once_;
      action(Chunk{first,
                   {count, begin, std::min(begin + outputs_at_once_, outputs)},
                   i == 0,
                   i + 1 == pieces});
    }
  }
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::pad(ExecutionSpace const& space, Input const& x,
                                            Chunk const& chunk, std::int64_t begin,
                                            std::int64_t end) const {
  std::int64_t const row = chunk.first * shape_.in;
  detail::for_rows(
      "smnn::convolution_pad", space, chunk.part.samples * shape_.in, end - begin,
      detail::Pad<Real>{shape_, x.data() + row * shape_.length, padded_.data(), begin,
                        halo_ ? halo_->left(row) : nullptr, halo_ ? halo_->right(row) : nullptr});
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::pad_ends(ExecutionSpace const& space, Input const& x,
                                                 Chunk const& chunk) const {
  pad(space, x, chunk, 0, shape_.padding);
  pad(space, x, chunk, shape_.padding + shape_.length, shape_.padded_length);
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::unfold(ExecutionSpace const& space, Chunk const& chunk,
                                               std::int64_t begin, std::int64_t end) const {
  detail::for_rows(
      "smnn::convolution_unfold", space, shape_.in * shape_.width * chunk.part.samples, end - begin,
      detail::Unfold<Real>{shape_, chunk.part, padded_.data(), columns_.data(), begin});
}

template <class Real, class ExecutionSpace>
typename Convolution<Real, ExecutionSpace>::Output Convolution<Real, ExecutionSpace>::columns_of(
    Chunk const& chunk) const {
  return matrix<Output>(columns_.data(), shape_.in * shape_.width,
                        chunk.part.samples * chunk.part.outputs());
}

template <class Real, class ExecutionSpace>
typename Convolution<Real, ExecutionSpace>::Output Convolution<Real, ExecutionSpace>::unfolded(
    ExecutionSpace const& space, Input const& x, Chunk const& chunk) const {
  if (chunk.begins) pad(space, x, chunk, 0, shape_.padded_length);
  unfold(space, chunk, chunk.part.begin, chunk.part.end);
  return columns_of(chunk);
}

template <class Real, class ExecutionSpace>
typename Convolution<Real, ExecutionSpace>::Output Convolution<Real, ExecutionSpace>::unfolded(
    ExecutionSpace const& space, Input const& x, Chunk const& chunk, bool& waiting) {
  if (!waiting) return unfolded(space, x, chunk);
  if (chunk.begins) pad(space, x, chunk, shape_.padding, shape_.padding + shape_.length);
  auto const [begin, end] = detail::interior_outputs(shape_, chunk.part);
  unfold(space, chunk, begin, end);
  if (begin > chunk.part.begin || end < chunk.part.end) {
    halo_->finish(space);
    waiting = false;
    pad_ends(space, x, chunk);
    unfold(space, chunk, chunk.part.begin, begin);
    unfold(space, chunk, end, chunk.part.end);
  }
  return columns_of(chunk);
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::run_forward(ExecutionSpace const& space,
                                                    ParameterSet const& parameters, Input const& x,
                                                    Output const& y) {
  auto const total = static_cast<std::int64_t>(y.extent(0));
  if (total == 0) return;
  Input const weight = parameters.value(weight_, shape_.out, shape_.in * shape_.width);
  Real const* const bias = bias_ >= 0 ? parameters.values().data() + bias_ : nullptr;
  bool waiting = halo_.has_value();
  if (waiting) halo_->start(space, x.data(), total * shape_.in, shape_.length);
  for_chunks(total, [&](Chunk const& chunk) {
    Output const columns = unfolded(space, x, chunk, waiting);
    Real* const out = y.data() + chunk.first * this->outputs();
    // The product of a single sample is in order already.
    bool const in_order = chunk.part.samples == 1 && !splits_samples();
    Real* const product = in_order ? out : channels_.data();
    matrix_product<Real, ExecutionSpace>(
        space, Transpose::no, Transpose::no, Real(1), weight, columns, Real(0),
        matrix<Output>(product, shape_.out, chunk.part.samples * chunk.part.outputs()));
    if (in_order && bias == nullptr) return;
    detail::for_rows("smnn::convolution_bias", space, chunk.part.samples * shape_.out,
                     chunk.part.outputs(),
                     detail::SamplesFirst<Real>{shape_, chunk.part, product, bias, out});
  });
}

template <class Real, class ExecutionSpace>
typename Convolution<Real, ExecutionSpace>::Input Convolution<Real, ExecutionSpace>::channels_first(
    ExecutionSpace const& space, Input const& dy, Chunk const& chunk) const {
  Real const* channels = dy.data() + chunk.first * this->outputs();
  std::int64_t const outputs = chunk.part.outputs();
  if (chunk.part.samples > 1 || splits_samples()) {
    detail::for_rows("smnn::convolution_channels", space, shape_.out * chunk.part.samples, outputs,
                     detail::ChannelsFirst<Real>{shape_, chunk.part, channels, channels_.data()});
    channels = channels_.data();
  }
  return matrix<Input>(channels, shape_.out, chunk.part.samples * outputs);
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::add_weight_gradient(ExecutionSpace const& space,
                                                            ParameterSet const& parameters,
                                                            Input const& x, Input const& seed,
                                                            Chunk const& chunk) {
  matrix_product<Real, ExecutionSpace>(
      space, Transpose::no, Transpose::yes, Real(1), seed, unfolded(space, x, chunk), Real(1),
      parameters.gradient(weight_, shape_.out, shape_.in * shape_.width));
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::write_input_gradient(ExecutionSpace const& space,
                                                             ParameterSet const& parameters,
                                                             Input const& seed, Output const& dx,
                                                             Chunk const& chunk) {
  std::int64_t const rows = chunk.part.samples * shape_.in;
  matrix_product<Real, ExecutionSpace>(
      space, Transpose::yes, Transpose::no, Real(1),
      parameters.value(weight_, shape_.out, shape_.in * shape_.width), seed, Real(0),
      columns_of(chunk));
  bool const adds = splits_samples();
  if (adds && chunk.begins) Kokkos::deep_copy(space, padded_, Real(0));
  detail::for_rows(
      "smnn::convolution_fold", space, rows,
      adds ? (chunk.part.outputs() - 1) * shape_.stride + shape_.width : shape_.padded_length,
      detail::Fold<Real, ExecutionSpace>{shape_, chunk.part, adds, columns_.data(),
                                         padded_.data()});
  if (!chunk.ends) return;
  detail::for_rows(
      "smnn::convolution_unpad", space, rows, shape_.length,
      detail::Unpad<Real>{shape_, padded_.data(), dx.data() + chunk.first * this->inputs()});
  if (halo_) {
    halo_->take_gradients(space, padded_.data(), chunk.first * shape_.in, rows, shape_.length);
  }
}

template <class Real, class ExecutionSpace>
void Convolution<Real, ExecutionSpace>::run_backward(ExecutionSpace const& space,
                                                     ParameterSet const& parameters, Input const& x,
                                                     Input const&, Input const& dy,
                                                     Output const& dx) {
  auto const total = static_cast<std::int64_t>(dy.extent(0));
  if (total == 0) return;
  bool const wants_dx = dx.data() != nullptr;
  bool const exchanges = halo_ && wants_dx;
  // First what other ranks wait for. Pieces of a sample share the padded one, of x or of dx.
  bool const dx_first = exchanges || (wants_dx && splits_samples());
  if (dx_first) {
    for_chunks(total, [&](Chunk const& chunk) {
      write_input_gradient(space, parameters, channels_first(space, dy, chunk), dx, chunk);
    });
  }
  if (exchanges) halo_->start_back(space, total * shape_.in);
  if (bias_ >= 0) {
    bias_gradient_.add(space, dy.data(), total, shape_.out, shape_.out_length,
                       parameters.gradients().data() + bias_);
  }
  for_chunks(total, [&](Chunk const& chunk) {
    Input const seed = channels_first(space, dy, chunk);
    add_weight_gradient(space, parameters, x, seed, chunk);
    if (wants_dx && !dx_first) write_input_gradient(space, parameters, seed, dx, chunk);
  });
  if (exchanges) halo_->finish_back(space, dx.data(), total * shape_.in, shape_.length);
}

#define SMNN_CONVOLUTION(Real, ExecutionSpace) template class Convolution<Real, ExecutionSpace>;
SMNN_INSTANTIATE(SMNN_CONVOLUTION)

}  // namespace smnn::network
