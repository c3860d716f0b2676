// A convolution's way to a matrix product and back. No sum here depends on the order of threads:
// each element is summed by one of them.
#pragma once

#include <Kokkos_Core.hpp>

#include "smnn/network/layers/detail/loops.hpp"

namespace smnn::network::detail {

struct ConvolutionShape {
  std::int64_t in, out, length, width, stride, padding;
  bool circular;
  std::int64_t padded_length, out_length;
};

// (rows, length) to (rows, padded_length), a row for each sample and channel. What stands beyond
// the ends is given, or the axis' other end, or zeros.
template <class Real>
struct Pad {
  ConvolutionShape shape;
  Real const* x;
  Real* padded;
  std::int64_t first = 0;       // of the padded columns that are written
  Real const* left = nullptr;   // (rows, padding)
  Real const* right = nullptr;  // (rows, padding)
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real const* const source = x + row * shape.length;
    Real* const target = padded + row * shape.padded_length;
    std::int64_t const inside = shape.padding + shape.length;
    std::int64_t q = first + begin;
    std::int64_t const last = first + end;
    for (; q < last && q < shape.padding; ++q) {
      target[q] = left != nullptr  ? left[row * shape.padding + q]
                  : shape.circular ? source[q + shape.length - shape.padding]
                                   : Real(0);
    }
    for (; q < last && q < inside; ++q) target[q] = source[q - shape.padding];
    for (; q < last; ++q) {
      target[q] = right != nullptr ? right[row * shape.padding + q - inside]
                  : shape.circular ? source[q - inside]
                                   : Real(0);
    }
  }
};

// The transpose of Pad: (rows, padded_length) to (rows, length).
template <class Real>
struct Unpad {
  ConvolutionShape shape;
  Real const* padded;
  Real* dx;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    Real const* const source = padded + row * shape.padded_length;
    Real* const target = dx + row * shape.length;
    for (std::int64_t p = begin; p < end; ++p) {
      std::int64_t const q = p + shape.padding;
      Real sum = source[q];
      if (shape.circular) {
        if (q >= shape.length) sum += source[q - shape.length];
        if (q + shape.length < shape.padded_length) sum += source[q + shape.length];
      }
      target[p] = sum;
    }
  }
};

// What is unfolded at once: all outputs of some samples, or some outputs of one sample.
struct Unfolded {
  std::int64_t samples, begin, end;  // outputs begin ... end - 1 of each
  KOKKOS_FUNCTION std::int64_t outputs() const { return end - begin; }
};

struct OutputRange {
  std::int64_t begin, end;
};

// The outputs of the part that need no padding; if there are none, begin = end = its begin.
inline OutputRange interior_outputs(ConvolutionShape const& shape, Unfolded const& part) {
  std::int64_t const room = shape.padding + shape.length - shape.width;  // of the last one's start
  std::int64_t const begin =
      std::max(part.begin, (shape.padding + shape.stride - 1) / shape.stride);
  std::int64_t const end = room < 0 ? 0 : std::min(part.end, room / shape.stride + 1);
  if (end <= begin) return {part.begin, part.begin};
  return {begin, end};
}

// (samples, in, padded_length) to (in, width, samples, outputs), of which the outputs from `first`
// on are written.
template <class Real>
struct Unfold {
  ConvolutionShape shape;
  Unfolded part;
  Real const* padded;
  Real* columns;
  std::int64_t first;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const entry = row / part.samples;  // of (in, width)
    std::int64_t const sample = row - entry * part.samples;
    std::int64_t const channel = entry / shape.width;
    Real const* const source = padded + (sample * shape.in + channel) * shape.padded_length +
                               (entry - channel * shape.width);
    Real* const target = columns + row * part.outputs() - part.begin;
    std::int64_t const last = first + end;
    if (shape.stride == 1) {
      for (std::int64_t l = first + begin; l < last; ++l) target[l] = source[l];
    } else {
      for (std::int64_t l = first + begin; l < last; ++l) target[l] = source[l * shape.stride];
    }
  }
};

// The transpose of Unfold, to the padded columns from part.begin stride on; adds to what is there
// if `adds`. Both ways of a device sum in ascending order of the kernel's entries.
template <class Real, class ExecutionSpace>
struct Fold {
  ConvolutionShape shape;
  Unfolded part;
  bool adds;
  Real const* columns;
  Real* padded;

  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const sample = row / shape.in;
    std::int64_t const channel = row - sample * shape.in;
    std::int64_t const entry_stride = part.samples * part.outputs();
    Real const* const source =
        columns + channel * shape.width * entry_stride + sample * part.outputs();
    Real* const target = padded + row * shape.padded_length + part.begin * shape.stride;
    if constexpr (runs_on_host<ExecutionSpace>) {
      whole_row(source, entry_stride, target, end);
    } else {
      for (std::int64_t q = begin; q < end; ++q)
        target[q] = (adds ? target[q] : Real(0)) + element(source, entry_stride, q);
    }
  }

  // Vectorised along the row.
  KOKKOS_FUNCTION void whole_row(Real const* source, std::int64_t entry_stride, Real* target,
                                 std::int64_t columns_written) const {
    std::int64_t const outputs = part.outputs();
    if (!adds) {
      for (std::int64_t q = 0; q < columns_written; ++q) target[q] = 0;
    }
    for (std::int64_t w = 0; w < shape.width; ++w, source += entry_stride) {
      Real* const shifted = target + w;
      if (shape.stride == 1) {
        for (std::int64_t l = 0; l < outputs; ++l) shifted[l] += source[l];
      } else {
        for (std::int64_t l = 0; l < outputs; ++l) shifted[l * shape.stride] += source[l];
      }
    }
  }

  // In a register.
  KOKKOS_FUNCTION Real element(Real const* source, std::int64_t entry_stride,
                               std::int64_t q) const {
    Real sum = 0;
    for (std::int64_t w = 0; w < shape.width && w <= q; ++w) {
      std::int64_t const l = (q - w) / shape.stride;
      if (l * shape.stride == q - w && l < part.outputs()) sum += source[w * entry_stride + l];
    }
    return sum;
  }
};

// (samples, out, out_length) to (out, samples, outputs).
template <class Real>
struct ChannelsFirst {
  ConvolutionShape shape;
  Unfolded part;
  Real const* in;
  Real* out;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const channel = row / part.samples;
    std::int64_t const sample = row - channel * part.samples;
    Real const* const source = in + (sample * shape.out + channel) * shape.out_length + part.begin;
    Real* const target = out + row * part.outputs();
    for (std::int64_t l = begin; l < end; ++l) target[l] = source[l];
  }
};

// And back, adding the channel's bias (nullptr: none). The two arrays may be one if there is one
// sample with all its outputs.
template <class Real>
struct SamplesFirst {
  ConvolutionShape shape;
  Unfolded part;
  Real const* in;
  Real const* bias;
  Real* out;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const sample = row / shape.out;
    std::int64_t const channel = row - sample * shape.out;
    Real const* const source = in + (channel * part.samples + sample) * part.outputs();
    Real* const target = out + row * shape.out_length + part.begin;
    Real const shift = bias != nullptr ? bias[channel] : Real(0);
    for (std::int64_t l = begin; l < end; ++l) target[l] = source[l] + shift;
  }
};

}  // namespace smnn::network::detail
