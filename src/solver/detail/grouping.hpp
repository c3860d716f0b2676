// The batch as groups of right-hand sides with one matrix each: a matrix shared by the whole batch
// makes one group. How groups are divided among workers.
#pragma once

#include <cstdint>
#include <utility>

#include "smnn/kernels/decomposition.hpp"
#include "smnn/kernels/portability/strided.hpp"
#include "smnn/solver/arrays.hpp"
#include "smnn/solver/extents.hpp"

namespace smnn::detail {

struct Grouping {
  std::int64_t groups;
  std::int64_t members;
  bool shared_matrix;  // the batch axis became the member axis
};
Grouping grouping(Extents const& extents);

// Tasks for `concurrent` workers that take `width` systems at a time.
kernels::Decomposition decompose(Grouping const& grouping, int width, std::int64_t concurrent);

// Moves the batch axis of an array with axes (B, M, ...) to the member axis where one matrix serves
// the batch.
template <class T, int Rank>
kernels::StridedArray<T, Rank> group_axes(kernels::StridedArray<T, Rank> array,
                                          Grouping const& grouping) {
  if (!grouping.shared_matrix) return array;
  std::swap(array.extent[0], array.extent[1]);
  std::swap(array.stride[0], array.stride[1]);
  return array;
}

template <class T, class MemorySpace>
kernels::InputSet<T> group_axes(InputArrays<T, MemorySpace> const& inputs,
                                Grouping const& grouping) {
  return {inputs.coefficients, group_axes<T, 4>(inputs.rhs, grouping),
          group_axes<T, 5>(inputs.initial_values, grouping), inputs.steps};
}

}  // namespace smnn::detail
