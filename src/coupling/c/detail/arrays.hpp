// The caller's arrays as the library's.
#pragma once

#include <string>
#include <type_traits>

#include "smnn/coupling/c/detail/call.hpp"
#include "smnn/coupling/c/detail/memory.hpp"
#include "smnn/smnn_types.h"
#include "smnn/solver/arrays.hpp"

namespace smnn::coupling {

template <class Real>
constexpr int type_of = std::is_same_v<Real, double> ? SMNN_DOUBLE : SMNN_FLOAT;

// "float" or "double"; throws for other numbers, naming the argument.
char const* type_name(std::string const& argument, int type);

inline bool left_out(smnn_array const& array) { return array.data == nullptr && array.rank == 0; }

// Throws unless type, rank (or one less, without the axis M), extents and pointer are sound; of an
// output also unless its entries are apart from each other.
void check_array(std::string const& name, smnn_array const& array, int type, int rank,
                 bool has_members, bool is_output);

// `ArrayType` is an Array of smnn/solver/arrays.hpp. One that is left out becomes an empty one.
template <class ArrayType>
struct Converter;

template <class T, class MemorySpace, int Rank, RightHandSideAxis Axis>
struct Converter<Array<T, MemorySpace, Rank, Axis>> {
  static Array<T, MemorySpace, Rank, Axis> convert(std::string const& name,
                                                   smnn_array const& array) {
    if (left_out(array)) return {};
    check_array(name, array, type_of<std::remove_const_t<T>>, Rank,
                Axis == RightHandSideAxis::present, !std::is_const_v<T>);
    check_reachable<MemorySpace>(name, array.data);
    return {static_cast<T*>(array.data), array.rank, array.extents, array.strides};
  }
};

template <class ArrayType>
ArrayType convert(char const* name, smnn_array const* array) {
  return Converter<ArrayType>::convert(name, required(name, array));
}

// All four; `prefix` is of their names in messages.
template <class T, class MemorySpace>
InputArrays<T, MemorySpace> convert_inputs(std::string const& prefix, smnn_inputs const& inputs) {
  using Arrays = InputArrays<T, MemorySpace>;
  auto const one = [&]<class ArrayType>(ArrayType& result, char const* name,
                                        smnn_array const& array) {
    result = Converter<ArrayType>::convert(prefix + name, array);
  };
  Arrays result;
  one(result.coefficients, "coefficients", inputs.coefficients);
  one(result.rhs, "rhs", inputs.rhs);
  one(result.initial_values, "initial_values", inputs.initial_values);
  one(result.steps, "steps", inputs.steps);
  return result;
}

}  // namespace smnn::coupling
