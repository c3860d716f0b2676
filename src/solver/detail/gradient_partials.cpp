#include "smnn/solver/detail/gradient_partials.hpp"

#include <algorithm>

namespace smnn::detail {

PartialLayout partial_layout(Extents const& extents, kernels::Decomposition const& decomposition,
                             Placement const& placement) {
  bool const many = decomposition.along_members;
  std::int64_t const n = extents.block_order();
  PartialLayout layout;
  layout.slots = decomposition.tasks();
  layout.slots_per_group = decomposition.chunks;
  layout.placement = placement;
  auto const input = [](bool shared, bool over_time, std::int64_t times, std::int64_t per_step) {
    if (!shared) return PartialLayout::Input{};
    return PartialLayout::Input{per_step, over_time ? 1 : times};
  };
  // Right-hand sides share their group's matrix, whether or not the caller's batch does.
  layout.coefficients =
      input(many || extents.coefficients.over_batch, extents.coefficients.over_time,
            extents.time_points, extents.equations * n);
  layout.steps = input(many || extents.steps.over_batch, extents.steps.over_time,
                       std::max<std::int64_t>(0, extents.time_points - 1), 1);
  layout.rhs =
      input(extents.rhs.over_batch, extents.rhs.over_time, extents.time_points, extents.equations);
  layout.initial_values = input(extents.initial_values.over_batch, false, extents.initial_steps,
                                extents.dims * extents.initial_orders);
  return layout;
}

}  // namespace smnn::detail
