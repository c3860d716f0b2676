#include "smnn/solver/detail/solver_base.hpp"

#include <sstream>

namespace smnn::detail {

kernels::SmoothnessDefinition smoothness_definition(Extents const& extents) {
  using Family = kernels::TwoPointFamily;
  Family family = Family::taylor;
  if (extents.smoothness == Smoothness::central) family = Family::taylor_without_highest;
  if (extents.smoothness == Smoothness::pade) family = Family::pade;
  return {family, static_cast<int>(extents.orders)};
}

kernels::SweepExtents sweep_extents(Extents const& extents) {
  return {.time_points = extents.time_points,
          .equations = extents.equations,
          .initial_steps = extents.initial_steps,
          .initial_orders = static_cast<int>(extents.initial_orders)};
}

void throw_failures(std::int64_t count, std::int64_t const* first, std::int64_t const* info,
                    int listed) {
  std::ostringstream out;
  out << count << (count == 1 ? " system" : " systems") << " failed: ";
  for (int i = 0; i < listed; ++i) {
    out << (i > 0 ? ", " : "") << "solution " << first[i];
    if (info[i] == info_not_converged) {
      out << " (no convergence)";
    } else {
      out << " at time point " << info[i] - 1;
    }
  }
  if (count > listed) out << ", ...";
  out << "; expected positive finite pivots and steps, finite right-hand sides and solutions, and "
         "corrections or iterations that converge";
  throw NumericalError(out.str());
}

void throw_not_factored() {
  throw InvalidArgument(
      "solve_factored: no kept factor, expected a call of factor (or of solve with "
      "SolverOptions::storage = keep) before");
}

void throw_no_place_for_factor() {
  throw InvalidArgument(
      "factor: SolverOptions::storage is recompute, expected keep, so that the factor has a place");
}

void throw_other_factor() {
  throw InvalidArgument(
      "solve_factored: problem has other coefficients, steps or weights than the one factored "
      "last, expected the same views and weights");
}

}  // namespace smnn::detail
