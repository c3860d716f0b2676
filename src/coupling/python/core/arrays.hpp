// Arrays of NumPy, PyTorch or any other library that speaks DLPack, as the C API describes them: in
// place. Precision, device and number of axes are checked here, in Python's words; the rest there.
#pragma once

#include <nanobind/ndarray.h>
#include <smnn/smnn_types.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "place.hpp"

namespace smnn::python {

using Input = nanobind::ndarray<nanobind::ro>;
using Output = nanobind::ndarray<>;

/// What messages call an argument, `group` before `name`, and how many axes it has.
struct Argument {
  char const* group;
  char const* name;
  int rank;
  bool may_lack_members;  ///< The axis M, which is then counted in `rank`.
};

/// Throws for element types and memory that no solver has.
Place place_of(Argument const& argument, nanobind::dlpack::dtype dtype, int device_type);

void require_place(Argument const& argument, Place const& place, Place const& expected);
void require_axes(Argument const& argument, std::size_t axes);

/// Owns nothing: the caller keeps the array.
template <class NdArray>
smnn_array array_of(Argument const& argument, NdArray const& array, Place const& place) {
  require_place(argument, place_of(argument, array.dtype(), array.device_type()), place);
  require_axes(argument, array.ndim());
  smnn_array result{};
  result.data = const_cast<void*>(static_cast<void const*>(array.data()));
  result.type = place.type;
  result.rank = static_cast<int>(array.ndim());
  for (std::size_t axis = 0; axis < array.ndim(); ++axis) {
    result.extents[axis] = static_cast<std::int64_t>(array.shape(axis));
    result.strides[axis] = array.stride(axis);
  }
  return result;
}

/// None is left out.
template <class NdArray>
smnn_array array_of(Argument const& argument, std::optional<NdArray> const& array,
                    Place const& place) {
  return array ? array_of(argument, *array, place) : smnn_array{};
}

/// Has the axes of a solution.
template <class NdArray>
smnn_array solution_of(char const* name, NdArray const& array, Place const& place) {
  return array_of({"", name, 5, true}, array, place);
}

inline constexpr Argument coefficients_argument{"", "coefficients", 5, false};

/// The inputs of a problem, or a group of one array for each, like "out.".
template <class Given>
smnn_inputs inputs_of(char const* group, Given const& coefficients, Given const& rhs,
                      Given const& initial_values, Given const& steps, Place const& place) {
  return {array_of({group, "coefficients", 5, false}, coefficients, place),
          array_of({group, "rhs", 4, true}, rhs, place),
          array_of({group, "initial_values", 5, true}, initial_values, place),
          array_of({group, "steps", 2, false}, steps, place)};
}

}  // namespace smnn::python
