#include "smnn/solver/banded/workspace.hpp"

#include <algorithm>

namespace smnn::detail {
namespace {

constexpr int threads_per_warp = 32;

std::int64_t factor_size(Extents const& extents, int bandwidth) {
  kernels::DynamicOrder const order(static_cast<int>(extents.block_order()),
                                    static_cast<int>(extents.orders));
  return bandwidth == 1 ? kernels::Band<1>::factor_size(order)
                        : kernels::Band<2>::factor_size(order);
}

bool use_teams(Machine const& machine, Extents const& extents, SolverOptions const& options) {
  if (options.parallelism != Parallelism::automatic)
    return options.parallelism == Parallelism::team_per_system;
  if (machine.on_host) return false;
  // Without a compile-time order a thread of a GPU has no place for its blocks; with few systems
  // most threads would idle.
  return !is_specialised(false, static_cast<int>(extents.block_order()),
                         static_cast<int>(extents.orders)) ||
         extents.solutions() * threads_per_warp < machine.concurrency;
}

// Numbers in a partial gradient sum that several systems share; 0 if they do not.
std::int64_t partial_size(bool shared, bool over_time, std::int64_t time_points,
                          std::int64_t per_step) {
  return shared ? (over_time ? 1 : time_points) * per_step : 0;
}

}  // namespace

BandedLayout banded_layout(Machine const& machine, Extents const& extents,
                           SolverOptions const& options) {
  using kernels::Decomposition;
  BandedLayout layout;
  Grouping const groups = grouping(extents);
  std::int64_t const n = extents.block_order();
  bool const many = groups.members > 1;

  layout.teams = use_teams(machine, extents, options);
  layout.width = layout.teams ? 1 : machine.pack_width;
  if (layout.teams && !machine.on_host) {
    layout.team_size =
        static_cast<int>((n + threads_per_warp - 1) / threads_per_warp) * threads_per_warp;
  }
  layout.bandwidth = extents.smoothness == Smoothness::central ? 2 : 1;
  layout.factor_size = static_cast<int>(factor_size(extents, layout.bandwidth));
  layout.keep_factor = many || options.storage == FactorStorage::keep ||
                       (options.storage == FactorStorage::automatic && !machine.on_host);

  std::int64_t const packs =
      Decomposition::ceil_divide(many ? groups.members : groups.groups, layout.width);
  std::int64_t concurrent = machine.concurrency;
  if (layout.teams) concurrent = std::max<std::int64_t>(1, concurrent / layout.team_size);

  Decomposition& parts = layout.decomposition;
  parts.groups = groups.groups;
  parts.members = groups.members;
  parts.width = layout.width;
  parts.along_members = many;
  if (many) {
    std::int64_t const wanted =
        Decomposition::ceil_divide(concurrent, std::max<std::int64_t>(1, groups.groups));
    parts.chunks = std::clamp<std::int64_t>(wanted, 1, packs);
    parts.workers = std::min(concurrent, parts.groups * parts.chunks);
  } else {
    parts.workers = std::min(concurrent, packs);
  }
  layout.worker_slots = parts.workers;

  // A group's factor is computed once, in all lanes of one pack alike, so that substitution reads
  // it as packs.
  layout.factor_decomposition = parts;
  if (many) {
    layout.factor_decomposition.members = 1;
    layout.factor_decomposition.chunks = 1;
    layout.factor_decomposition.workers = std::min(parts.workers, parts.groups);
  }
  std::int64_t const matrices = many ? groups.groups : packs;
  layout.factor_slots = layout.keep_factor ? matrices : parts.workers;

  if (machine.on_host && !layout.teams &&
      !is_specialised(true, static_cast<int>(n), static_cast<int>(extents.orders))) {
    layout.scratch_size =
        kernels::arena_size(static_cast<int>(n), static_cast<int>(extents.dims)) * layout.width;
  }

  bool const matrix_shared = many || extents.batch > 1;
  layout.partial_slots = parts.tasks();
  layout.coefficients_partial =
      partial_size(matrix_shared && (many || extents.coefficients.over_batch),
                   extents.coefficients.over_time, extents.time_points, extents.equations * n);
  layout.steps_partial =
      partial_size(matrix_shared && (many || extents.steps.over_batch), extents.steps.over_time,
                   std::max<std::int64_t>(0, extents.time_points - 1), 1);
  layout.rhs_partial = partial_size(extents.rhs.over_batch, extents.rhs.over_time,
                                    extents.time_points, extents.equations);
  layout.initial_values_partial =
      partial_size(extents.initial_values.over_batch, false, extents.initial_steps,
                   extents.dims * extents.initial_orders);
  return layout;
}

}  // namespace smnn::detail
