// Tensors as the solver's arrays, in place: no element is copied.
#pragma once

#include <optional>
#include <smnn/solver/arrays.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <type_traits>

#include "tensor.hpp"

namespace smnn::python {

template <class Real>
constexpr Precision precision_of =
    std::is_same_v<Real, double> ? Precision::double_precision : Precision::single_precision;

/// Throws InvalidArgument unless the tensor has the precision and device of what it is used with.
inline void require_same_kind(std::string const& name, Tensor const& tensor, Precision precision,
                              Device device) {
  if (tensor.precision != precision) {
    throw InvalidArgument(name + ": dtype is " + to_string(tensor.precision) + ", expected " +
                          to_string(precision) + " as the other arrays");
  }
  if (tensor.device != device) {
    throw InvalidArgument(name + ": device is " + to_string(tensor.device) + ", expected " +
                          to_string(device) + " as the other arrays");
  }
}

/// Makes `array` refer to the tensor; leaves it empty where there is none.
template <class T, class MemorySpace, int Rank, RightHandSideAxis Axis>
void refer(Array<T, MemorySpace, Rank, Axis>& array, char const* name,
           std::optional<Tensor> const& tensor, Device device) {
  if (!tensor) return;
  require_same_kind(name, *tensor, precision_of<std::remove_const_t<T>>, device);
  constexpr bool may_lack_members = Axis == RightHandSideAxis::present;
  if (tensor->rank != Rank && !(may_lack_members && tensor->rank == Rank - 1)) {
    throw InvalidArgument(std::string(name) + ": has " + std::to_string(tensor->rank) +
                          " axes, expected " +
                          (may_lack_members ? std::to_string(Rank - 1) + " or " : std::string()) +
                          std::to_string(Rank));
  }
  array = {static_cast<T*>(tensor->data), tensor->rank, tensor->extent.data(),
           tensor->stride.data()};
}

/// The same for all inputs, or their gradients or directions.
template <class T, class MemorySpace>
InputArrays<T, MemorySpace> arrays_of(Tensors const& tensors, Device device) {
  InputArrays<T, MemorySpace> arrays;
  refer(arrays.coefficients, "coefficients", tensors.coefficients, device);
  refer(arrays.rhs, "rhs", tensors.rhs, device);
  refer(arrays.initial_values, "initial_values", tensors.initial_values, device);
  refer(arrays.steps, "steps", tensors.steps, device);
  return arrays;
}

}  // namespace smnn::python
