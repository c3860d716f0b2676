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

Grouping grouping(Extents const& extents) {
  bool const shared = extents.coefficients.over_batch && extents.steps.over_batch &&
                      extents.right_hand_sides == 1 && extents.batch > 1;
  if (shared) return {1, extents.batch, true};
  return {extents.batch, extents.right_hand_sides, false};
}

void throw_failures(std::int64_t count, std::int64_t const* first, std::int64_t const* info,
                    int listed) {
  std::ostringstream out;
  out << count << (count == 1 ? " system" : " systems")
      << " failed: a pivot, step or right-hand side was not positive and finite;";
  for (int i = 0; i < listed; ++i) {
    out << (i > 0 ? "," : "") << " solution " << first[i] << " at time point " << info[i] - 1;
  }
  if (count > listed) out << ", ...";
  throw NumericalError(out.str());
}

}  // namespace smnn::detail
