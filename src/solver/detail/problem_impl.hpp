// Construction and validation of Problem.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "smnn/solver/detail/checks.hpp"

namespace smnn {
namespace detail {

// Whether every step is positive and finite: index of the first that is not, or -1. Waits for the
// result.
template <class Real, class ExecutionSpace>
std::int64_t first_bad_step(ExecutionSpace const& space,
                            kernels::StridedArray<Real const, 2> const& steps) {
  std::int64_t const columns = steps.extent[1];
  std::int64_t const count = steps.extent[0] * columns;
  std::int64_t first = count;
  Kokkos::parallel_reduce(
      "smnn::problem::check_steps",
      Kokkos::RangePolicy<ExecutionSpace, Kokkos::IndexType<std::int64_t>>(space, 0, count),
      KOKKOS_LAMBDA(std::int64_t i, std::int64_t & lowest) {
        Real const step = steps.data[i / columns * steps.stride[0] + i % columns * steps.stride[1]];
        bool const good = step > 0 && step <= Kokkos::Experimental::finite_max_v<Real>;
        if (!good && i < lowest) lowest = i;
      },
      Kokkos::Min<std::int64_t>(first));
  return first < count ? first : -1;
}

// Throws unless every step is positive and finite. Waits for the instance.
template <class MemorySpace, class Real, class ExecutionSpace>
void check_steps(ExecutionSpace const& space, kernels::StridedArray<Real const, 2> const& steps) {
  std::int64_t const index = first_bad_step(space, steps);
  if (index < 0) return;
  std::int64_t const columns = steps.extent[1];
  std::int64_t const offset = index / columns * steps.stride[0] + index % columns * steps.stride[1];
  Kokkos::View<Real const, MemorySpace, Kokkos::MemoryUnmanaged> const step(steps.data + offset);
  Real value = 0;
  Kokkos::deep_copy(space, value, step);
  space.fence("smnn: bad step read");
  throw_bad_step(index, columns, static_cast<double>(value));
}

}  // namespace detail

template <class Real, class MemorySpace>
template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
Problem<Real, MemorySpace>::Problem(ExecutionSpace const& space, Coefficients const& coefficients,
                                    Rhs const& rhs, InitialValues const& initial_values,
                                    Steps const& steps, ProblemOptions const& options)
    : inputs_{coefficients, rhs, initial_values, steps}, weights_(options.weights) {
  static_assert(Kokkos::SpaceAccessibility<ExecutionSpace, MemorySpace>::accessible,
                "the problem's memory space must be one that the execution space can reach");
  extents_ = detail::deduce_extents(detail::InputExtents(inputs_), options);
  validate(extents_);
  detail::check_weights(weights_, extents_.smoothness);
  detail::share_axes(inputs_, extents_);
  if (options.check_steps) detail::check_steps<MemorySpace, Real>(space, inputs_.steps);
}

template <class Real, class MemorySpace>
Problem<Real, MemorySpace>::Problem(InputArrays<Real const, MemorySpace> const& inputs,
                                    Extents const& extents, Weights const& weights)
    : inputs_(inputs), extents_(extents), weights_(weights) {
  validate(extents_);
  detail::check_weights(weights_, extents_.smoothness);
  detail::check_array("coefficients", inputs_.coefficients, detail::coefficients_extents(extents_));
  detail::check_array("rhs", inputs_.rhs, detail::rhs_extents(extents_));
  detail::check_array("initial_values", inputs_.initial_values,
                      detail::initial_values_extents(extents_));
  detail::check_array("steps", inputs_.steps, detail::steps_extents(extents_));
  detail::share_axes(inputs_, extents_);
}

}  // namespace smnn
