// What the caller's choice of corrections means in a precision.
#pragma once

#include "smnn/kernels/sweeps/refine.hpp"
#include "smnn/solver/options.hpp"

namespace smnn::detail {

inline bool has_narrow_factor(SolverOptions const& options, bool in_double) {
  return in_double && options.factor_precision == FactorPrecision::single;
}

template <class Real>
kernels::RefinementControl<Real> refinement_control(SolverOptions const& options) {
  Refinement const& refinement = options.refinement;
  if (refinement.mode == Refinement::Mode::none) return {};
  Real const tolerance = refinement.tolerance > 0 ? static_cast<Real>(refinement.tolerance)
                                                  : 32 * Kokkos::Experimental::epsilon_v<Real>;
  return {refinement.sweeps, refinement.mode == Refinement::Mode::automatic, tolerance,
          has_narrow_factor(options, std::is_same_v<Real, double>)};
}

}  // namespace smnn::detail
