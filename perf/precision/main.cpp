/// What accuracy costs: one configuration per run, so that a script
/// (perf/studies/work_precision.py) can interleave those that it compares.
#include <Kokkos_Core.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <smnn/solver/solver.hpp>
#include <vector>

#include "../statistics.hpp"
#include "options.hpp"
#include "problems.hpp"

namespace smnn::perf {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
using Memory = Space::memory_space;

struct Row {
  double error = 0;    // largest of the function itself
  double refined = 0;  // what the solver says of its rounding, at most
  std::int64_t corrections = 0;
  std::int64_t failed = 0;
  double forward = 0;  // seconds
  double forward_adjoint = 0;
  std::size_t solver_bytes = 0;
};

// (B, T, ...) with neighbouring systems adjacent, from numbers in row-major order.
template <class View>
void upload(View const& view, std::vector<double> const& values) {
  auto const host = Kokkos::create_mirror_view(view);
  std::size_t const systems = view.extent(0);
  std::size_t const rest = view.size() / systems;
  for (std::size_t i = 0; i < values.size(); ++i)  // the layout is LayoutLeft of (B, rest)
    host(i / rest, i % rest) = static_cast<typename View::value_type>(values[i]);
  Kokkos::deep_copy(view, host);
}

template <class Action>
double seconds_of(Action const& action) {
  Kokkos::Timer const timer;
  action();
  Kokkos::fence("smnn::perf: done");
  return timer.seconds();
}

template <class Real>
Row measure(PrecisionOptions const& options) {
  using Flat = Kokkos::View<Real**, Kokkos::LayoutLeft, Memory>;
  using Layout = Kokkos::LayoutStride;
  PrecisionProblem const p = precision_problem(options.problem, options.systems, options.length,
                                               options.step, options.orders);
  auto const b = static_cast<std::size_t>(p.systems);
  auto const t = static_cast<std::size_t>(p.points);
  auto const k = static_cast<std::size_t>(p.orders);
  auto const k0 = static_cast<std::size_t>(p.initial_orders);
  // Entry i of system s at i B + s.
  Flat coefficients("coefficients", b, t * k), gradient_coefficients("d", b, t * k);
  Flat rhs("rhs", b, t), gradient_rhs("d", b, t);
  Flat initial("initial_values", b, k0), gradient_initial("d", b, k0);
  Flat steps("steps", b, t - 1), gradient_steps("d", b, t - 1);
  Flat solution("solution", b, t * k), seed("seed", b, t * k);
  upload(coefficients, p.coefficients);
  upload(rhs, p.rhs);
  upload(initial, p.initial_values);
  Kokkos::deep_copy(steps, static_cast<Real>(p.step));
  Kokkos::deep_copy(seed, Real(1));
  auto const as_coefficients = [&](Flat const& flat) {
    return Kokkos::View<Real*****, Layout, Memory>(flat.data(),
                                                   Layout(b, 1, t, k * b, 1, 1, 1, 1, k, b));
  };
  auto const as_solution = [&](Flat const& flat) {
    return Kokkos::View<Real****, Layout, Memory>(flat.data(), Layout(b, 1, t, k * b, 1, 1, k, b));
  };
  auto const as_rhs = [&](Flat const& flat) {
    return Kokkos::View<Real***, Layout, Memory>(flat.data(), Layout(b, 1, t, b, 1, 1));
  };
  auto const as_initial = [&](Flat const& flat) {
    return Kokkos::View<Real****, Layout, Memory>(flat.data(), Layout(b, 1, 1, 1, 1, 1, k0, b));
  };

  Space const space;
  ProblemOptions problem_options;
  problem_options.smoothness = options.smoothness;
  Problem const problem(space, as_coefficients(coefficients), as_rhs(rhs), as_initial(initial),
                        steps, problem_options);
  SolverOptions solver_options = options.solver;
  solver_options.on_failure = FailurePolicy::mask;
  auto const solver = make_solver<Real>(space, problem.extents(), solver_options);
  auto const forward = [&] { solver->solve(space, problem, as_solution(solution)); };
  auto const adjoint = [&] {
    solver->adjoint(space, problem, as_solution(solution), as_solution(seed),
                    {as_coefficients(gradient_coefficients), as_rhs(gradient_rhs),
                     as_initial(gradient_initial), gradient_steps});
  };
  forward();
  Kokkos::fence("smnn::perf: solved");

  Row row;
  row.solver_bytes = solver->memory_bytes();
  auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solution);
  for (std::size_t s = 0; s < b; ++s) {
    for (std::size_t i = 0; i < t; ++i) {
      double const difference = std::fabs(static_cast<double>(host(s, i * k)) - p.exact[s * t + i]);
      if (!(difference <= row.error)) row.error = difference;  // NaN stays
    }
  }
  auto const info = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solver->info());
  auto const sweeps = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solver->sweeps());
  auto const rounding =
      Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), solver->rounding_error());
  for (std::size_t s = 0; s < b; ++s) {
    row.corrections = std::max(row.corrections, sweeps(s));
    row.failed += info(s) != 0 ? 1 : 0;
    row.refined = std::max(row.refined, static_cast<double>(rounding(s)));
  }

  std::vector<double> solves, both;
  forward();
  adjoint();  // touches all memory
  for (int i = 0; i < options.repetitions; ++i) {
    solves.push_back(seconds_of(forward));
    both.push_back(seconds_of([&] {
      forward();
      adjoint();
    }));
  }
  row.forward = median(solves);
  row.forward_adjoint = median(both);
  return row;
}

void print(PrecisionOptions const& options, Row const& row) {
  PrecisionProblem const p =
      precision_problem(options.problem, 1, options.length, options.step, options.orders);
  double const nanoseconds =
      1e9 / (static_cast<double>(options.systems) * static_cast<double>(p.points));
  std::printf(
      "label,problem,precision,systems,points,step,orders,smoothness,threads,error,rounding_error,"
      "corrections,failed,forward_ns,forward_adjoint_ns,solver_bytes\n"
      "%s,%s,%s,%lld,%lld,%.9g,%d,%s,%d,%.6e,%.6e,%lld,%lld,%.4f,%.4f,%zu\n",
      options.label.c_str(), options.problem.c_str(), options.single_precision ? "float" : "double",
      static_cast<long long>(options.systems), static_cast<long long>(p.points), p.step,
      options.orders,
      options.smoothness == Smoothness::taylor    ? "taylor"
      : options.smoothness == Smoothness::central ? "central"
                                                  : "pade",
      static_cast<int>(Space().concurrency()), row.error, row.refined,
      static_cast<long long>(row.corrections), static_cast<long long>(row.failed),
      row.forward * nanoseconds, row.forward_adjoint * nanoseconds, row.solver_bytes);
}

}  // namespace
}  // namespace smnn::perf

int main(int argc, char** argv) {
  Kokkos::ScopeGuard const kokkos(argc, argv);
  try {
    smnn::perf::PrecisionOptions const options = smnn::perf::parse_precision_options(argc, argv);
    print(options, options.single_precision ? smnn::perf::measure<float>(options)
                                            : smnn::perf::measure<double>(options));
    return 0;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "smnn_precision_bench: error: %s\n", error.what());
    return 1;
  }
}
