#include "options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>

namespace smnn::perf {

PrecisionOptions parse_precision_options(int argc, char** argv) {
  PrecisionOptions options;
  CLI::App app(
      "Error and time of the solver on an equation with a closed-form solution; prints CSV, with "
      "its heading");
  app.add_option("--problem", options.problem, "oscillator or decay");
  app.add_option("--length", options.length, "Of the time axis")->check(CLI::PositiveNumber);
  app.add_option("--step", options.step)->check(CLI::PositiveNumber);
  app.add_option("--orders", options.orders, "K")->check(CLI::PositiveNumber);
  app.add_option("--systems", options.systems, "B")->check(CLI::PositiveNumber);
  std::map<std::string, Smoothness> const families{
      {"taylor", Smoothness::taylor}, {"central", Smoothness::central}, {"pade", Smoothness::pade}};
  app.add_option("--smoothness", options.smoothness)->transform(CLI::CheckedTransformer(families));
  int corrections = -1;
  app.add_option("--corrections", corrections,
                 "That many; -1: until the expected error is rounding")
      ->check(CLI::Range(-1, 100));
  std::map<std::string, Factorization> const factorizations{{"cholesky", Factorization::cholesky},
                                                            {"qr", Factorization::qr}};
  app.add_option("--factorization", options.solver.factorization)
      ->transform(CLI::CheckedTransformer(factorizations));
  app.add_flag(
      "--mixed", [&](std::int64_t) { options.solver.factor_precision = FactorPrecision::single; },
      "The factor rounded to float");
  app.add_flag("--float", options.single_precision, "Single precision");
  app.add_option("--time-parts", options.solver.time_parts, "0: as many as pay; 1: one")
      ->check(CLI::NonNegativeNumber);
  app.add_flag(
      "--recompute", [&](std::int64_t) { options.solver.storage = FactorStorage::recompute; },
      "No factor is kept (memory-lean)");
  app.add_option("--repetitions", options.repetitions)->check(CLI::PositiveNumber);
  app.add_option("--label", options.label, "Copied into the output");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    std::exit(app.exit(error));
  }
  if (corrections >= 0) options.solver.refinement = Refinement::fixed(corrections);
  return options;
}

}  // namespace smnn::perf
