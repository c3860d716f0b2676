#include "solve.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/io/hdf5_writer.hpp>
#include <smnn/io/provenance.hpp>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "solve/problem_file.hpp"
#include "solve/solve_problem.hpp"
#include "solver_options.hpp"

namespace smnn::drivers {
namespace {

struct Arguments {
  std::string input;
  std::string output;
  std::string group;
  SolveRequest request;
};

constexpr char const* layout_help = R"(
A problem is a group of datasets; leading batch dimensions (...) broadcast as in NumPy:
  coefficients (..., T, E, D, K)   rhs (..., T, E)   initial_values (..., T0, D, K0)   steps (..., T-1)
Extent 1 along time means the same at all times. Attributes of the group: n_steps (T), n_equations (E), n_dims (D),
n_orders (K), n_initial_steps (T0), n_initial_orders (K0), weight_equation, weight_initial, weight_smoothness,
central_smoothness (true or false) or smoothness (taylor, central, pade), and optionally weight_highest_order.
A file holds a problem in its root, or one per group. The output has the same groups, each with
  solution (..., T, D, K)   info, residual_norm, rounding_error, sweeps (...)
and with --adjoint, from adjoint_seed in the solution's shape: grad_coefficients, grad_rhs, grad_initial_values,
grad_steps in the shapes of the inputs. info is 0, or 1 + the time point where a system failed.
)";

void check_paths(Arguments const& arguments) {
  std::error_code ignored;
  if (std::filesystem::equivalent(arguments.input, arguments.output, ignored)) {
    throw IoError("file " + io::quote(arguments.output) +
                  ": is the input as well, expected another name for the output");
  }
}

void describe_problem(io::Hdf5WriteGroup const& output, ProblemHeader const& header,
                      SolverChoice const& choice) {
  output.attribute("solver", to_string(choice.options.method));
  output.attribute("precision", to_string(choice.precision));
  output.attribute("refinement", to_string(choice.options.refinement));
  output.attribute("smoothness", to_string(header.smoothness));
}

void report(ProblemHeader const& header, SolveSummary const& summary) {
  std::printf(
      "%s: %lld solutions of T = %lld, D = %lld, K = %lld in %.3g s; failed %lld, residual norm <= "
      "%.3g",
      io::quote(header.group.path()).c_str(), static_cast<long long>(summary.solutions),
      static_cast<long long>(header.time_points), static_cast<long long>(header.dims),
      static_cast<long long>(header.orders), summary.seconds,
      static_cast<long long>(summary.failed), summary.residual_norm);
  if (!std::isnan(summary.rounding_error))
    std::printf(", rounding error <= %.1e", summary.rounding_error);
  std::printf("\n");
}

void run(Arguments const& arguments) {
  check_paths(arguments);
  io::Hdf5ReadGroup const root = io::open_hdf5(arguments.input);
  std::vector<ProblemHeader> headers;
  for (auto const& group : find_problems(root, arguments.group)) {
    headers.push_back(
        read_header(group, arguments.request.solver.smoothness, arguments.request.adjoint));
  }
  io::Hdf5Writer writer(arguments.output);
  io::write_provenance(writer.root(), io::current_provenance("smnn solve"));
  for (auto const& header : headers) {
    io::Hdf5WriteGroup const output = writer.root().group(header.group.path());
    describe_problem(output, header, arguments.request.solver);
    report(header, solve_problem(header, arguments.request, output));
  }
  writer.commit();
}

}  // namespace

void add_solve(CLI::App& app, int& exit_code) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& solve = *app.add_subcommand("solve", "Solve the problems of an HDF5 file");
  solve.footer(layout_help);
  solve.add_option("input", arguments->input, "HDF5 file with the problems")->required();
  solve
      .add_option("output", arguments->output,
                  "HDF5 file to write; appears only when it is complete")
      ->required();
  solve.add_option("--group", arguments->group,
                   "Solve only the problem of this group, for example /long");
  solve.add_flag("--adjoint", arguments->request.adjoint,
                 "Also write the gradients of (adjoint_seed . solution)");
  solve.add_flag("--mask-failures", arguments->request.mask_failures,
                 "Write NaN for systems that fail, instead of giving up");
  add_solver_options(solve, arguments->request.solver);
  solve.callback([arguments, &exit_code] {
    run(*arguments);
    exit_code = 0;
  });
}

}  // namespace smnn::drivers
