#include "agreement.hpp"

#include <algorithm>

#include "compare.hpp"

namespace smnn::test {

void expect_solution(Session const& session, Platform const& platform, Oracle const& oracle) {
  std::vector<double> const expected = oracle.solution();
  EXPECT_TRUE(
      close(session.solution(), expected, modest * oracle.solution_bound(platform.epsilon())));
  for (std::int64_t const info : session.diagnostics().info) EXPECT_EQ(info, 0);
}

void expect_derivatives(Session& session, Platform const& platform, JudgedProblem const& judged,
                        std::uint64_t seed) {
  Oracle const& oracle = judged.oracle;
  double const epsilon = platform.epsilon();
  Random random(seed + 77);
  Extents const& e = judged.problem.extents;
  std::vector<double> const s =
      random.vector(static_cast<std::size_t>(e.solutions() * e.unknowns()));
  InputData const gradients = session.adjoint(s);
  InputData const exact = oracle.adjoint(s);
  double const bound = modest * oracle.gradient_bound(epsilon, s);
  EXPECT_TRUE(close_absolute(gradients.coefficients, exact.coefficients, bound));
  EXPECT_TRUE(close_absolute(gradients.rhs, exact.rhs, bound));
  EXPECT_TRUE(close_absolute(gradients.initial_values, exact.initial_values, bound));
  EXPECT_TRUE(close_absolute(gradients.steps, exact.steps, bound));

  InputData const direction = random.inputs(e);
  EXPECT_TRUE(close_absolute(session.tangent(direction), oracle.tangent(direction),
                             modest * oracle.tangent_bound(epsilon, direction)));
}

void expect_agreement(Session& session, Platform const& platform, JudgedProblem const& judged,
                      std::uint64_t seed) {
  ASSERT_NO_THROW(session.solve());
  expect_solution(session, platform, judged.oracle);
  expect_derivatives(session, platform, judged, seed);
}

}  // namespace smnn::test
