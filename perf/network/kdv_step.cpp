#include "kdv_step.hpp"

#include <Kokkos_Core.hpp>
#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <smnn/forecast/window_objective.hpp>
#include <smnn/kernels/random.hpp>
#include <smnn/network/optimiser/adam.hpp>
#include <smnn/network/training/distributed_objective.hpp>
#include <smnn/profiling/phase_timer.hpp>
#include <span>

#include "../statistics.hpp"
#include "kdv/fields/fields.hpp"
#include "kdv/model/model.hpp"

namespace smnn::perf {
namespace {

using drivers::kdv::ModelOptions;
using drivers::kdv::RankGrid;
using drivers::kdv::Real;
using drivers::kdv::Space;

constexpr double rate =
    1e-4;  // of learning; small, so that the corrections stay those of the start

// A column per phase: the region that a profiler shows, and the column's name.
constexpr std::pair<char const*, char const*> regions[] = {
    {"smnn::forecast_networks", "networks"},
    {"smnn::solve", "solve"},
    {"smnn::adjoint", "adjoint"},
    {"smnn::forecast_networks_backward", "networks backward"},
    {"smnn::optimise", "optimiser"},
    {"smnn::exchange", "messages"}};

// Waves that travel, one window a trajectory; of this rank's points.
forecast::Trajectories<Real, Space> some_waves(Space const& space, RankGrid const& grid,
                                               std::int64_t samples, std::int64_t levels) {
  distributed::Range const own = grid.line->points();
  std::vector<double> values;
  for (std::int64_t n = 0; n < samples; ++n) {
    double const phase = kernels::random_uniform(1, 0, static_cast<std::uint64_t>(n));
    for (std::int64_t l = 0; l < levels; ++l) {
      for (std::int64_t j = own.begin; j < own.end; ++j) {
        double const x = static_cast<double>(j) / static_cast<double>(grid.line->length());
        double const turn = 2 * std::numbers::pi * (x + phase - 1e-3 * static_cast<double>(l));
        values.push_back(std::sin(turn) + 0.5 * std::sin(2 * turn));
      }
    }
  }
  return {space, values, samples, levels, own.size()};
}

// Seconds of all regions of that name, whatever they are in, but not in themselves.
double seconds_of(std::vector<Phase> const& phases, std::string const& region) {
  double seconds = 0;
  for (Phase const& phase : phases)
    if (phase.path == region || phase.path.ends_with("/" + region)) seconds += phase.seconds;
  return seconds;
}

}  // namespace

KdvStepTimes kdv_step_times(distributed::Communicator const& ranks, KdvStepOptions const& options) {
  Space const space;
  ModelOptions const model_options =
      drivers::kdv::preset(options.preset, drivers::kdv::ModelKind::mechanistic);
  RankGrid const grid =
      drivers::kdv::make_grid(ranks, options.ranks_per_line, model_options.points);
  SolverOptions solver;
  if (options.plain) solver.refinement = Refinement::none();
  network::ParameterLayout layout;
  drivers::kdv::ModelPointer const model =
      drivers::kdv::make_model(layout, model_options, solver, grid.line);
  network::Parameters<Real, Space> const parameters(space, layout, 1);
  network::Adam<Real, Space> adam(space, layout.size(), {.learning_rate = rate});
  forecast::WindowObjective<Real, Space> objective(
      *model, some_waves(space, grid, options.samples, 2 * model_options.levels - 1),
      {.levels = model_options.levels});
  network::DistributedObjective<Real, Space> step(ranks, objective, options.samples,
                                                  options.ranks_per_line);
  std::vector<std::int64_t> batch(static_cast<std::size_t>(options.samples));
  std::iota(batch.begin(), batch.end(), 0);
  std::vector<double> losses(step.loss_names().size());

  std::vector<std::vector<double>> measured(1 + std::size(regions));
  PhaseTimer timer;
  for (int i = 0; i < options.warm_up + options.steps; ++i) {
    ranks.barrier();
    timer.reset();
    Kokkos::Timer const clock;
    step.evaluate(space, parameters, batch, true, losses, {}, [] {});
    {
      Kokkos::Profiling::ScopedRegion const region("smnn::optimise");
      adam.step(space, parameters, rate);
    }
    space.fence("smnn::perf: training step");
    std::vector<double> seconds{clock.seconds()};
    for (auto const& [region, column] : regions)
      seconds.push_back(seconds_of(timer.phases(), region));
    ranks.sum_in_rank_order(std::span(seconds));
    if (i < options.warm_up) continue;
    for (std::size_t k = 0; k < seconds.size(); ++k)
      measured[k].push_back(seconds[k] / static_cast<double>(ranks.size()));
  }
  KdvStepTimes result{{"step", median(measured[0])}};
  for (std::size_t k = 0; k < std::size(regions); ++k)
    result.emplace_back(regions[k].second, median(measured[k + 1]));
  return result;
}

}  // namespace smnn::perf
