// An array of NumPy, PyTorch or any other library that speaks DLPack, as this package passes it
// from the binding to the solver: Python's types and Kokkos's are compiled apart.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace smnn::python {

enum class Precision { single_precision, double_precision };

/// Where an array lives and a solver works.
enum class Device { host, accelerator };

inline char const* to_string(Precision precision) {
  return precision == Precision::double_precision ? "float64" : "float32";
}

inline char const* to_string(Device device) { return device == Device::host ? "cpu" : "cuda"; }

/// Extents and strides are in elements. Owns nothing: the binding keeps the array's owner alive.
struct Tensor {
  static constexpr int highest_rank = 5;

  void* data = nullptr;
  int rank = 0;
  std::array<std::int64_t, highest_rank> extent{};
  std::array<std::int64_t, highest_rank> stride{};
  Precision precision = Precision::double_precision;
  Device device = Device::host;
};

/// One tensor per input of a problem, or its gradient or direction; those that are left out are
/// none.
struct Tensors {
  std::optional<Tensor> coefficients;
  std::optional<Tensor> rhs;
  std::optional<Tensor> initial_values;
  std::optional<Tensor> steps;
};

}  // namespace smnn::python
