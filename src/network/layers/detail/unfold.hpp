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

struct OutputRange {
  std::int64_t begin, end;
};

// The outputs that need no padding; if there are none, begin = end = 0.
inline OutputRange interior_outputs(ConvolutionShape const& shape) {
  std::int64_t const begin = (shape.padding + shape.stride - 1) / shape.stride;
  std::int64_t const room = shape.padding + shape.length - shape.width;  // of the last one's start
  if (room < 0 || room / shape.stride < begin) return {0, 0};
  return {begin, room / shape.stride + 1};
}

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

// (samples, in, padded_length) to (in, width, samples, out_length), of which the positions from
// `first` on are written.
template <class Real>
struct Unfold {
  ConvolutionShape shape;
  std::int64_t samples;
  Real const* padded;
  Real* columns;
  std::int64_t first = 0;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const entry = row / samples;  // of (in, width)
    std::int64_t const sample = row - entry * samples;
    std::int64_t const channel = entry / shape.width;
    Real const* const source = padded + (sample * shape.in + channel) * shape.padded_length +
                               (entry - channel * shape.width);
    Real* const target = columns + row * shape.out_length;
    std::int64_t const last = first + end;
    if (shape.stride == 1) {
      for (std::int64_t l = first + begin; l < last; ++l) target[l] = source[l];
    } else {
      for (std::int64_t l = first + begin; l < last; ++l) target[l] = source[l * shape.stride];
    }
  }
};

// The transpose of Unfold. Both ways of a device sum in ascending order of the kernel's entries.
template <class Real, class ExecutionSpace>
struct Fold {
  ConvolutionShape shape;
  std::int64_t samples;
  Real const* columns;
  Real* padded;

  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const sample = row / shape.in;
    std::int64_t const channel = row - sample * shape.in;
    std::int64_t const entry_stride = samples * shape.out_length;
    Real const* const source =
        columns + channel * shape.width * entry_stride + sample * shape.out_length;
    Real* const target = padded + row * shape.padded_length;
    if constexpr (runs_on_host<ExecutionSpace>) {
      whole_row(source, entry_stride, target);
    } else {
      for (std::int64_t q = begin; q < end; ++q) target[q] = element(source, entry_stride, q);
    }
  }

  // Vectorised along the row.
  KOKKOS_FUNCTION void whole_row(Real const* source, std::int64_t entry_stride,
                                 Real* target) const {
    for (std::int64_t q = 0; q < shape.padded_length; ++q) target[q] = 0;
    for (std::int64_t w = 0; w < shape.width; ++w, source += entry_stride) {
      Real* const shifted = target + w;
      if (shape.stride == 1) {
        for (std::int64_t l = 0; l < shape.out_length; ++l) shifted[l] += source[l];
      } else {
        for (std::int64_t l = 0; l < shape.out_length; ++l) shifted[l * shape.stride] += source[l];
      }
    }
  }

  // In a register.
  KOKKOS_FUNCTION Real element(Real const* source, std::int64_t entry_stride,
                               std::int64_t q) const {
    Real sum = 0;
    for (std::int64_t w = 0; w < shape.width && w <= q; ++w) {
      std::int64_t const l = (q - w) / shape.stride;
      if (l * shape.stride == q - w && l < shape.out_length) sum += source[w * entry_stride + l];
    }
    return sum;
  }
};

// (samples, out, out_length) to (out, samples, out_length).
template <class Real>
struct ChannelsFirst {
  std::int64_t samples, channels, length;
  Real const* in;
  Real* out;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const channel = row / samples;
    std::int64_t const sample = row - channel * samples;
    Real const* const source = in + (sample * channels + channel) * length;
    Real* const target = out + row * length;
    for (std::int64_t l = begin; l < end; ++l) target[l] = source[l];
  }
};

// And back, adding the channel's bias (nullptr: none). The two arrays may be one if there is one
// sample.
template <class Real>
struct SamplesFirst {
  std::int64_t samples, channels, length;
  Real const* in;
  Real const* bias;
  Real* out;
  KOKKOS_FUNCTION void operator()(std::int64_t row, std::int64_t begin, std::int64_t end) const {
    std::int64_t const sample = row / channels;
    std::int64_t const channel = row - sample * channels;
    Real const* const source = in + (channel * samples + sample) * length;
    Real* const target = out + row * length;
    Real const shift = bias != nullptr ? bias[channel] : Real(0);
    for (std::int64_t l = begin; l < end; ++l) target[l] = source[l] + shift;
  }
};

}  // namespace smnn::network::detail
