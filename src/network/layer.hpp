/// @file
/// A differentiable map of samples to samples.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <memory>

#include "smnn/network/matrix.hpp"
#include "smnn/network/parameters/parameters.hpp"

namespace smnn::network {

/// A layer is constructed with the layout to which it adds its parameters, and a name in front of
/// theirs. Its calls are asynchronous on the execution space instance. Sums over samples are made
/// in a fixed order.
template <class Real, class ExecutionSpace>
class Layer {
 public:
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Input = Matrix<Real const, MemorySpace>;
  using Output = Matrix<Real, MemorySpace>;
  using ParameterSet = Parameters<Real, ExecutionSpace>;

  virtual ~Layer() = default;

  /// Features of a sample.
  virtual std::int64_t inputs() const = 0;
  virtual std::int64_t outputs() const = 0;

  /// Makes room for batches of up to `samples`. Only here memory is allocated; to be called before
  /// anything else.
  virtual void reserve(std::int64_t samples) { static_cast<void>(samples); }

  /// y := f(x).
  virtual void forward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                       Output const& y) = 0;

  /// After `forward` of the same x and y: given dy = dl/dy, adds dl/d(parameter) to the parameters'
  /// gradients and writes dx = dl/dx, unless dx is empty (no data).
  virtual void backward(ExecutionSpace const& space, ParameterSet const& parameters, Input const& x,
                        Input const& y, Input const& dy, Output const& dx) = 0;
};

template <class Real, class ExecutionSpace>
using LayerPointer = std::unique_ptr<Layer<Real, ExecutionSpace>>;

}  // namespace smnn::network
