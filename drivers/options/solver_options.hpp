/// Command-line options of the solver, the same for every subcommand that solves.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <smnn/solver/options.hpp>
#include <smnn/solver/solver.hpp>
#include <string>

namespace smnn::drivers {

enum class Precision { double_precision, single_precision };

struct SolverChoice {
  SolverOptions options;
  Precision precision = Precision::double_precision;
  std::optional<Smoothness> smoothness;  // unset: as the problem says
};

/// Adds --solver, --factorization, --factor-precision, --precision, --smoothness, --refinement,
/// --refinement-tolerance,
/// --time-parts, --cg-tolerance and --cg-iterations. `choice` must live until the command line has
/// been parsed.
void add_solver_options(CLI::App& app, SolverChoice& choice);

/// "taylor", "central", "pade"; the other way round, nothing for any other name.
std::string to_string(Smoothness smoothness);
std::optional<Smoothness> smoothness_named(std::string const& name);

std::string to_string(Method method);
std::string to_string(Factorization factorization);
std::string to_string(FactorPrecision precision);
std::string to_string(Precision precision);

/// "plain", "3", "auto", as --refinement takes it.
std::string to_string(Refinement const& refinement);

}  // namespace smnn::drivers
