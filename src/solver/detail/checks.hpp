// Checks of the caller's arrays against each other and against a solver's extents. Everything that
// does not depend on types is compiled once, in checks.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "smnn/solver/arrays.hpp"
#include "smnn/solver/extents.hpp"

namespace smnn {

struct ProblemOptions;
struct Weights;

namespace detail {

// Extents of the four inputs: (B, T, E, D, K), (B, M, T, E), (B, M, T0, D, K0), (B, T-1); and which
// of the caller's views lack the axis M.
struct InputExtents {
  std::array<std::int64_t, 5> coefficients;
  std::array<std::int64_t, 4> rhs;
  std::array<std::int64_t, 5> initial_values;
  std::array<std::int64_t, 2> steps;
  bool rhs_without_members;
  bool initial_values_without_members;

  template <class Inputs>
  explicit InputExtents(Inputs const& inputs)
      : coefficients(std::to_array(inputs.coefficients.extent)),
        rhs(std::to_array(inputs.rhs.extent)),
        initial_values(std::to_array(inputs.initial_values.extent)),
        steps(std::to_array(inputs.steps.extent)),
        rhs_without_members(inputs.rhs.without_members()),
        initial_values_without_members(inputs.initial_values.without_members()) {}
};

// The problem's extents, or InvalidArgument naming the view and the extent that do not fit.
Extents deduce_extents(InputExtents const& inputs, ProblemOptions const& options);

// Weights must be finite, and positive except that of Pade's highest order, which may be zero.
void check_weights(Weights const& weights, Smoothness smoothness);

// `index` counts the steps of all systems, in order.
[[noreturn]] void throw_bad_step(std::int64_t index, std::int64_t steps_per_system, double value);

// Throws unless a solver built for `planned` can take a problem of extents `got`.
void check_same_extents(Extents const& planned, Extents const& got);

// Throws unless the array has the given extents; "argument" is its name in the call. Shapes in the
// message leave the axis M out if the caller's view does and may.
void check_extents(char const* argument, std::int64_t const* got, std::int64_t const* expected,
                   int rank, bool is_null, bool without_members);

// The extents that each input, its gradient and its direction have.
std::array<std::int64_t, 5> coefficients_extents(Extents const& extents);
std::array<std::int64_t, 4> rhs_extents(Extents const& extents);
std::array<std::int64_t, 5> initial_values_extents(Extents const& extents);
std::array<std::int64_t, 2> steps_extents(Extents const& extents);
std::array<std::int64_t, 5> solution_extents(Extents const& extents);

template <class ArrayType, std::size_t Rank>
void check_array(char const* argument, ArrayType const& array,
                 std::array<std::int64_t, Rank> const& expected) {
  check_extents(argument, array.extent, expected.data(), static_cast<int>(Rank),
                array.data == nullptr, array.without_members());
}

// Gives shared axes stride 0, so that every index along them reads the one entry.
template <class Inputs>
void share_axes(Inputs& inputs, Extents const& extents) {
  auto const share = [](std::int64_t& stride, bool shared) {
    if (shared) stride = 0;
  };
  share(inputs.coefficients.stride[0], extents.coefficients.over_batch);
  share(inputs.coefficients.stride[1], extents.coefficients.over_time);
  share(inputs.rhs.stride[0], extents.rhs.over_batch);
  share(inputs.rhs.stride[1], extents.rhs.over_batch);
  share(inputs.rhs.stride[2], extents.rhs.over_time);
  share(inputs.initial_values.stride[0], extents.initial_values.over_batch);
  share(inputs.initial_values.stride[1], extents.initial_values.over_batch);
  share(inputs.steps.stride[0], extents.steps.over_batch);
  share(inputs.steps.stride[1], extents.steps.over_time);
}

}  // namespace detail
}  // namespace smnn
