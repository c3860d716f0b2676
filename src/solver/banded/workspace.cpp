#include "smnn/solver/banded/workspace.hpp"

#include <algorithm>

#include "smnn/solver/banded/specialised.hpp"

namespace smnn::detail {
namespace {

std::int64_t factor_size(Extents const& extents, int bandwidth) {
  kernels::DynamicOrder const order(static_cast<int>(extents.block_order()),
                                    static_cast<int>(extents.orders));
  return bandwidth == 1 ? kernels::Band<1>::factor_size(order)
                        : kernels::Band<2>::factor_size(order);
}

bool has_specialised_blocks(Machine const& machine, Extents const& extents) {
  return is_specialised(machine.on_host, static_cast<int>(extents.block_order()),
                        static_cast<int>(extents.orders), bandwidth_of(extents));
}

bool use_teams(Machine const& machine, Extents const& extents, SolverOptions const& options,
               std::int64_t solutions) {
  // Without a compile-time order a thread of a GPU has no place for its blocks.
  if (!machine.on_host && !has_specialised_blocks(machine, extents)) return true;
  if (options.parallelism != Parallelism::automatic) {
    return options.parallelism == Parallelism::team_per_system;
  }
  // With few systems most threads of a GPU would idle.
  return !machine.on_host && solutions * threads_per_warp < machine.concurrency;
}

// Time of a sweep over a pair of packs in that of one pack: 1.3 to 1.8, more for larger blocks.
constexpr double time_of_a_pair = 1.7;

// Pairs are half as many and may leave threads without work.
bool pairs_pay(Machine const& machine, std::int64_t systems) {
  auto const turns = [&](std::int64_t width) {
    return static_cast<double>(kernels::Decomposition::ceil_divide(
        kernels::Decomposition::ceil_divide(systems, width), machine.concurrency));
  };
  return time_of_a_pair * turns(2 * machine.pack_width) < turns(machine.pack_width);
}

bool use_pairs(Machine const& machine, Extents const& extents) {
  return machine.on_host && machine.pack_width > 1 &&
         is_paired(static_cast<int>(extents.block_order()), static_cast<int>(extents.orders),
                   bandwidth_of(extents)) &&
         pairs_pay(machine, extents.batch);
}

}  // namespace

BandedLayout banded_layout(Machine const& machine, Extents const& extents,
                           SolverOptions const& options, Vectors vectors, std::int64_t parts) {
  BandedLayout layout;
  Grouping groups = grouping(extents);
  groups.groups *= parts;
  std::int64_t const n = extents.block_order();
  bool const many = groups.members > 1;

  layout.teams = use_teams(machine, extents, options, extents.solutions() * parts);
  // Many right-hand sides read a factor whose lanes are alike; the steps of parts have no pairs.
  layout.paired =
      !layout.teams && !many && vectors == Vectors::per_worker && use_pairs(machine, extents);
  layout.placement.width = layout.teams ? 1 : machine.pack_width * (layout.paired ? 2 : 1);
  layout.placement.interleaved = !machine.on_host && !layout.teams;
  if (layout.teams && !machine.on_host) layout.lanes = lanes_per_system(n);
  layout.bandwidth = bandwidth_of(extents);
  layout.factor_size = static_cast<int>(factor_size(extents, layout.bandwidth));
  layout.orthogonal = options.factorization == Factorization::qr;
  layout.narrow_factor = has_narrow_factor(options, machine.in_double);
  layout.keep_factor = many || options.storage == FactorStorage::keep ||
                       (layout.orthogonal && !kernels::can_factor_orthogonally_inside) ||
                       (options.storage == FactorStorage::automatic && !machine.on_host);

  std::int64_t concurrent = machine.concurrency;
  if (layout.teams) concurrent = std::max<std::int64_t>(1, concurrent / layout.lanes);
  kernels::Decomposition tasks = decompose(groups, layout.placement.width, concurrent);
  tasks.parts = parts;
  layout.decomposition = tasks;
  layout.worker_slots = tasks.workers;

  // A group's factor is computed once, in all lanes of one pack alike, so that substitution reads
  // it as packs.
  layout.factor_decomposition = tasks;
  if (many) {
    layout.factor_decomposition.members = 1;
    layout.factor_decomposition.chunks = 1;
    layout.factor_decomposition.workers = std::min(tasks.workers, tasks.groups);
  }
  std::int64_t const matrices =
      many ? groups.groups : kernels::Decomposition::ceil_divide(groups.groups, tasks.width);
  layout.factor_slots = layout.keep_factor ? matrices : tasks.workers;
  std::int64_t const packs =
      many ? groups.groups * kernels::Decomposition::ceil_divide(groups.members, tasks.width)
           : matrices;
  bool const kept = vectors == Vectors::kept;
  layout.solution_slots = kept ? packs : tasks.workers;
  layout.half_solved_slots = kept && layout.keep_factor ? packs : tasks.workers;

  int const dims = static_cast<int>(extents.dims);
  layout.arena_size = kernels::arena_size(static_cast<int>(n), dims);
  if (layout.orthogonal) {
    layout.arena_size =
        std::max(layout.arena_size,
                 kernels::orthogonal_arena_size(static_cast<int>(n), dims, layout.bandwidth));
  }
  if (machine.on_host && !layout.teams && !has_specialised_blocks(machine, extents))
    layout.scratch_size = layout.arena_size * layout.placement.width;
  layout.partials = partial_layout(extents, tasks, layout.placement);
  return layout;
}

}  // namespace smnn::detail
