#include "kdv/generate/trajectory.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace smnn::drivers::kdv {

Quality gather(distributed::Communicator const& ranks, Quality const& own) {
  std::array<double, 4> worst = {own.drift.mass, own.drift.momentum, own.drift.energy,
                                 own.unresolved};
  double steps = own.steps;
  ranks.maximum(worst);
  ranks.sum_in_rank_order(std::span(&steps, 1));
  return {{worst[0], worst[1], worst[2]}, worst[3], steps};
}

distributed::Range coarse_points(distributed::Range const& points, std::int64_t stride) {
  return {(points.begin + stride - 1) / stride, (points.end + stride - 1) / stride};
}

template <class Real>
Quality integrate(pde::KdvSolver& solver, std::span<double const> times, std::int64_t stride,
                  std::span<Real> fields, std::function<void(std::int64_t)> const& on_level) {
  distributed::Range const fine = solver.own_points();
  distributed::Range const coarse = coarse_points(fine, stride);
  std::vector<double> values(static_cast<std::size_t>(fine.size()));
  pde::KdvInvariants const before = solver.invariants();
  Quality quality;
  std::size_t entry = 0;
  for (std::size_t level = 0; level < times.size(); ++level) {
    solver.advance(times[level]);
    solver.values(values);
    for (std::int64_t point = coarse.begin; point < coarse.end; ++point)
      fields[entry++] =
          static_cast<Real>(values[static_cast<std::size_t>(point * stride - fine.begin)]);
    quality.drift =
        pde::larger(quality.drift, pde::drift(before, solver.invariants(), solver.length()));
    quality.unresolved = std::max(quality.unresolved, solver.unresolved());
    if (on_level) on_level(static_cast<std::int64_t>(level) + 1);
  }
  quality.steps = static_cast<double>(solver.counts().accepted + solver.counts().rejected);
  return quality;
}

template Quality integrate(pde::KdvSolver&, std::span<double const>, std::int64_t,
                           std::span<double>, std::function<void(std::int64_t)> const&);
template Quality integrate(pde::KdvSolver&, std::span<double const>, std::int64_t, std::span<float>,
                           std::function<void(std::int64_t)> const&);

}  // namespace smnn::drivers::kdv
