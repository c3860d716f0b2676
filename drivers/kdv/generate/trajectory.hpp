/// One solution, level by level.
#pragma once

#include <cstdint>
#include <functional>
#include <smnn/distributed/process_grid.hpp>
#include <smnn/pde/kdv/solver.hpp>
#include <span>

namespace smnn::drivers::kdv {

/// How well solutions came out: the worst of those looked at.
struct Quality {
  pde::KdvDrift drift = {};  ///< From the initial values to any level.
  double unresolved = 0;     ///< At any level.
  double steps = 0;          ///< Accepted and rejected ones, of all.
};

/// Of all ranks. Collective.
Quality gather(distributed::Communicator const& ranks, Quality const& own);

/// What of every `stride`-th point, counted from the first of all, is among `points`.
distributed::Range coarse_points(distributed::Range const& points, std::int64_t stride);

/// Integrates what the solver has begun to all times; fields get (times, own coarse points), and
/// `on_level` is told how many are done. Collective over the solver's ranks.
template <class Real>
Quality integrate(pde::KdvSolver& solver, std::span<double const> times, std::int64_t stride,
                  std::span<Real> fields, std::function<void(std::int64_t)> const& on_level = {});

}  // namespace smnn::drivers::kdv
