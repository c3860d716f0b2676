/// How the distributed solver scales: one configuration per run, so that a script (study.py) can
/// interleave those that it compares. Every rank makes its own share of one problem; a repetition's
/// time is that of the slowest rank, and counts only if every system was solved.
#include <mpi.h>

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <smnn/distributed/phase_table.hpp>
#include <smnn/distributed/solver.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "../statistics.hpp"
#include "../workload/workload.hpp"
#include "options.hpp"
#include "ping_pong.hpp"

namespace smnn::perf {
namespace {

using distributed::Communicator;

Extents whole_extents(ScalingOptions const& options) {
  Extents e;
  e.batch = options.systems;
  e.time_points = options.points;
  e.equations = options.dims;
  e.dims = options.dims;
  e.orders = options.orders;
  e.initial_steps = 1;
  e.initial_orders = Shape{1, 1, options.dims, options.orders, 1}.initial_orders();
  return e;
}

distributed::DistributedOptions solver_options(ScalingOptions const& options, int ranks) {
  distributed::DistributedOptions result;
  if (!options.grid.empty()) result.grid = distributed::grid_named(options.grid, ranks);
  if (options.plain) result.solver.refinement = Refinement::none();
  result.gpu_aware_mpi = options.gpu_aware_mpi;
  return result;
}

/// Seconds of one call, of the slowest rank.
template <class Action>
double time_of(Communicator const& ranks, Action const& action) {
  ranks.barrier();
  Kokkos::Timer const timer;
  action();
  Kokkos::fence("smnn::perf: done");
  double seconds = timer.seconds();
  ranks.maximum(std::span(&seconds, 1));
  return seconds;
}

/// Corrections that the solver made, at most.
template <class Solver>
std::int64_t corrections(Solver const& solver) {
  auto const sweeps = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solver.sweeps());
  std::int64_t most = 0;
  for (std::size_t i = 0; i < sweeps.extent(0); ++i) most = std::max(most, sweeps(i));
  return most;
}

struct Measurement {
  distributed::ProcessGrid grid;
  std::vector<double> seconds;
  std::int64_t sweeps = 0;
  std::vector<distributed::PhaseStatistics> phases;  // of one more repetition
};

template <class Real>
Measurement measure(Communicator const& ranks, ScalingOptions const& options) {
  Space const space;
  Extents const whole = whole_extents(options);
  distributed::DistributedSolver<Real, Space> solver(space, ranks, whole,
                                                     solver_options(options, ranks.size()));
  auto const systems = solver.systems();
  auto const points = solver.points();
  Workload<Real> workload(
      {systems.size(), points.size(), options.dims, options.orders, options.dims},
      Placement::systems_adjacent, {systems.begin, points.begin, points.end < whole.time_points});
  auto const& in = workload.inputs;
  typename decltype(solver)::Problem const problem{
      {in.coefficients, in.rhs, in.initial_values, in.steps}};
  if (options.adjoint) workload.need_gradients();
  auto const& out = workload.gradients;
  auto const run = [&] {
    solver.solve(space, problem, workload.solution);  // throws unless every system was solved
    if (!options.adjoint) return;
    solver.adjoint(space, problem, workload.solution, workload.seed,
                   {out.coefficients, out.rhs, out.initial_values, out.steps});
  };
  run();  // touches all memory
  Measurement result;
  result.grid = solver.partition().grid();
  for (int i = 0; i < options.repetitions; ++i) result.seconds.push_back(time_of(ranks, run));
  double most = static_cast<double>(corrections(solver));
  ranks.maximum(std::span(&most, 1));
  result.sweeps = static_cast<std::int64_t>(most);
  PhaseTimer timer;
  time_of(ranks, run);
  result.phases = distributed::gather_phases(ranks, timer.phases());
  return result;
}

/// Seconds of all phases of that name, wherever they are, on average over the ranks.
double phase_seconds(Measurement const& m, std::string const& name) {
  double sum = 0;
  for (auto const& phase : m.phases) {
    bool const is_it = phase.path == name || phase.path.ends_with('/' + name);
    if (is_it) sum += phase.mean;
  }
  return sum;
}

void print(ScalingOptions const& options, Communicator const& ranks, Measurement const& m) {
  char const* const phases[] = {
      "smnn::factor_part",    "smnn::eliminate_part",    "smnn::substitute_part",
      "smnn::gradients_part", "smnn::factor_separators", "smnn::solve_separators",
      "smnn::agree",          "smnn::exchange"};
  std::printf(
      "label,ranks,threads,grid_batch,grid_time,systems,points,dims,orders,precision,mode,"
      "operation,corrections,seconds,quickest,slowest");
  for (std::string const phase : phases) std::printf(",%s", phase.substr(6).c_str());
  std::printf("\n%s,%d,%d,%d,%d,%lld,%lld,%d,%d,%s,%s,%s,%lld,%.9g,%.9g,%.9g",
              options.label.c_str(), ranks.size(), Space().concurrency(), m.grid.batch, m.grid.time,
              static_cast<long long>(options.systems), static_cast<long long>(options.points),
              options.dims, options.orders, options.single_precision ? "float" : "double",
              options.plain ? "plain" : "default", options.adjoint ? "solve+adjoint" : "solve",
              static_cast<long long>(m.sweeps), median(m.seconds),
              *std::min_element(m.seconds.begin(), m.seconds.end()),
              *std::max_element(m.seconds.begin(), m.seconds.end()));
  for (char const* const phase : phases) std::printf(",%.9g", phase_seconds(m, phase));
  std::printf("\n");
}

int run(ScalingOptions const& options) {
  Communicator const ranks(MPI_COMM_WORLD);
  try {
    if (options.ping_pong) {
      ping_pong(ranks);
      return 0;
    }
    Measurement const m =
        options.single_precision ? measure<float>(ranks, options) : measure<double>(ranks, options);
    if (ranks.rank() == 0) print(options, ranks, m);
    return 0;
  } catch (Error const& error) {  // the same on all ranks
    if (ranks.rank() == 0) std::fprintf(stderr, "smnn_scaling_bench: error: %s\n", error.what());
    return 1;
  }
}

}  // namespace
}  // namespace smnn::perf

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int exit_code = 1;
  {
    Kokkos::ScopeGuard const kokkos(argc, argv);
    exit_code = smnn::perf::run(smnn::perf::parse_scaling_options(argc, argv));
  }
  MPI_Finalize();
  return exit_code;
}
