// The oracle itself: what the solver's tests rest on.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "compare.hpp"
#include "oracle.hpp"
#include "random_problem.hpp"
#include "reference_problem.hpp"

namespace smnn::test {
namespace {

constexpr std::uint64_t seeds = 12;

ProblemData regular_problem(std::uint64_t seed) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    ProblemData problem = random_problem(seed + 1000 * attempt, 8);
    if (!Oracle(problem).singular()) return problem;
  }
}

// The rows are written down from the same text as the kernels; the public solutions are not.
TEST(Oracle, AgreesWithThePublicCases) {
  for (auto const& reference : reference_cases()) {
    SCOPED_TRACE(reference.name);
    if (reference.name == "shared_matrix") continue;  // condition 1e6 twice in its gradients
    ReferenceProblem const expected = reference_problem(reference);
    Oracle const oracle(expected.problem);
    // Both are exact but for the last rounding to double; the public refinement adds a few more.
    EXPECT_TRUE(close(oracle.solution(), expected.solution, 1e-12));
    InputData const gradients = oracle.adjoint(expected.seed);
    // The public gradients carry the rounding of normal equations, up to 6e-11 by their README.
    EXPECT_TRUE(close(gradients.coefficients, expected.gradients.coefficients, 1e-7));
    EXPECT_TRUE(close(gradients.rhs, expected.gradients.rhs, 1e-7));
    EXPECT_TRUE(close(gradients.initial_values, expected.gradients.initial_values, 1e-7));
    EXPECT_TRUE(close(gradients.steps, expected.gradients.steps, 1e-7));
  }
}

TEST(Oracle, MakesTheNormalResidualVanish) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    ProblemData const problem = regular_problem(seed);
    SCOPED_TRACE(describe(problem, seed));
    LeastSquares const system(constraint_rows(problem, 0, 0), problem.extents.unknowns(),
                              problem.extents.block_order());
    Vector const y = system.solve();
    long double const scale =
        system.largest_singular_value() * norm(system.residual(Vector(y.size())));
    // Extended precision has units of 1e-19 (x87) or smaller; where long double is double, 1e-16.
    long double const unit = std::numeric_limits<long double>::epsilon();
    EXPECT_LT(norm(system.multiply_transposed(system.residual(y))), 1000 * unit * scale);
  }
}

// The tangent against differences of solutions along the whole input space: the error of a central
// difference with increment 1e-4 is 1e-8 times third derivatives, which have grown with the
// condition number cubed.
TEST(Oracle, HasTheTangentOfItsSolution) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    ProblemData problem = regular_problem(seed);
    SCOPED_TRACE(describe(problem, seed));
    Oracle const oracle(problem);
    InputData const direction = Random(seed).inputs(problem.extents);
    InputData const inputs = problem.inputs;
    auto const difference = [&](double increment) {
      problem.inputs = plus(inputs, increment, direction);
      auto const up = Oracle(problem).solution();
      problem.inputs = plus(inputs, -increment, direction);
      auto result = plus(up, -1, Oracle(problem).solution());
      for (double& value : result) value /= 2 * increment;
      return result;
    };
    std::vector<double> const exact = oracle.tangent(direction);
    double const coarse = largest(plus(difference(0x1p-13), -1, exact));
    double const fine = largest(plus(difference(0x1p-14), -1, exact));
    // Second order: a quarter, unless rounding (1e-16 of y divided by the increment, amplified)
    // has taken over already.
    double const rounding = 0x1p-52 * largest(oracle.solution()) * 0x1p14;
    EXPECT_LT(fine, .3 * coarse + 4 * rounding) << "coarse " << coarse;
    EXPECT_LT(fine, .01 * largest(exact) + 4 * rounding);
  }
}

TEST(Oracle, HasTheAdjointOfItsTangent) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    ProblemData const problem = regular_problem(seed);
    SCOPED_TRACE(describe(problem, seed));
    Oracle const oracle(problem);
    Random random(seed);
    InputData const direction = random.inputs(problem.extents);
    std::vector<double> const s = random.vector(oracle.solution().size());
    double const forward = dot(oracle.tangent(direction), s);
    double const reverse = dot(direction, oracle.adjoint(s));
    // Both were rounded to double entry by entry.
    double const scale = largest(oracle.tangent(direction)) * static_cast<double>(s.size());
    EXPECT_NEAR(forward, reverse, 16 * 0x1p-52 * scale);
  }
}

TEST(Oracle, SaysThatAnUnderdeterminedProblemIsSingular) {
  Extents e;
  e.time_points = 4;
  e.dims = 2;
  e.orders = 3;  // no initial values, and one equation for two functions
  ProblemData problem = random_problem(e, 1);
  problem.inputs.coefficients.assign(problem.inputs.coefficients.size(), 0);
  EXPECT_TRUE(Oracle(problem).singular());
  EXPECT_FALSE(Oracle(regular_problem(1)).singular());
}

}  // namespace
}  // namespace smnn::test
