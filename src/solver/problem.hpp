/// @file
/// A batch of linear least-squares ODE problems in the caller's views.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstdint>
#include <string>
#include <type_traits>

#include "smnn/solver/arrays.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/extents.hpp"

namespace smnn {

/// Factors of the families of rows, before squaring; finite and positive, `highest_order` may be 0.
struct Weights {
  double governing = 1;
  double initial = 1;
  double smoothness = 1;
  double highest_order = 0.01;  ///< Of Pade's row for the highest derivative, times `smoothness`.
};

/// Smoothness family, weights, and how to read the views.
struct ProblemOptions {
  Smoothness smoothness = Smoothness::taylor;
  Weights weights = {};
  /// T; 0: deduced, possible unless every input is shared over time.
  std::int64_t time_points = 0;
  /// Throw unless all steps are positive and finite; waits for the device. Without it a bad step
  /// makes its system fail.
  bool check_steps = true;
};

/// A batch of mechanistic neural networks' ODE problems (Pervez et al. 2024) in the least-squares
/// form of S-MNN (Chen et al. 2025); all rows are in the README, section "Method".
///
/// For system b and time point t, with y[t,d,r] approximating the r-th derivative of function d:
///
///     governing  sum_{d,r} coefficients[b,t,e,d,r] y[t,d,r] = rhs[b,t,e]
///     initial    y[t,d,r] = initial_values[b,t,d,r]      for t < T0, r < K0
///     smooth     y[t] and y[t+1] agree with each other's Taylor (or Pade)
///                expansion over steps[b,t]
///
/// Shapes:
///
///     coefficients    (B, T, E, D, K)
///     rhs             (B, T, E)        or (B, M, T, E) for M right-hand sides per system
///     initial_values  (B, T0, D, K0)   or (B, M, T0, D, K0); T0 = 0 or K0 = 0 for none
///     steps           (B, T-1)         time_{t+1} - time_t
///
/// Views may have any layout, strides and memory space that the execution space can reach. Extent 1
/// along B or T means shared. With M > 1, rhs and initial_values each have either extents B and M
/// or 1 along both: data per system but not per member, or per member but not per system, are
/// refused.
///
/// Units: steps are in the caller's unit of time, y[t,d,r] and initial values in that of function d
/// per time^r; coefficients and rhs balance each other.
///
/// The problem refers to the caller's data and does not own it: the views must outlive it, and may
/// change their contents between calls.
template <class Real_, class MemorySpace_>
class Problem {
 public:
  using Real = Real_;
  using MemorySpace = MemorySpace_;

  /// Takes the views and checks them. Launches on `space` and waits only if
  /// ProblemOptions::check_steps.
  ///
  /// Throws InvalidArgument naming the view, the extent and what was expected if the extents do not
  /// fit each other or the library's limits (`validate`), if a weight or
  /// ProblemOptions::time_points is out of range, or if a step is not positive and finite.
  template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
  Problem(ExecutionSpace const& space, Coefficients const& coefficients, Rhs const& rhs,
          InitialValues const& initial_values, Steps const& steps,
          ProblemOptions const& options = {});

  /// The same from arrays whose meaning the caller states, where extents alone do not tell it: what
  /// is shared, and over how many systems and time points. Steps are not checked.
  Problem(InputArrays<Real const, MemorySpace> const& inputs, Extents const& extents,
          Weights const& weights = {});

  Extents const& extents() const { return extents_; }
  Weights const& weights() const { return weights_; }

  /// The caller's data; strides are 0 along shared axes.
  InputArrays<Real const, MemorySpace> const& inputs() const { return inputs_; }

 private:
  InputArrays<Real const, MemorySpace> inputs_;
  Extents extents_;
  Weights weights_;
};

// The memory space is that of the execution space, as solvers expect; the views' may be others.
template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
Problem(ExecutionSpace const&, Coefficients const&, Rhs const&, InitialValues const&, Steps const&)
    -> Problem<typename Coefficients::non_const_value_type, typename ExecutionSpace::memory_space>;
template <class ExecutionSpace, class Coefficients, class Rhs, class InitialValues, class Steps>
Problem(ExecutionSpace const&, Coefficients const&, Rhs const&, InitialValues const&, Steps const&,
        ProblemOptions const&)
    -> Problem<typename Coefficients::non_const_value_type, typename ExecutionSpace::memory_space>;

}  // namespace smnn

#include "smnn/solver/detail/problem_impl.hpp"
