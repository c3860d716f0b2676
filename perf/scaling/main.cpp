/// How the distributed solver scales: one configuration per run, so that a script (study.py) can
/// interleave those that it compares. Every rank makes its own share of one problem; a repetition's
/// time is that of the slowest rank, and counts only if every system was solved.
#include <mpi.h>
#ifdef __SSE__
#include <xmmintrin.h>
#endif

#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <smnn/distributed/solver.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "../workload/workload.hpp"
#include "options.hpp"
#include "ping_pong.hpp"
#include "row.hpp"

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
  result.time_cuts = options.cuts;
  if (options.plain) result.solver.refinement = Refinement::none();
  result.separators = options.separators;
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
  result.corrections = static_cast<std::int64_t>(most);
  ranks.barrier();  // the wait for it is no phase of the solver
  PhaseTimer const timer;
  run();
  result.phases = distributed::gather_phases(ranks, timer.phases());
  return result;
}

/// Of this thread: numbers that are too small to be normal are 0, which spares x86 processors a
/// hundred cycles each. GPUs compute with them at full speed.
void flush_subnormals() {
#ifdef __SSE__
  constexpr unsigned flush_results_and_operands = 0x8040;
  _mm_setcsr(_mm_getcsr() | flush_results_and_operands);
#endif
}

int run(ScalingOptions const& options) {
  if (options.flush_subnormals) flush_subnormals();
  Communicator const ranks(MPI_COMM_WORLD);
  try {
    if (options.ping_pong) {
      ping_pong(ranks);
      return 0;
    }
    Measurement const m =
        options.single_precision ? measure<float>(ranks, options) : measure<double>(ranks, options);
    if (ranks.rank() == 0) print_row(options, ranks.size(), m);
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
