#include "validate.hpp"

#include <memory>
#include <string>
#include <vector>

#include "support/plot.hpp"
#include "support/table.hpp"
#include "validate/equations/catalogue.hpp"
#include "validate/report.hpp"
#include "validate/study_report.hpp"

namespace smnn::drivers {
namespace {

using namespace validation;

constexpr char const* script = "plot_validate.py";

struct Arguments {
  SolverChoice solver;
  GridChoice grid;
  std::vector<std::string> equations;
  std::string study;  // empty: none
  std::string csv;
  std::string picture;
  bool list = false;

  Smoothness smoothness() const { return solver.smoothness.value_or(Smoothness::taylor); }
};

constexpr char const* footer = R"(
Every equation is solved on its own grid unless --steps, --step-size or --order say otherwise; --list names them.
An error may be 1.1 times the truncation error of the method, which is computed in twice the precision for the very same
grid, plus what rounding may cost: with c the condition of the scaled normal matrix and u the unit of rounding,
10 u sqrt(c) when corrected, u c when not. Where u c exceeds 1 there is no tolerance, and the table says so.
--solver dense takes time T^3 and memory T^2: use it with --steps 200. Its picture needs Python with matplotlib.
Exit code: 0 if all tolerances hold, 1 if not.
)";

Result solve_and_judge(Equation const& equation, Arguments const& arguments) {
  Result result{equation, make_sample(equation, arguments.grid), {}, {}};
  result.outcome = run_solver(result.sample, arguments.smoothness(), arguments.solver);
  result.judgement =
      judge(equation, result.sample, arguments.smoothness(), arguments.solver, result.outcome);
  return result;
}

bool all_hold(std::vector<Result> const& results) {
  for (auto const& result : results) {
    if (!result.judgement.holds) return false;
  }
  return true;
}

bool validate_equations(Arguments const& arguments, Console& console) {
  std::vector<Result> results;
  for (auto const& equation : find_equations(arguments.equations)) {
    results.push_back(solve_and_judge(equation, arguments));
  }
  print_results(console, results, arguments.smoothness(), arguments.solver);
  std::string const csv = results_csv(results, arguments.smoothness(), arguments.solver);
  if (!arguments.csv.empty()) write_text_file(arguments.csv, csv);
  if (!arguments.picture.empty()) {
    SolverChoice study = arguments.solver;
    study.options.method = Method::banded;
    plot(script, arguments.picture,
         {{"errors.csv", csv},
          {"solutions.csv", solutions_csv(results)},
          {"convergence.csv", convergence_csv(study_convergence(study))}});
  }
  return all_hold(results);
}

bool validate_study(Arguments const& arguments, Console& console) {
  Study const study =
      run_study(arguments.study == "full" ? StudySize::full : StudySize::quick, arguments.solver);
  print_study(console, study);
  std::string const csv = convergence_csv(study.convergence);
  if (!arguments.csv.empty()) write_text_file(arguments.csv, csv);
  if (!arguments.picture.empty()) plot(script, arguments.picture, {{"convergence.csv", csv}});
  return study.holds();
}

bool run(Arguments const& arguments, Console& console) {
  if (arguments.list) {
    print_list(console, find_equations(arguments.equations));
    return true;
  }
  return arguments.study.empty() ? validate_equations(arguments, console)
                                 : validate_study(arguments, console);
}

void add_options(CLI::App& app, Arguments& arguments) {
  app.add_option("--equation", arguments.equations,
                 "Only equations whose name contains this text; several are allowed")
      ->type_name("TEXT");
  app.add_flag("--list", arguments.list, "List the equations and stop");
  app.add_option("--steps", arguments.grid.time_points, "Time points T of every equation")
      ->check(CLI::Range(std::int64_t{2}, std::int64_t{100'000'000}))
      ->group("Grid");
  app.add_option("--step-size", arguments.grid.step,
                 "Step of every equation (the nominal one where they vary)")
      ->check(CLI::PositiveNumber)
      ->group("Grid");
  app.add_option("--order", arguments.grid.orders,
                 "K: derivative orders 0 .. K-1 of every function; raised where the equation "
                 "itself needs more")
      ->check(CLI::Range(2, 8))
      ->group("Grid");
  app.add_option("--study", arguments.study,
                 "Instead of the equations: errors against step, order and refinement. full goes "
                 "on to T = 1e5")
      ->check(CLI::IsMember({"quick", "full"}))
      ->expected(0, 1)
      ->default_str("quick");
  app.add_option("--csv", arguments.csv, "Write the errors to this file as well")
      ->type_name("FILE");
  app.add_option("--plot", arguments.picture,
                 "Draw solutions, errors and convergence (FILE.png, .pdf or .svg)")
      ->type_name("FILE");
}

}  // namespace

void add_validate(CLI::App& app, Console& console, int& exit_code) {
  auto const arguments = std::make_shared<Arguments>();
  CLI::App& validate = *app.add_subcommand(
      "validate", "Solve ODEs whose solutions are known, and compare; or study the convergence");
  validate.footer(footer);
  add_options(validate, *arguments);
  add_solver_options(validate, arguments->solver);
  validate.callback(
      [arguments, &console, &exit_code] { exit_code = run(*arguments, console) ? 0 : 1; });
}

}  // namespace smnn::drivers
