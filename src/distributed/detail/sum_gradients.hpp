// Sums of a shared input's gradient over ranks.
#pragma once

#include <Kokkos_Core.hpp>
#include <string>

#include "smnn/distributed/communicator.hpp"
#include "smnn/kernels/portability/strided.hpp"

namespace smnn::distributed::detail {

template <class T, int Rank>
KOKKOS_INLINE_FUNCTION T& flat_element(kernels::StridedArray<T, Rank> const& a, std::int64_t i) {
  std::int64_t offset = 0;
  for (int axis = Rank - 1; axis >= 0; --axis) {
    offset += i % a.extent[axis] * a.stride[axis];
    i /= a.extent[axis];
  }
  return a.data[offset];
}

// Replaces the array, of the same extents on all ranks, by the sum in their order; an empty one is
// not wanted.
template <class ExecutionSpace, class T, int Rank>
void sum_gradients(ExecutionSpace const& space, Communicator const& ranks,
                   kernels::StridedArray<T, Rank> const& gradient) {
  if (ranks.size() == 1 || gradient.data == nullptr) return;
  std::int64_t count = 1;
  for (int axis = 0; axis < Rank; ++axis) count *= gradient.extent[axis];
  if (count == 0) return;
  using Policy = Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>;
  Kokkos::View<T*, typename ExecutionSpace::memory_space> const values(
      Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string("smnn::gradient_sum")),
      static_cast<std::size_t>(count));
  Kokkos::parallel_for(
      "smnn::distributed::pack_gradient", Policy(space, 0, count),
      KOKKOS_LAMBDA(std::int64_t i) { values(i) = flat_element(gradient, i); });
  auto const host = Kokkos::create_mirror_view(Kokkos::WithoutInitializing, values);
  ranks.sum_in_rank_order(space, values, host);
  Kokkos::parallel_for(
      "smnn::distributed::unpack_gradient", Policy(space, 0, count),
      KOKKOS_LAMBDA(std::int64_t i) { flat_element(gradient, i) = values(i); });
  space.fence("smnn::distributed: gradient summed");  // `host` ends here
}

}  // namespace smnn::distributed::detail
