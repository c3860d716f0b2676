// A batch of linear least-squares ODE problems in the caller's views.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <string>
#include <type_traits>

#include "smnn/solver/arrays.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/extents.hpp"

namespace smnn {

// Weights of the three families of rows; `highest_order` scales Pade's row for the highest
// derivative.
struct Weights {
  double governing = 1;
  double initial = 1;
  double smoothness = 1;
  double highest_order = 0.01;
};

struct ProblemOptions {
  Smoothness smoothness = Smoothness::taylor;
  Weights weights = {};
  std::int64_t time_points = 0;  // T; 0: deduced, possible unless every input is shared over time
  bool check_steps =
      true;  // reduce over the steps and throw unless all are positive and finite (waits for it)
};

// For system b, time point t, with y[t,d,r] approximating the r-th derivative of function d:
//   governing  sum_{d,r} coefficients[b,t,e,d,r] y[t,d,r] = rhs[b,t,e]
//   initial    y[t,d,r] = initial_values[b,t,d,r]      for t < T0, r < K0
//   smooth     neighbouring time points agree with each other's Taylor (or Pade) expansion over
//   steps[b,t]
// Shapes, any layout and memory space accessible to the solver's execution space:
//   coefficients    (B, T, E, D, K)
//   rhs             (B, T, E)        or (B, M, T, E) for M right-hand sides per system
//   initial_values  (B, T0, D, K0)   or (B, M, T0, D, K0); T0 = 0 or K0 = 0 for none
//   steps           (B, T-1)
// Extent 1 along B or T means shared. The problem refers to the caller's data and does not own it:
// the views must outlive it, and may change their contents between calls.
template <class Real_, class MemorySpace_>
class Problem {
 public:
  using Real = Real_;
  using MemorySpace = MemorySpace_;

  // Throws InvalidArgument naming the view, the extent and what was expected.
  template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
  Problem(ExecutionSpace const& space, Coefficients const& coefficients, Rhs const& rhs,
          InitialValues const& initial_values, Steps const& steps,
          ProblemOptions const& options = {});

  Extents const& extents() const { return extents_; }
  Weights const& weights() const { return weights_; }

  InputArrays<Real const, MemorySpace> const& inputs() const { return inputs_; }

 private:
  InputArrays<Real const, MemorySpace> inputs_;
  Extents extents_;
  Weights weights_;
};

template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
Problem(ExecutionSpace const&, Coefficients const&, Rhs const&, InitialValues const&, Steps const&)
    -> Problem<typename Coefficients::non_const_value_type, typename Coefficients::memory_space>;
template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
Problem(ExecutionSpace const&, Coefficients const&, Rhs const&, InitialValues const&, Steps const&,
        ProblemOptions const&)
    -> Problem<typename Coefficients::non_const_value_type, typename Coefficients::memory_space>;

}  // namespace smnn

#include "smnn/solver/detail/problem_impl.hpp"
