#include "validate/report.hpp"

#include <algorithm>

#include "support/table.hpp"

namespace smnn::drivers::validation {
namespace {

std::string verdict(Order const& order) {
  return !order.tolerance ? "-" : order.holds ? "ok" : "FAILED";
}

void add_rows(Table& table, Result const& result) {
  for (int r = 0; r < result.sample.orders; ++r) {
    Order const& order = result.judgement.orders[static_cast<std::size_t>(r)];
    std::vector<std::string> cells(4);
    if (r == 0) {
      cells = {result.equation.title, std::to_string(result.sample.members),
               std::to_string(result.sample.time_points), std::to_string(result.sample.orders)};
    }
    for (auto const& cell :
         {derivative_name(r), scientific(order.error.max), scientific(order.error.rms),
          scientific(order.tolerance), scientific(order.rounding), verdict(order)}) {
      cells.push_back(cell);
    }
    if (r == 0) {
      for (auto const& cell :
           {scientific(result.outcome.rounding_estimate), scientific(result.outcome.residual_norm),
            std::to_string(result.outcome.sweeps), duration(result.outcome.seconds),
            result.outcome.solver}) {
        cells.push_back(cell);
      }
    }
    table.add(cells);
  }
}

void print_remarks(Console& console, Result const& result) {
  std::string const title = result.equation.title + ": ";
  if (result.outcome.failed > 0) {
    console.judge(false, title + std::to_string(result.outcome.failed) + " of " +
                             std::to_string(result.sample.members) + " systems failed");
  }
  if (!result.judgement.no_tolerance.empty())
    console.write(title + "no tolerance: " + result.judgement.no_tolerance + '\n');
  if (result.judgement.truncation_violated) {
    console.judge(false, title + "truncation alone exceeds what this method had, " +
                             scientific(result.judgement.truncation_bound));
  }
}

void print_summary(Console& console, std::vector<Result> const& results) {
  auto const count = [&results](auto const& condition) {
    return std::count_if(results.begin(), results.end(), condition);
  };
  auto const violated = count([](Result const& r) { return !r.judgement.holds; });
  auto const without = count([](Result const& r) { return !r.judgement.no_tolerance.empty(); });
  std::string line = std::to_string(results.size()) + " equations: ";
  line += violated > 0 ? std::to_string(violated) + " FAILED" : "all tolerances hold";
  if (without > 0) line += ", " + std::to_string(without) + " without a tolerance";
  console.judge(violated == 0, line);
}

}  // namespace

std::string derivative_name(int r) {
  return r <= 3 ? "y" + std::string(static_cast<std::size_t>(r), '\'')
                : "y(" + std::to_string(r) + ")";
}

void print_results(Console& console, std::vector<Result> const& results, Smoothness smoothness,
                   SolverChoice const& choice) {
  console.print("smoothness %s, %s precision, refinement %s, on %s\n\n",
                to_string(smoothness).c_str(), to_string(choice.precision).c_str(),
                to_string(choice.options.refinement).c_str(),
                Kokkos::DefaultExecutionSpace::name());
  Table table({"equation", ">B", ">T", ">K", "order", ">max error", ">RMS error", ">tolerance",
               ">rounding", "", ">estimate", ">residual", ">sweeps", ">time", "solver"});
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i > 0 && results[i - 1].equation.published && !results[i].equation.published)
      table.add_rule();
    add_rows(table, results[i]);
  }
  console.write(table.text());
  console.print(
      "\nB systems of T time points with the derivative orders 0 .. K-1. Errors are "
      "against the exact solution; "
      "of these, rounding is\nwhat separates the solution from that of the same "
      "least-squares problem in twice "
      "the precision, and estimate is the solver's\nown guess of it, relative to the "
      "largest entry. tolerance "
      "= 1.1 x truncation + what rounding may cost; residual = |b - A y|.\n\n");
  for (auto const& result : results) print_remarks(console, result);
  print_summary(console, results);
}

std::string results_csv(std::vector<Result> const& results, Smoothness smoothness,
                        SolverChoice const& choice) {
  std::string text = csv_line({"id",
                               "title",
                               "published",
                               "solver",
                               "smoothness",
                               "precision",
                               "refinement",
                               "systems",
                               "T",
                               "K",
                               "step",
                               "derivative",
                               "max_error",
                               "rms_error",
                               "max_exact",
                               "tolerance",
                               "truncation",
                               "rounding",
                               "rounding_estimate",
                               "residual_norm",
                               "sweeps",
                               "failed",
                               "seconds",
                               "holds"});
  for (auto const& [equation, sample, outcome, judgement] : results) {
    for (int r = 0; r < sample.orders; ++r) {
      Order const& order = judgement.orders[static_cast<std::size_t>(r)];
      text += csv_line({equation.id,
                        equation.title,
                        equation.published ? "1" : "0",
                        outcome.solver,
                        to_string(smoothness),
                        to_string(choice.precision),
                        to_string(choice.options.refinement),
                        std::to_string(sample.members),
                        std::to_string(sample.time_points),
                        std::to_string(sample.orders),
                        csv_number(sample.step),
                        std::to_string(r),
                        csv_number(order.error.max),
                        csv_number(order.error.rms),
                        csv_number(magnitude(sample, r)),
                        csv_number(order.tolerance),
                        csv_number(order.truncation),
                        csv_number(order.rounding),
                        csv_number(outcome.rounding_estimate),
                        csv_number(outcome.residual_norm),
                        std::to_string(outcome.sweeps),
                        std::to_string(outcome.failed),
                        csv_number(outcome.seconds),
                        order.tolerance ? (order.holds ? "1" : "0") : ""});
    }
  }
  return text;
}

std::string solutions_csv(std::vector<Result> const& results) {
  constexpr std::int64_t shown = 2000;
  constexpr std::int64_t points = 400;
  std::string text = csv_line({"id", "title", "formula", "member", "dim", "t", "y", "exact"});
  for (auto const& [equation, sample, outcome, judgement] : results) {
    std::int64_t const first = std::max<std::int64_t>(0, sample.time_points - shown);
    std::int64_t const stride = std::max<std::int64_t>(1, (sample.time_points - first) / points);
    for (std::int64_t b = 0; b < sample.members; ++b) {
      for (int d = 0; d < sample.dims; ++d) {
        for (std::int64_t t = first; t < sample.time_points; t += stride) {
          std::size_t const i = sample.index(b, t, d, 0);
          std::int64_t const grid = sample.times.members == 1 ? 0 : b;
          double const time =
              sample.times.values[static_cast<std::size_t>(grid * sample.time_points + t)];
          text += csv_line({equation.id, equation.title, equation.formula, std::to_string(b),
                            std::to_string(d), csv_number(time), csv_number(outcome.solution[i]),
                            csv_number(sample.exact.values[i])});
        }
      }
    }
  }
  return text;
}

void print_list(Console& console, std::vector<Equation> const& equations) {
  Table table({"name", "published", ">T", ">step", ">K", "equation"});
  for (auto const& equation : equations) {
    table.add({equation.id, equation.published ? "yes" : "", std::to_string(equation.time_points),
               scientific(equation.step), std::to_string(equation.orders), equation.formula});
  }
  console.write(table.text());
}

}  // namespace smnn::drivers::validation
