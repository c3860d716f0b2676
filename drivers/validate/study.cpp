#include "validate/study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <smnn/solver/error.hpp>

#include "validate/equations/catalogue.hpp"
#include "validate/judgement.hpp"

namespace smnn::drivers::validation {
namespace {

constexpr double span = 10;
/// The orders of convergence of y, as measured with rounding removed and rounded to whole numbers;
/// the 2, 2, 4, 4 known for Taylor's K = 3 .. 6 hold for the harmonic oscillator, while K = 4 and 6
/// do better on the relaxation.
struct Family {
  Smoothness smoothness;
  int orders;
  double harmonic;
  double relaxation;
};
constexpr Family families[] = {
    {Smoothness::taylor, 3, 2, 2}, {Smoothness::taylor, 4, 2, 4},  {Smoothness::taylor, 5, 4, 4},
    {Smoothness::taylor, 6, 4, 6}, {Smoothness::central, 3, 2, 2}, {Smoothness::pade, 3, 2, 3},
    {Smoothness::pade, 4, 3, 4},   {Smoothness::pade, 5, 4, 5},
};

Sample sample_with(Equation const& equation, double step, int orders) {
  GridChoice grid;
  grid.step = step;
  grid.time_points = std::llround(span / step);
  grid.orders = orders;
  return make_sample(equation, grid);
}

std::optional<double> truncation(Sample const& sample, std::optional<LeastSquares> const& exact) {
  if (!exact) return std::nullopt;
  return distance(sample, exact->solution, sample.exact.values, 0).max;
}

std::optional<double> truncation(Equation const& equation, double step, int orders,
                                 Smoothness smoothness) {
  Sample const sample = sample_with(equation, step, orders);
  return truncation(sample, solve_least_squares(sample, smoothness, Weights{}));
}

AccuracyRow measure_accuracy(double step, int orders, SolverChoice choice) {
  AccuracyRow row;
  Sample const sample = sample_with(harmonic_equation(), step, orders);
  row.step = step;
  row.orders = orders;
  row.time_points = sample.time_points;
  for (int const sweeps : {0, 1, 2, 3, 4, -1}) {
    choice.options.refinement = sweeps == 0  ? Refinement::none()
                                : sweeps < 0 ? Refinement::automatic()
                                             : Refinement::fixed(sweeps);
    Outcome const outcome = run_solver(sample, Smoothness::taylor, choice);
    row.errors.push_back(distance(sample, outcome.solution, sample.exact.values, 0).max);
    row.estimate = outcome.rounding_estimate;
  }
  auto const exact = solve_least_squares(sample, Smoothness::taylor, Weights{});
  row.truncation = truncation(sample, exact);
  if (!exact) return row;
  row.condition = exact->condition;
  auto const allowance =
      rounding_allowance(choice, exact->condition);  // of the last choice: automatic
  if (allowance)
    row.tolerance = truncation_margin * *row.truncation + *allowance * exact->sensitivity[0];
  return row;
}

ConvergenceLine converge(Equation const& equation, Family const& family, double expected,
                         SolverChoice const& choice) {
  ConvergenceLine line;
  line.problem = equation.formula;
  line.smoothness = family.smoothness;
  line.orders = family.orders;
  line.expected = expected;
  for (double const step : {.1, .05, .025, .0125, .00625}) {
    Sample const sample = sample_with(equation, step, family.orders);
    Outcome const outcome = run_solver(sample, family.smoothness, choice);
    auto const exact = solve_least_squares(sample, family.smoothness, Weights{});
    line.points.push_back({step, distance(sample, outcome.solution, sample.exact.values, 0).max,
                           truncation(sample, exact)});
  }
  line.fitted = fitted_order(line.points);
  return line;
}

void require_banded(SolverChoice const& choice) {
  if (choice.options.method == Method::banded) return;
  throw InvalidArgument("--study is of the banded solver, expected no other --solver (got " +
                        to_string(choice.options.method) + ")");
}

constexpr double order_tolerance =
    .35;  // steps are finite: the next term of the expansion still shows

}  // namespace

bool ConvergenceLine::holds() const {
  return fitted && std::fabs(*fitted - expected) <= order_tolerance;
}

bool Study::holds() const {
  auto const holds = [](auto const& entry) { return entry.holds(); };
  return std::all_of(accuracy.begin(), accuracy.end(), holds) &&
         std::all_of(convergence.begin(), convergence.end(), holds);
}

std::optional<double> fitted_order(std::vector<ConvergencePoint> const& points) {
  double n = 0, x_sum = 0, y_sum = 0, xx_sum = 0, xy_sum = 0;
  for (auto const& [step, error, truncation] : points) {
    bool const spoilt = truncation && std::fabs(error - *truncation) > .1 * *truncation;
    if (spoilt || !(error > 0)) continue;
    double const x = std::log(step);
    double const y = std::log(error);
    n += 1;
    x_sum += x;
    y_sum += y;
    xx_sum += x * x;
    xy_sum += x * y;
  }
  if (n < 2) return std::nullopt;
  return (n * xy_sum - x_sum * y_sum) / (n * xx_sum - x_sum * x_sum);
}

std::vector<ConvergenceLine> study_convergence(SolverChoice const& choice) {
  require_banded(choice);
  std::vector<ConvergenceLine> lines;
  for (auto const& family : families) {
    lines.push_back(converge(harmonic_equation(), family, family.harmonic, choice));
  }
  for (auto const& family : families) {
    lines.push_back(converge(relaxation_equation(), family, family.relaxation, choice));
  }
  return lines;
}

Study run_study(StudySize size, SolverChoice const& choice) {
  require_banded(choice);
  Study study;
  std::vector<double> steps{1e-2, 1e-3};
  if (size == StudySize::full) steps.push_back(1e-4);
  for (double const step : steps) {
    for (int const orders : {3, 5})
      study.accuracy.push_back(measure_accuracy(step, orders, choice));
  }
  for (auto const& equation : {harmonic_equation(), relaxation_equation()}) {
    for (double const step : {1e-1, 1e-2}) {
      for (int const orders : {3, 4, 5, 6}) {
        study.truncation.push_back({equation.formula, step, orders,
                                    truncation(equation, step, orders, Smoothness::taylor),
                                    truncation(equation, step, orders, Smoothness::central),
                                    truncation(equation, step, orders, Smoothness::pade)});
      }
    }
  }
  study.convergence = study_convergence(choice);
  return study;
}

}  // namespace smnn::drivers::validation
