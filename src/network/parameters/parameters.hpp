/// @file
/// The learned numbers of a model: named arrays in one flat buffer, and their gradients in another.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "smnn/network/matrix.hpp"

namespace smnn::network {

/// How an array of parameters starts.
struct Initialization {
  enum class Kind { constant, uniform, normal };
  Kind kind = Kind::constant;
  double center = 0;
  double spread = 0;  ///< Half the range, or the standard deviation.

  static Initialization constant(double value) { return {Kind::constant, value, 0}; }
  static Initialization uniform(double bound) { return {Kind::uniform, 0, bound}; }
  static Initialization normal(double deviation) { return {Kind::normal, 0, deviation}; }
  /// As PyTorch's linear and convolution layers: uniform within 1 / sqrt(fan_in).
  static Initialization fan_in(std::int64_t inputs);
};

/// Where one array lies in the flat buffer.
struct ParameterArray {
  std::string name;  ///< "encoder.0.weight"
  std::vector<std::int64_t> shape;
  std::int64_t offset = 0;
  std::int64_t size = 0;
  Initialization initialization;
};

/// The names and shapes of a model's parameters. Layers add theirs when they are constructed; the
/// buffers come after, when all are known.
class ParameterLayout {
 public:
  /// Adds an array and returns its offset. Throws InvalidArgument if the name is empty or taken, or
  /// an extent is not positive.
  std::int64_t add(std::string name, std::vector<std::int64_t> shape,
                   Initialization const& initialization);

  std::vector<ParameterArray> const& arrays() const { return arrays_; }
  std::int64_t size() const { return size_; }

  /// Throws InvalidArgument if there is none of that name.
  ParameterArray const& array(std::string const& name) const;

 private:
  std::vector<ParameterArray> arrays_;
  std::int64_t size_ = 0;
};

/// Values and gradients of a layout's parameters on a device. Copies refer to the same buffers.
template <class Real, class ExecutionSpace>
class Parameters {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  /// Allocates, and initialises the values: a function of the seed and of each array's name, not of
  /// what else the model has.
  Parameters(ExecutionSpace const& space, ParameterLayout layout, std::uint64_t seed);

  ParameterLayout const& layout() const { return layout_; }
  std::int64_t size() const { return layout_.size(); }
  Buffer const& values() const { return values_; }
  Buffer const& gradients() const { return gradients_; }

  /// The array at `offset` as a matrix.
  Matrix<Real const, MemorySpace> value(std::int64_t offset, std::int64_t rows,
                                        std::int64_t columns) const {
    return Matrix<Real const, MemorySpace>(values_.data() + offset, static_cast<std::size_t>(rows),
                                           static_cast<std::size_t>(columns));
  }
  Matrix<Real, MemorySpace> gradient(std::int64_t offset, std::int64_t rows,
                                     std::int64_t columns) const {
    return Matrix<Real, MemorySpace>(gradients_.data() + offset, static_cast<std::size_t>(rows),
                                     static_cast<std::size_t>(columns));
  }

  void clear_gradients(ExecutionSpace const& space) const {
    Kokkos::deep_copy(space, gradients_, Real(0));
  }

 private:
  ParameterLayout layout_;
  Buffer values_;
  Buffer gradients_;
};

}  // namespace smnn::network
