// Random problems of all shapes, sharings and families, against the oracle.
#include <gtest/gtest.h>

#include <cmath>

#include "compare.hpp"
#include "support/agreement.hpp"

namespace smnn::test {
namespace {

class RandomProblem : public OnPlatform {};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(RandomProblem);

TEST_P(RandomProblem, HasTheOraclesSolutionAndDerivatives) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    JudgedProblem const judged = judged_problem(GetParam(), seed, 300);
    SCOPED_TRACE(describe(judged, seed));
    SessionOptions options;
    options.layout = static_cast<ViewLayout>(seed % 3);
    auto const session = make_session(GetParam(), judged.problem, options);
    expect_agreement(*session, GetParam(), judged, seed);
  }
}

TEST_P(RandomProblem, HasTheOraclesResidualNorm) {
  for (std::uint64_t seed = 100; seed < 120; ++seed) {
    JudgedProblem const judged = judged_problem(GetParam(), seed, 30);
    SCOPED_TRACE(describe(judged, seed));
    SessionOptions options;
    options.solver.residual_norm = true;
    auto const session = make_session(GetParam(), judged.problem, options);
    ASSERT_NO_THROW(session->solve());
    // The residual's error is that of y, multiplied by A: rows have at most 20 entries of at most
    // 2 * 1.5^4 by weights, coefficients and powers of steps.
    double const error = modest * judged.oracle.solution_bound(GetParam().epsilon()) *
                         largest(judged.oracle.solution());
    double const rows = 4 * static_cast<double>(judged.problem.extents.unknowns());
    EXPECT_TRUE(close_absolute(session->diagnostics().residual_norm, judged.oracle.residual_norm(),
                               10 * error * std::sqrt(rows)));
  }
}

// <seed, y'> = <gradients, direction>, to 1e-12 in double, and to as many units of rounding in
// float. Errors of M^{-1} seed grow with the square of the condition number, hence its limit.
TEST_P(RandomProblem, HasAnAdjointThatMatchesItsTangent) {
  double const tolerance = 1e-12 / 0x1p-52 * GetParam().epsilon();
  for (std::uint64_t seed = 200; seed < 225; ++seed) {
    JudgedProblem const judged = judged_problem(GetParam(), seed, 60, 100);
    SCOPED_TRACE(describe(judged, seed));
    auto const session = make_session(GetParam(), judged.problem);
    ASSERT_NO_THROW(session->solve());
    Random random(seed);
    std::vector<double> const s = random.vector(session->solution().size());
    InputData const direction = random.inputs(judged.problem.extents);
    std::vector<double> const dy = session->tangent(direction);
    InputData const gradients = session->adjoint(s);
    double const scale = std::sqrt(dot(s, s) * dot(dy, dy)) +
                         std::sqrt(dot(direction, direction) * dot(gradients, gradients));
    EXPECT_NEAR(dot(s, dy), dot(direction, gradients), tolerance * scale);
  }
}

// Taylor test: the error of central differences of <seed, y> in a random direction falls by four
// when the increment is halved, down to the rounding of the two losses divided by the increment.
TEST_P(RandomProblem, HasGradientsThatAreTheLimitOfDifferences) {
  if (!GetParam().in_double) GTEST_SKIP() << "increments that float resolves are too large";
  for (std::uint64_t seed = 300; seed < 325; ++seed) {
    JudgedProblem const judged = judged_problem(GetParam(), seed, 20, 100);
    SCOPED_TRACE(describe(judged, seed));
    auto const session = make_session(GetParam(), judged.problem);
    ASSERT_NO_THROW(session->solve());
    std::vector<double> const y = session->solution();
    Random random(seed);
    std::vector<double> const s = random.vector(y.size());
    InputData const direction = random.inputs(judged.problem.extents);
    double const slope = dot(direction, session->adjoint(s));
    auto const loss = [&](double increment) {
      session->set(plus(judged.problem.inputs, increment, direction));
      return dot(s, session->solved());
    };
    auto const error = [&](double increment) {
      return std::fabs((loss(increment) - loss(-increment)) / (2 * increment) - slope);
    };
    double const coarse = error(0x1p-14);
    double const fine = error(0x1p-15);
    double const rounding =
        modest * judged.oracle.solution_bound(0x1p-52) * std::sqrt(dot(s, s) * dot(y, y)) * 0x1p15;
    EXPECT_LT(fine, .3 * coarse + rounding);
    EXPECT_LT(fine, 1e-2 * std::fabs(slope) + 10 * rounding);
  }
}

}  // namespace
}  // namespace smnn::test
