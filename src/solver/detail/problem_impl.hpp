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
        if (!(step > 0 && step <= Kokkos::Experimental::finite_max_v<Real>)&&i < lowest) lowest = i;
      },
      Kokkos::Min<std::int64_t>(first));
  return first < count ? first : -1;
}

}  // namespace detail

template <class Real, class MemorySpace>
template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
Problem<Real, MemorySpace>::Problem(ExecutionSpace const& space, Coefficients const& coefficients,
                                    Rhs const& rhs, InitialValues const& initial_values,
                                    Steps const& steps, ProblemOptions const& options)
    : inputs_{coefficients, rhs, initial_values, steps}, weights_(options.weights) {
  extents_ = detail::deduce_extents(detail::InputExtents(inputs_), options);
  validate(extents_);
  detail::check_weights(weights_, extents_.smoothness);
  detail::share_axes(inputs_, extents_);
  if (options.check_steps) {
    std::int64_t const bad = detail::first_bad_step<Real>(space, inputs_.steps);
    if (bad >= 0) detail::throw_bad_step(bad, inputs_.steps.extent[1]);
  }
}

}  // namespace smnn
