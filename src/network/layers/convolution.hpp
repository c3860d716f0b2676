/// @file
/// Convolution along one axis.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "smnn/network/layers/detail/bias_gradient.hpp"
#include "smnn/network/layers/detail/halo_exchange.hpp"
#include "smnn/network/layers/detail/unfold.hpp"
#include "smnn/network/layers/layer_base.hpp"
#include "smnn/network/line.hpp"

namespace smnn::network {

/// What stands beyond the ends of the axis.
enum class PaddingMode { zero, circular };

struct ConvolutionOptions {
  std::int64_t in_channels = 1;
  std::int64_t out_channels = 1;
  std::int64_t length = 1;
  std::int64_t width = 1;  ///< Of the kernel.
  std::int64_t stride = 1;
  /// At either end; left out: width / 2, which keeps the length if the width is odd and the stride
  /// is 1.
  std::optional<std::int64_t> padding = std::nullopt;
  PaddingMode padding_mode = PaddingMode::zero;
  bool bias = true;
  /// Ranks that share the axis, which is circular then: `length` is this rank's share. Null: the
  /// axis is all here.
  LinePointer line = nullptr;
};

/// (in_channels, length) to (out_channels, out_length), as PyTorch's Conv1d:
///   y(o, l) = b(o) + sum_{i, w} W(o, i, w) x(i, l stride + w - padding),
///   out_length = (length + 2 padding - width) / stride + 1, rounded down.
/// W is NAME.weight, (out_channels, in_channels, width), b is NAME.bias; both start uniform within
/// 1 / sqrt(in_channels width).
///
/// Some samples at a time, or some outputs of a long sample, are unfolded into a matrix
/// (in_channels width, samples outputs), and the rest is a matrix product. A direct kernel would
/// save the unfolding, but that is little: from 64 channels on the whole runs at 80 % and more of
/// the product's speed (CPU, float), which is the vendor's. The workspace is bounded, but for one
/// padded sample, and `backward` unfolds again.
///
/// On a line of several ranks (see Line) a layer's call exchanges one message with either
/// neighbour: `forward` gets the `padding` points beyond the ends of all samples while it unfolds
/// the first samples' interior, `backward` hands back their gradients while it computes those of
/// the weights. Outputs are those of the rank's own points, every stride-th of the axis. A padding
/// that is larger by `stride` adds an output at either end, which the neighbour has too: so much
/// less there is to exchange before what follows (residual_block).
template <class Real, class ExecutionSpace>
class Convolution : public LayerBase<Real, ExecutionSpace> {
 public:
  using Base = LayerBase<Real, ExecutionSpace>;
  using typename Base::Input;
  using typename Base::MemorySpace;
  using typename Base::Output;
  using typename Base::ParameterSet;

  /// Throws InvalidArgument if an extent is not positive, the kernel is wider than the padded
  /// axis, a circular padding longer than the axis, or the name is taken; with a line, if it is cut
  /// other than at multiples of the stride, a rank has fewer points than the padding, the padding
  /// leaves points without outputs (even widths, mostly), or `length` is not the rank's share.
  Convolution(ParameterLayout& layout, std::string const& name, ConvolutionOptions const& options);

  std::int64_t out_length() const { return shape_.out_length; }

 protected:
  void allocate(std::int64_t samples) override;
  void run_forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                   Output const& y) override;
  void run_backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                    Input const& y, Input const& dy, Output const& dx) override;

 private:
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  // What is unfolded together, of the samples from `first` on.
  struct Chunk {
    std::int64_t first;
    detail::Unfolded part;
    bool begins;  // is the first of its samples
    bool ends;    // is the last
  };

  Convolution(ParameterLayout& layout, std::string const& name, detail::ConvolutionShape shape,
              bool bias);

  bool splits_samples() const { return outputs_at_once_ < shape_.out_length; }
  template <class Action>
  void for_chunks(std::int64_t samples, Action const& action) const;

  // Of the chunk's padded samples, the columns begin ... end - 1.
  void pad(ExecutionSpace const& space, Input const& x, Chunk const& chunk, std::int64_t begin,
           std::int64_t end) const;
  void pad_ends(ExecutionSpace const& space, Input const& x, Chunk const& chunk) const;
  // From the padded samples, the outputs begin ... end - 1 of the chunk's.
  void unfold(ExecutionSpace const& space, Chunk const& chunk, std::int64_t begin,
              std::int64_t end) const;
  // The chunk, padded and unfolded: (in width, samples outputs).
  Output unfolded(ExecutionSpace const& space, Input const& x, Chunk const& chunk) const;
  // The same while the halo is under way: waits for it where an output needs it, and then sets
  // `waiting` to false.
  Output unfolded(ExecutionSpace const& space, Input const& x, Chunk const& chunk, bool& waiting);
  Output columns_of(Chunk const& chunk) const;
  // The outputs' gradients, (out, samples outputs).
  Input channels_first(ExecutionSpace const& space, Input const& dy, Chunk const& chunk) const;
  void add_weight_gradient(ExecutionSpace const& space, ParameterSet const& parameters,
                           Input const& x, Input const& seed, Chunk const& chunk);
  void write_input_gradient(ExecutionSpace const& space, ParameterSet const& parameters,
                            Input const& seed, Output const& dx, Chunk const& chunk);

  detail::ConvolutionShape shape_;
  std::int64_t weight_;
  std::int64_t bias_;                 // -1: none
  std::int64_t chunk_ = 0;            // samples at a time
  std::int64_t outputs_at_once_ = 0;  // of each; all of them unless chunk_ is 1
  Buffer padded_;                     // (chunk, in, padded_length)
  Buffer columns_;                    // (in width, chunk outputs_at_once)
  Buffer channels_;                   // (out, chunk outputs_at_once)
  detail::BiasGradient<Real, ExecutionSpace> bias_gradient_;
  std::optional<detail::HaloExchange<Real, ExecutionSpace>> halo_;  // of what other ranks have
};

}  // namespace smnn::network
