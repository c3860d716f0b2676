// What rounding costs where steps are small: rows of the table of MATH.md, x'' + x = 0 on [0, 10].
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/session.hpp"

namespace smnn::test {
namespace {

ProblemData oscillator(double step, std::int64_t orders) {
  Extents e;
  e.time_points = std::llround(10 / step);
  e.orders = orders;
  e.initial_steps = 1;
  e.initial_orders = 2;
  e.coefficients.over_time = e.rhs.over_time = e.steps.over_time = true;
  ProblemData problem{e, {}, zeros(e)};
  problem.inputs.coefficients[0] = problem.inputs.coefficients[2] = 1;
  problem.inputs.initial_values[0] = 1;
  problem.inputs.steps.assign(1, step);
  return problem;
}

// The largest error of x; of a solution that failed, infinity.
double error(double step, std::int64_t orders, Factorization factorization,
             Refinement const& refinement) {
  ProblemData const problem = oscillator(step, orders);
  SessionOptions options;
  options.solver.factorization = factorization;
  options.solver.refinement = refinement;
  options.solver.on_failure = FailurePolicy::mask;
  auto const in_double = std::find_if(platforms().begin(), platforms().end(),
                                      [](Platform const& p) { return p.in_double; });
  auto const session = make_session(*in_double, problem, options);
  std::vector<double> const y = session->solved();
  if (session->diagnostics().info[0] > 0) return INFINITY;
  double largest = 0;
  for (std::int64_t t = 0; t < problem.extents.time_points; ++t) {
    double const x = y[static_cast<std::size_t>(t * orders)];
    largest = std::max(largest, std::fabs(x - std::cos(step * static_cast<double>(t))));
  }
  std::printf("step %g K %d %s sweeps %d mode %d: %.3g (made %d, estimate %.2g, info %d)\n", step,
              int(orders), factorization == Factorization::qr ? "qr" : "cholesky",
              refinement.sweeps, int(refinement.mode), largest,
              int(session->diagnostics().sweeps[0]), session->diagnostics().rounding_error[0],
              int(session->diagnostics().info[0]));
  return largest;
}

TEST(Accuracy, Table) {
  for (auto const& [step, k] : {std::pair{1e-2, 3}, {1e-2, 5}, {1e-3, 3}, {1e-3, 5}, {1e-4, 3}, {1e-4, 5}}) {
    for (Factorization f : {Factorization::cholesky, Factorization::qr}) {
      for (int s : {0, 1, 2, 3}) error(step, k, f, Refinement::fixed(s));
      error(step, k, f, Refinement::automatic());
    }
  }
}

}  // namespace
}  // namespace smnn::test
