#include "solve.hpp"

#include <cmath>
#include <memory>
#include <smnn/distributed/gpu_aware.hpp>
#include <smnn/io/text.hpp>
#include <span>

#include "options/solver_options.hpp"
#include "solve/solve_file.hpp"

namespace smnn::drivers {
namespace {

constexpr char const* layout_help = R"(
A problem is a group of datasets; leading batch dimensions (...) broadcast as in NumPy:
  coefficients (..., T, E, D, K)   rhs (..., T, E)   initial_values (..., T0, D, K0)   steps (..., T-1)
Extent 1 along time means the same at all times. Attributes of the group: n_steps (T), n_equations (E), n_dims (D),
n_orders (K), n_initial_steps (T0), n_initial_orders (K0), weight_equation, weight_initial, weight_smoothness,
central_smoothness (true or false) or smoothness (taylor, central, pade), and optionally weight_highest_order.
A file holds a problem in its root, or one per group. The output has the same groups, each with
  solution (..., T, D, K)   info, residual_norm, rounding_error, sweeps (...)
and with --adjoint, from adjoint_seed in the solution's shape: grad_coefficients, grad_rhs, grad_initial_values,
grad_steps in the shapes of the inputs. info is 0, or 1 + the time point where a system failed, or -1 where conjugate
gradients did not converge.
)";

void report(ProblemHeader const& header, SolveSummary const& summary, Console& console) {
  std::string const group = io::quote(header.group.path());
  if (summary.grid.ranks() > 1) {
    console.print("%s: ranks %d along the batch x %d along time\n", group.c_str(),
                  summary.grid.batch, summary.grid.time);
  }
  console.print(
      "%s: %lld solutions of T = %lld, D = %lld, K = %lld in %.3g s; failed %lld, residual norm <= "
      "%.3g",
      group.c_str(), static_cast<long long>(summary.solutions),
      static_cast<long long>(header.time_points), static_cast<long long>(header.dims),
      static_cast<long long>(header.orders), summary.seconds,
      static_cast<long long>(summary.failed), summary.residual_norm);
  if (!std::isnan(summary.rounding_error))
    console.print(", rounding error <= %.1e", summary.rounding_error);
  console.print("\n");
}

/// Whether messages come from device memory: where it was asked for and MPI can take it. Says so.
bool decide_messages(bool asked_for, distributed::Communicator const& ranks, Console& console) {
  if (!asked_for || ranks.size() == 1) return false;
  double available = distributed::mpi_takes_device_memory() ? 1 : 0;
  ranks.broadcast(std::span(&available, 1));
  console.print("messages between ranks: %s\n",
                available > 0 ? "from device memory"
                              : "by way of the host, MPI does not say that it takes device memory");
  return available > 0;
}

}  // namespace

void add_solve(CLI::App& app, std::optional<Runtime> const& runtime, Console& console,
               int& exit_code) {
  auto const request = std::make_shared<FileRequest>();
  CLI::App& solve = *app.add_subcommand("solve", "Solve the problems of an HDF5 file");
  solve.footer(layout_help);
  solve.add_option("input", request->input, "HDF5 file with the problems")->required();
  solve
      .add_option("output", request->output, "HDF5 file to write; appears only when it is complete")
      ->required();
  solve.add_option("--group", request->group,
                   "Solve only the problem of this group, for example /long");
  solve.add_flag("--adjoint", request->solve.adjoint,
                 "Also write the gradients of (adjoint_seed . solution)");
  solve.add_flag("--mask-failures", request->solve.mask_failures,
                 "Write NaN for systems that fail (info tells), instead of giving up");
  solve.add_option("--grid", request->solve.grid,
                   "Ranks along the batch x ranks along time, for example 2x4 under mpirun -n 8 "
                   "(default: along the batch as many as there are systems for)");
  solve.add_flag("--gpu-aware-mpi", request->solve.gpu_aware_mpi,
                 "Give MPI device memory, if it says that it can take it");
  solve
      .add_option("--compress", request->solve.deflate,
                  "Compress solution and gradients: 0 (not) to 9 (smallest, slowest)")
      ->check(CLI::Range(0, 9));
  add_solver_options(solve, request->solve.solver);
  solve.callback([request, &runtime, &console, &exit_code] {
    auto const ranks = runtime->communicator();
    request->solve.gpu_aware_mpi = decide_messages(request->solve.gpu_aware_mpi, ranks, console);
    solve_file(ranks, *request, [&](ProblemHeader const& header, SolveSummary const& summary) {
      report(header, summary, console);
    });
    exit_code = 0;
  });
}

}  // namespace smnn::drivers
