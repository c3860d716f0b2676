// How the banded solver divides a batch among workers, and the memory that this takes.
#pragma once

#include <Kokkos_Core.hpp>
#include <cstddef>

#include "smnn/kernels/batch.hpp"
#include "smnn/kernels/tasks.hpp"
#include "smnn/solver/banded/launch.hpp"
#include "smnn/solver/detail/gradient_partials.hpp"
#include "smnn/solver/detail/solver_base.hpp"

namespace smnn::detail {

// Sizes of everything; computed without allocating, so that memory is known before construction.
struct BandedLayout {
  bool teams = false;
  bool paired = false;  // a thread takes a pair of packs
  int lanes = 1;        // of a team, that work on one system
  Placement placement;
  bool keep_factor = false;
  bool orthogonal = false;
  bool narrow_factor = false;                   // kept as float by a solver in double
  kernels::Decomposition decomposition;         // of solves, adjoints and tangents
  kernels::Decomposition factor_decomposition;  // of `factor` for groups of right-hand sides
  std::int64_t factor_slots = 0;
  std::int64_t worker_slots = 0;
  // Of solutions, and of what is half solved: one per worker, or per pack where they are kept.
  std::int64_t solution_slots = 0;
  std::int64_t half_solved_slots = 0;
  int bandwidth = 1;
  int factor_size = 0;   // numbers per time point and lane
  int arena_size = 0;    // of blocks of run-time order
  int scratch_size = 0;  // numbers per worker of run-time orders on a CPU

  PartialLayout partials;

  Operation factor_operation() const {
    return orthogonal ? Operation::factor_orthogonally : Operation::factor;
  }
  Operation factor_part_operation() const {
    return orthogonal ? Operation::factor_part_orthogonally : Operation::factor_part;
  }

  // Numbers of type Real.
  std::int64_t of_factor(Extents const& extents) const {
    std::int64_t const entries = factor_slots * placement.width * extents.time_points * factor_size;
    return narrow_factor ? (entries + 1) / 2 : entries;
  }
  std::int64_t of_vectors(std::int64_t slots, Extents const& extents) const {
    return slots * placement.width * extents.unknowns();
  }
  std::int64_t numbers(Extents const& extents) const {
    return of_factor(extents) + factor_slots * placement.width +
           of_vectors(solution_slots + half_solved_slots, extents) + worker_slots * scratch_size +
           partials.numbers();
  }
};

// Block subdiagonals of the normal matrix.
inline int bandwidth_of(Extents const& extents) {
  return extents.smoothness == Smoothness::central ? 2 : 1;
}

// What the layout needs to know of the machine.
struct Machine {
  bool on_host = true;
  int concurrency = 1;
  int pack_width = 1;
  bool in_double = true;
};

// What outlives a call besides the factor: the solution, and with the factor what is half solved;
// or nothing.
enum class Vectors { per_worker, kept };

// Each of the systems stands for `parts` parts of its time axis, the extents being those of a part.
BandedLayout banded_layout(Machine const& machine, Extents const& extents,
                           SolverOptions const& options, Vectors vectors = Vectors::per_worker,
                           std::int64_t parts = 1);

template <class Real, class ExecutionSpace>
Machine machine_of(ExecutionSpace const& space) {
  constexpr bool on_host = std::is_same_v<typename ExecutionSpace::memory_space, Kokkos::HostSpace>;
  return {on_host, static_cast<int>(space.concurrency()),
          kernels::width_v<kernels::native_scalar_t<Real, ExecutionSpace>>,
          std::is_same_v<Real, double>};
}

template <class Real, class ExecutionSpace>
struct BandedWorkspace {
  using MemorySpace = typename ExecutionSpace::memory_space;
  using Buffer = Kokkos::View<Real*, MemorySpace>;

  BandedLayout layout;
  Extents extents;
  Buffer factor, factor_status, x, w, scratch;
  GradientPartials<Real, ExecutionSpace> partials;

  BandedWorkspace(ExecutionSpace const& space, Extents const& sizes, SolverOptions const& options,
                  Vectors vectors = Vectors::per_worker, std::int64_t parts = 1)
      : layout(banded_layout(machine_of<Real>(space), sizes, options, vectors, parts)),
        extents(sizes),
        partials(space, layout.partials) {
    factor = allocate(space, "smnn::factor", layout.of_factor(sizes));
    factor_status =
        allocate(space, "smnn::factor_status", layout.factor_slots * layout.placement.width);
    x = allocate(space, "smnn::x", layout.of_vectors(layout.solution_slots, sizes));
    w = allocate(space, "smnn::w", layout.of_vectors(layout.half_solved_slots, sizes));
    scratch = allocate(space, "smnn::scratch", layout.worker_slots * layout.scratch_size);
  }

  Execution<Real> execution() const {
    return {static_cast<int>(extents.block_order()),
            static_cast<int>(extents.orders),
            layout.bandwidth,
            layout.teams,
            layout.lanes,
            layout.arena_size,
            scratch.data(),
            layout.scratch_size};
  }

  void attach(kernels::Batch<Real>& batch) const { attach(batch, layout.placement.width); }

  // The same memory for single packs where the layout has pairs: for a call that leaves no factor
  // to others, and sums no gradients of shared inputs.
  void attach_single_packs(kernels::Batch<Real>& batch) const {
    attach(batch, layout.placement.width / 2);
  }

 private:
  void attach(kernels::Batch<Real>& batch, int width) const {
    std::int64_t const steps = extents.time_points;
    Placement placement = layout.placement;
    placement.width = width;
    auto const buffer = [&](Buffer const& view, std::int64_t slots, std::int64_t per_step,
                            std::int64_t times) {
      return placement.work_buffer(view.data(), slots, per_step, times);
    };
    batch.decomposition = layout.decomposition;
    batch.decomposition.width = width;
    batch.keep_factor = layout.keep_factor;
    batch.orthogonal = layout.orthogonal;
    if (layout.narrow_factor) {
      batch.factor.narrow = placement.work_buffer(reinterpret_cast<float*>(factor.data()),
                                                  layout.factor_slots, layout.factor_size, steps);
    } else {
      batch.factor.wide = buffer(factor, layout.factor_slots, layout.factor_size, steps);
    }
    batch.factor_status = buffer(factor_status, layout.factor_slots, 1, 1);
    batch.x = buffer(x, layout.solution_slots, extents.block_order(), steps);
    batch.w = buffer(w, layout.half_solved_slots, extents.block_order(), steps);
  }

  static Buffer allocate(ExecutionSpace const& space, char const* label, std::int64_t count) {
    return Buffer(Kokkos::view_alloc(space, Kokkos::WithoutInitializing, std::string(label)),
                  static_cast<std::size_t>(count));
  }
};

}  // namespace smnn::detail
