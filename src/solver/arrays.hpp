/// @file
/// The arrays that a solver's calls take: views of any layout, as non-owning strided arrays.
#pragma once

#include <Kokkos_Core.hpp>
#include <type_traits>

#include "smnn/kernels/portability/strided.hpp"

namespace smnn {

/// Whether an array has the axis M of several right-hand sides, in second place.
enum class RightHandSideAxis { absent, present };

/// A caller's view as an argument. Converts from a Kokkos view of the same rank and, where the axis
/// M exists, from one without it (then M = 1), of any layout and strides. An argument that is left
/// out is empty. Does not own the view's memory, which must stay until the call has finished.
///
/// Element type, rank and accessibility of the view are checked when it is compiled, its extents by
/// the call that takes the array.
template <class T, class MemorySpace, int Rank, RightHandSideAxis Axis>
class Array : public kernels::StridedArray<T, Rank> {
 public:
  /// An argument that is left out.
  Array() = default;

  /// From the array of writable elements to that of constant ones.
  template <class U>
  requires(std::is_same_v<T, U const>) Array(Array<U, MemorySpace, Rank, Axis> const& other)
      : without_members_(other.without_members()) {
    this->data = other.data;
    this->part_stride = other.part_stride;
    for (int axis = 0; axis < Rank; ++axis) {
      this->extent[axis] = other.extent[axis];
      this->stride[axis] = other.stride[axis];
    }
  }

  template <class View>
  requires(Kokkos::is_view_v<View>) Array(View const& view) {
    static_assert(std::is_convertible_v<typename View::pointer_type, T*>,
                  "the view's elements must have the solver's precision, and be writable if they "
                  "are an output");
    static_assert(Kokkos::SpaceAccessibility<MemorySpace, typename View::memory_space>::accessible,
                  "the view must live in memory that the solver's execution space can reach");
    constexpr int rank = static_cast<int>(View::rank());
    constexpr bool axis_missing = Axis == RightHandSideAxis::present && rank == Rank - 1;
    static_assert(rank == Rank || axis_missing, "the view's rank does not fit the argument");
    std::int64_t extents[rank];
    std::int64_t strides[rank];
    for (int axis = 0; axis < rank; ++axis) {
      extents[axis] = static_cast<std::int64_t>(view.extent(static_cast<std::size_t>(axis)));
      strides[axis] = static_cast<std::int64_t>(view.stride(static_cast<std::size_t>(axis)));
    }
    describe(view.data(), rank, extents, strides);
  }

  /// From memory that other means than views describe, strides in elements: `rank` axes, as many as
  /// the array's or, where the axis M exists, one less.
  Array(T* memory, int rank, std::int64_t const* extents, std::int64_t const* strides) {
    describe(memory, rank, extents, strides);
  }

  /// Whether the caller's view lacks the axis M, so that its later axes count one less.
  bool without_members() const { return without_members_; }

 private:
  void describe(T* memory, int rank, std::int64_t const* extents, std::int64_t const* strides) {
    without_members_ = rank < Rank;
    this->data = memory;
    for (int axis = 0, given = 0; axis < Rank; ++axis) {
      bool const missing = without_members_ && axis == 1;
      this->extent[axis] = missing ? 1 : extents[given];
      this->stride[axis] = missing ? 0 : strides[given];
      if (!missing) ++given;
    }
  }

  bool without_members_ = false;
};

/// Shape (B, T, E, D, K); extent 1 along B or T where shared.
template <class T, class MemorySpace>
using CoefficientsArray = Array<T, MemorySpace, 5, RightHandSideAxis::absent>;

/// Shape (B, T, E) or (B, M, T, E); extent 1 along B and M, or along T, where shared.
template <class T, class MemorySpace>
using RhsArray = Array<T, MemorySpace, 4, RightHandSideAxis::present>;

/// Shape (B, T0, D, K0) or (B, M, T0, D, K0); extent 1 along B and M where shared.
template <class T, class MemorySpace>
using InitialValuesArray = Array<T, MemorySpace, 5, RightHandSideAxis::present>;

/// Shape (B, T-1); extent 1 along B or T-1 where shared.
template <class T, class MemorySpace>
using StepsArray = Array<T, MemorySpace, 2, RightHandSideAxis::absent>;

/// Shape (B, T, D, K) or (B, M, T, D, K); nothing is shared.
template <class T, class MemorySpace>
using SolutionArray = Array<T, MemorySpace, 5, RightHandSideAxis::present>;

/// One array per input, in that input's shape. Those left out are not computed (gradients) or zero
/// (directions).
template <class T, class MemorySpace>
struct InputArrays {
  CoefficientsArray<T, MemorySpace> coefficients = {};
  RhsArray<T, MemorySpace> rhs = {};
  InitialValuesArray<T, MemorySpace> initial_values = {};
  StepsArray<T, MemorySpace> steps = {};
};

/// Where Solver::adjoint writes dl/d(input), in the unit of l per that of the input.
template <class Real, class MemorySpace>
using Gradients = InputArrays<Real, MemorySpace>;

/// The direction in the space of inputs that Solver::tangent takes, in the inputs' units.
template <class Real, class MemorySpace>
using Directions = InputArrays<Real const, MemorySpace>;

}  // namespace smnn
