#include "smnn/solver/partition/part_group.hpp"

#include <utility>

#include "smnn/solver/instantiate.hpp"
#include "smnn/solver/partition/solution_kernels.hpp"

namespace smnn::detail {
namespace {

// action(part, entry, system, place of the part's system among the columns), all in parallel.
template <class ExecutionSpace, class Arrays, class Action>
void for_entries(ExecutionSpace const& space, char const* label, Arrays const& parts,
                 Action const& action) {
  auto const count = static_cast<std::int64_t>(parts.extent(0));
  auto const entries = static_cast<std::int64_t>(parts.extent(1));
  auto const systems = static_cast<std::int64_t>(parts.extent(2));
  Kokkos::parallel_for(
      label, Indices<ExecutionSpace>(space, 0, count * entries * systems),
      KOKKOS_LAMBDA(std::int64_t i) {
        std::int64_t const column = i % (count * systems);
        action(column % count, i / (count * systems), column / count, column);
      });
}

}  // namespace

template <class Real, class ExecutionSpace>
PartGroup<Real, ExecutionSpace>::PartGroup(ExecutionSpace const& space, PartExtents const& extents,
                                           std::int64_t point, std::int64_t part,
                                           SolverOptions const& options)
    : solver(space, extents, options),
      first_point(point),
      first_part(part),
      slice(solver.make_slice(space, 0, solver.matrices())),
      change(uninitialised<Columns>(space, "smnn::separator_change", slice.residual.extent(0),
                                    slice.residual.extent(1))),
      own_info(zeros<typename Part::Codes>(space, "smnn::own_info", solver.solutions())),
      active(
          uninitialised<typename Part::Numbers>(space, "smnn::part_active", solver.solutions())) {
  if (solver.keeps_factor()) make_seed(space);
}

template <class Real, class ExecutionSpace>
void PartGroup<Real, ExecutionSpace>::make_seed(ExecutionSpace const& space) {
  if (seed.data() != nullptr) return;
  Extents const padded = solver.part().padded();
  seed = uninitialised<typename Part::Padded>(space, "smnn::part_seed", solver.solutions(), 1,
                                              padded.time_points, padded.dims, padded.orders);
}

template <class Real, class ExecutionSpace>
std::size_t PartGroup<Real, ExecutionSpace>::bytes(ExecutionSpace const& space,
                                                   PartExtents const& extents,
                                                   SolverOptions const& options) {
  Extents const padded = extents.padded();
  std::int64_t const solutions = extents.own.solutions() * extents.parts;
  std::int64_t const separators = 2 * extents.bandwidth() * padded.block_order();
  std::int64_t const seed =
      Part::keeps_factor(space, extents, options) ? solutions * padded.unknowns() : 0;
  std::int64_t const numbers = solutions * (separators + 1) + seed;
  return Part::bytes(space, extents, options) + static_cast<std::size_t>(numbers) * sizeof(Real) +
         static_cast<std::size_t>(solutions) * sizeof(std::int64_t);
}

template <class Real, class ExecutionSpace>
typename PartGroup<Real, ExecutionSpace>::Arrays PartGroup<Real, ExecutionSpace>::own_parts(
    Arrays const& all) const {
  auto const begin = static_cast<std::size_t>(first_part);
  return Kokkos::subview(all,
                         std::pair(begin, begin + static_cast<std::size_t>(solver.part().parts)),
                         Kokkos::ALL, Kokkos::ALL);
}

template <class Real, class ExecutionSpace>
void PartGroup<Real, ExecutionSpace>::give(ExecutionSpace const& space, Columns const& columns,
                                           Arrays const& all) const {
  Arrays const parts = own_parts(all);
  for_entries(
      space, "smnn::give_to_separators", parts,
      KOKKOS_LAMBDA(std::int64_t part, std::int64_t entry, std::int64_t system,
                    std::int64_t column) { parts(part, entry, system) = columns(entry, column); });
}

template <class Real, class ExecutionSpace>
void PartGroup<Real, ExecutionSpace>::take(ExecutionSpace const& space, Arrays const& all,
                                           Columns const& columns) const {
  Arrays const parts = own_parts(all);
  for_entries(
      space, "smnn::take_from_separators", parts,
      KOKKOS_LAMBDA(std::int64_t part, std::int64_t entry, std::int64_t system,
                    std::int64_t column) { columns(entry, column) = parts(part, entry, system); });
}

#define SMNN_PART_GROUP(REAL, SPACE) template class PartGroup<REAL, SPACE>;
SMNN_INSTANTIATE(SMNN_PART_GROUP)

}  // namespace smnn::detail
