#include "kdv/evaluate/judgement.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <smnn/pde/fourier/real_transform.hpp>
#include <smnn/pde/kdv/invariants.hpp>
#include <span>

#include "kdv/evaluate/line_solver.hpp"

namespace smnn::drivers::kdv {
namespace {

// Sums over the trajectories of all lines; each line's first rank gives its own.
void sum_over_lines(distributed::Communicator const& ranks, RankGrid const& grid,
                    std::vector<double>& sums) {
  if (grid.line->rank() > 0) std::fill(sums.begin(), sums.end(), 0.0);
  ranks.sum_in_rank_order(std::span(sums));
}

}  // namespace

Judgement judge(distributed::Communicator const& ranks, RankGrid const& grid, Space const& space,
                std::string const& name, Forecaster::Fields const& forecast,
                Forecaster::Fields const& truth, std::int64_t given, Frames const& frames) {
  Judgement result;
  result.name = name;
  std::int64_t const levels = std::min(forecast.levels(), truth.levels()) - given;
  // Per trajectory means, so that lines with more of them count as much more.
  std::vector<double> sums(3 + static_cast<std::size_t>(levels), 0.0);
  if (truth.count() > 0) {
    forecast::SquareSums const squares =
        forecast::square_sums(space, grid.line->communicator(), forecast, truth, given);
    auto const count = static_cast<double>(truth.count());
    sums[0] = count;
    sums[1] = count * forecast::relative_error(squares, frames.relative);
    sums[2] = count * forecast::notebook_error(squares, frames.notebook);
    std::vector<double> const growth = forecast::error_growth(squares);
    for (std::size_t l = 0; l < growth.size(); ++l) sums[3 + l] = count * growth[l];
  }
  sum_over_lines(ranks, grid, sums);
  result.relative_error = sums[1] / sums[0];
  result.notebook_error = sums[2] / sums[0];
  for (std::size_t l = 3; l < sums.size(); ++l) result.growth.push_back(sums[l] / sums[0]);
  return result;
}

void judge_invariants(distributed::Communicator const& ranks, RankGrid const& grid,
                      Judgement& judgement, FieldData const& forecast, std::int64_t given,
                      double nonlinearity) {
  if (grid.line->ranks() > 1 && !pde::transforms_on_ranks()) return;
  std::vector<double> sums(4, 0.0);
  auto const trajectories = static_cast<std::size_t>(forecast.trajectories);
  if (trajectories > 0) {
    auto const levels = static_cast<std::size_t>(forecast.levels);
    auto const points = static_cast<std::size_t>(forecast.points);
    pde::KdvOptions options;
    options.nonlinearity = nonlinearity;
    LineSolver solver(*grid.line, forecast.stride, options);
    for (std::size_t n = 0; n < trajectories; ++n) {
      auto const invariants = [&](std::size_t level) {
        solver.start(forecast.length[n],
                     std::span(forecast.values).subspan((n * levels + level) * points, points));
        return solver.invariants();
      };
      pde::KdvInvariants const before = invariants(static_cast<std::size_t>(given) - 1);
      pde::KdvDrift most;
      for (auto l = static_cast<std::size_t>(given); l < levels; ++l)
        most = larger(most, drift(before, invariants(l), forecast.length[n]));
      sums[0] += 1;
      sums[1] += most.mass;
      sums[2] += most.momentum;
      sums[3] += most.energy;
    }
  }
  sum_over_lines(ranks, grid, sums);
  judgement.mass_drift = sums[1] / sums[0];
  judgement.momentum_drift = sums[2] / sums[0];
  judgement.energy_drift = sums[3] / sums[0];
}

Bands::Bands(std::int64_t points)
    : width(std::max<std::int64_t>(1, points / 512)), count(points / 2 / width + 1) {}

std::vector<double> spectrum(distributed::Communicator const& ranks, RankGrid const& grid,
                             FieldData const& forecast, std::int64_t given, Bands const& bands) {
  network::Line const& line = *grid.line;
  auto const transform = pde::make_transform(line.communicator(), line.length() / forecast.stride);
  distributed::Redistribution const to_transform(line.communicator(), forecast.own,
                                                 transform->own_points());
  std::vector<double> values(static_cast<std::size_t>(transform->own_points().size()));
  std::vector<pde::Complex> modes(transform->wavenumbers().size());
  std::vector<double> powers(static_cast<std::size_t>(bands.count) + 1, 0.0);
  auto const levels = static_cast<std::size_t>(forecast.levels);
  auto const points = static_cast<std::size_t>(forecast.points);
  for (std::size_t n = 0; n < static_cast<std::size_t>(forecast.trajectories); ++n) {
    for (auto level = static_cast<std::size_t>(given); level < levels; ++level) {
      to_transform(std::span(forecast.values).subspan((n * levels + level) * points, points),
                   values);
      transform->forward(values, modes);
      for (std::size_t m = 0; m < modes.size(); ++m) {
        std::int64_t const k = std::abs(transform->wavenumbers()[m]);
        powers[static_cast<std::size_t>(k / bands.width)] +=
            transform->multiplicities()[m] * std::norm(modes[m]);
      }
      if (line.rank() == 0) ++powers.back();
    }
  }
  ranks.sum_in_rank_order(std::span(powers));  // every rank of a line has modes of its own
  double const fields = powers.back();
  powers.pop_back();
  for (double& power : powers) power /= fields;
  return powers;
}

}  // namespace smnn::drivers::kdv
