// Sizes at the edge of what makes sense.
#include <gtest/gtest.h>

#include <cmath>

#include "compare.hpp"
#include "support/agreement.hpp"

namespace smnn::test {
namespace {

class EdgeCases : public OnPlatform {};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(EdgeCases);

Extents small(std::int64_t batch, std::int64_t time_points) {
  Extents e;
  e.batch = batch;
  e.time_points = time_points;
  e.dims = 2;
  e.equations = 2;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 3;
  return e;
}

TEST_P(EdgeCases, FewTimePointsAgree) {
  for (Smoothness const smoothness : {Smoothness::taylor, Smoothness::central, Smoothness::pade}) {
    for (std::int64_t const time_points : {1, 2, 3}) {
      Extents e = small(3, time_points);
      e.smoothness = smoothness;
      auto const judged = judged_problem(GetParam(), 21, e);
      ASSERT_TRUE(judged);
      SCOPED_TRACE(describe(*judged, 21));
      auto const session = make_session(GetParam(), judged->problem);
      expect_agreement(*session, GetParam(), *judged, 21);
    }
  }
}

TEST_P(EdgeCases, AnEmptyBatchIsSolvedWithoutEffect) {
  for (bool const shared : {false, true}) {
    for (Parallelism const parallelism : {Parallelism::automatic, Parallelism::team_per_system}) {
      Extents e = small(0, 5);
      e.coefficients.over_batch = e.steps.over_batch = shared;
      ProblemData const problem = random_problem(e, 22);
      SessionOptions options;
      options.solver.storage = FactorStorage::keep;
      options.solver.parallelism = parallelism;
      auto const session = make_session(GetParam(), problem, options);
      EXPECT_NO_THROW(session->factor());
      EXPECT_NO_THROW(session->solve_factored());
      EXPECT_TRUE(session->solved().empty());
      EXPECT_TRUE(session->diagnostics().info.empty());
      EXPECT_TRUE(session->tangent(zeros(problem.extents)).empty());
      InputData const gradients = session->adjoint({});
      // A sum over nothing.
      EXPECT_TRUE(same_bits(gradients, zeros(problem.extents)));
    }
  }
}

TEST_P(EdgeCases, ProblemsWithoutEquationsAgree) {
  Extents e = small(3, 4);
  e.equations = 0;
  auto const judged = judged_problem(GetParam(), 23, e);
  ASSERT_TRUE(judged);
  auto const session = make_session(GetParam(), judged->problem);
  expect_agreement(*session, GetParam(), *judged, 23);
}

// The smallest steps that a caller may have: powers of 1e-3 up to the fourth, and a condition
// number that only corrections (in double) survive.
TEST_P(EdgeCases, ShortStepsKeepTheAccuracyThatTheEstimateTells) {
  Extents e;
  e.batch = 3;
  e.time_points = 400;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 2;
  ProblemData problem = random_problem(e, 24);
  for (std::size_t i = 0; i < problem.inputs.coefficients.size(); ++i)
    problem.inputs.coefficients[i] = i % 3 == 1 ? 0 : 1;  // x'' + x = f
  for (double& step : problem.inputs.steps) step = .03125;
  JudgedProblem const judged(problem);
  SCOPED_TRACE(describe(judged, 24));
  for (Refinement const& refinement : {Refinement{}, Refinement::fixed(1), Refinement::fixed(2)}) {
    SessionOptions options;
    options.solver.refinement = refinement;
    // In float the problem may be too ill-conditioned for corrections: the estimate tells.
    options.solver.on_failure = FailurePolicy::mask;
    auto const session = make_session(GetParam(), problem, options);
    session->solve();
    std::vector<double> const y = session->solution();
    std::vector<double> const exact = judged.oracle.solution();
    Diagnostics const diagnostics = session->diagnostics();
    for (std::size_t b = 0; b < 3; ++b) {
      auto const count = problem.extents.unknowns();
      std::vector<double> const of_y = part(y, static_cast<std::int64_t>(b), count);
      std::vector<double> const of_exact = part(exact, static_cast<std::int64_t>(b), count);
      // In the estimate's norm: derivatives in units of the function.
      double error = 0;
      double size = 0;
      for (std::size_t i = 0; i < of_y.size(); ++i) {
        double const unit = std::pow(.03125, static_cast<double>(i % 3));
        error = std::max(error, unit * std::abs(of_y[i] - of_exact[i]));
        size = std::max(size, unit * std::abs(of_exact[i]));
      }
      // An estimate, not a bound: it may be ten times too small, never more.
      EXPECT_LT(error / size, 10 * diagnostics.rounding_error[b] + 8 * GetParam().epsilon());
    }
  }
}

// Larger than the oracle can take: the solution is the least-squares solution if A^T (b - A y) = 0.
// What is left of it is the rounding of y, one unit each, seen through A^T A, and that of the
// residual, seen through A^T.
TEST_P(EdgeCases, LongProblemsHaveAnOrthogonalResidual) {
  for (Smoothness const smoothness : {Smoothness::taylor, Smoothness::central, Smoothness::pade}) {
    Extents e = small(2, 5000);
    e.smoothness = smoothness;
    ProblemData const problem = random_problem(e, 25);
    std::vector<double> const y = make_session(GetParam(), problem)->solved();
    for (std::int64_t b = 0; b < 2; ++b) {
      std::vector<double> const of_system = part(y, b, e.unknowns());
      std::vector<long double> g(of_system.size());
      std::vector<long double> scale(of_system.size());
      for (Row const& row : constraint_rows(problem, b, 0)) {
        long double residual = row.rhs;
        long double size = std::fabs(row.rhs);
        for (RowEntry const& entry : row.entries) {
          double const x = of_system[static_cast<std::size_t>(entry.unknown)];
          residual -= entry.value * x;
          size += std::fabs(entry.value * x);
        }
        for (RowEntry const& entry : row.entries) {
          g[static_cast<std::size_t>(entry.unknown)] += entry.value * residual;
          scale[static_cast<std::size_t>(entry.unknown)] += std::fabs(entry.value) * size;
        }
      }
      long double worst = 0;
      long double largest_scale = 0;
      for (std::size_t i = 0; i < g.size(); ++i) {
        worst = std::max(worst, std::fabs(g[i]));
        largest_scale = std::max(largest_scale, scale[i]);
      }
      EXPECT_LT(static_cast<double>(worst / largest_scale), 8 * GetParam().epsilon());
    }
  }
}

}  // namespace
}  // namespace smnn::test
