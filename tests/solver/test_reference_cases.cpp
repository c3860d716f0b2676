// The public S-MNN's cases: the default mode against the least-squares solution without rounding,
// the plain mode and the gradients against the public outputs.
#include <gtest/gtest.h>

#include <cmath>

#include "compare.hpp"
#include "reference_problem.hpp"
#include "support/session.hpp"

namespace smnn::test {
namespace {

struct PublicCase {
  Platform platform;
  std::string name;
};
std::ostream& operator<<(std::ostream& out, PublicCase const& c) {
  return out << c.platform << ' ' << c.name;
}

std::vector<PublicCase> public_cases() {
  std::vector<PublicCase> cases;
  for (Platform const& platform : platforms()) {
    if (!platform.in_double) continue;  // the public solver's precision
    for (auto const& reference : reference_cases()) cases.push_back({platform, reference.name});
  }
  return cases;
}

std::string case_name(testing::TestParamInfo<PublicCase> const& info) {
  return info.param.platform.space + "_" + info.param.name;
}

struct NamedInput {
  char const* name;
  std::vector<double> InputData::*values;
};
constexpr NamedInput named_inputs[] = {{"coefficients", &InputData::coefficients},
                                       {"rhs", &InputData::rhs},
                                       {"initial_values", &InputData::initial_values},
                                       {"steps", &InputData::steps}};

class ReferenceCases : public testing::TestWithParam<PublicCase> {
 protected:
  ReferenceProblem reference_ = reference_problem(reference_case(GetParam().name));

  std::unique_ptr<Session> session(Refinement const& refinement) const {
    SessionOptions options;
    options.solver.refinement = refinement;
    return make_session(GetParam().platform, reference_.problem, options);
  }
};

INSTANTIATE_TEST_SUITE_P(, ReferenceCases, testing::ValuesIn(public_cases()), case_name);

TEST_P(ReferenceCases, AreSolvedWithoutTheRoundingOfNormalEquations) {
  EXPECT_TRUE(close(session({})->solved(), reference_.solution, 1e-9));
}

TEST_P(ReferenceCases, HaveThePublicSolutionWithPlainNormalEquations) {
  if (reference_.public_solution.empty()) GTEST_SKIP() << "no public solution in this case";
  EXPECT_TRUE(close(session(Refinement::none())->solved(), reference_.public_solution, 1e-7));
}

TEST_P(ReferenceCases, HaveThePublicGradients) {
  if (GetParam().name == "shared_matrix")
    GTEST_SKIP() << "the public gradients have rounding errors of 5e-4";
  auto const s = session({});
  s->solve();
  InputData const gradients = s->adjoint(reference_.seed);
  EXPECT_TRUE(close(gradients.coefficients, reference_.gradients.coefficients, 1e-7));
  EXPECT_TRUE(close(gradients.rhs, reference_.gradients.rhs, 1e-7));
  EXPECT_TRUE(close(gradients.initial_values, reference_.gradients.initial_values, 1e-7));
  EXPECT_TRUE(close(gradients.steps, reference_.gradients.steps, 1e-7));
}

// Gradients of shared_matrix (condition 1e6 and a matrix for 32 right-hand sides), by differences
// of the loss <seed, y> itself. A central difference with increment i has the error i^2 times a
// third derivative: a quarter when i is halved.
TEST_P(ReferenceCases, HaveGradientsThatAreTheLimitOfDifferences) {
  auto const s = session({});
  s->solve();
  InputData const gradients = s->adjoint(reference_.seed);
  InputData const inputs = reference_.problem.inputs;
  auto const loss = [&](InputData const& at) {
    s->set(at);
    return dot(s->solved(), reference_.seed);
  };
  for (auto const& [name, input] : named_inputs) {
    SCOPED_TRACE(name);
    // Along the gradient itself, scaled to a relative change of one.
    InputData direction = zeros(reference_.problem.extents);
    double const size = largest(gradients.*input);
    if (size == 0) continue;  // no initial values
    double const scale = std::min(1., largest(inputs.*input)) / size;
    direction.*input = plus(direction.*input, scale, gradients.*input);
    double const slope = dot(direction, gradients);
    auto const error = [&](double increment) {
      double const up = loss(plus(inputs, increment, direction));
      double const down = loss(plus(inputs, -increment, direction));
      return std::fabs((up - down) / (2 * increment) - slope);
    };
    double const coarse = error(0x1p-10);
    double const fine = error(0x1p-11);
    // The loss's own error: its solutions' (1e-9 allowed above, 1e-12 in fact) by the increment.
    double const rounding = 1e-12 *
                            std::sqrt(dot(reference_.seed, reference_.seed) *
                                      dot(reference_.solution, reference_.solution)) *
                            0x1p12;
    EXPECT_LT(fine, .3 * coarse + rounding) << "slope " << slope << ", coarse " << coarse;
    EXPECT_LT(fine, 1e-2 * std::fabs(slope) + rounding);
    s->set(inputs);
  }
}

TEST_P(ReferenceCases, HaveAnAdjointThatMatchesTheTangent) {
  auto const s = session({});
  std::vector<double> const y = s->solved();
  // Directions proportional to the inputs, so that steps of 1e-2 stay comparable.
  InputData const direction = reference_.problem.inputs;
  std::vector<double> const dy = s->tangent(direction);
  InputData const gradients = s->adjoint(reference_.seed);
  double const scale = std::sqrt(dot(reference_.seed, reference_.seed) * dot(dy, dy)) +
                       std::sqrt(dot(direction, direction) * dot(gradients, gradients));
  // 1e-12 for condition numbers up to some thousand; shared_matrix and long have 1e5 and more.
  bool const hard = GetParam().name == "shared_matrix" || GetParam().name == "long";
  EXPECT_NEAR(dot(reference_.seed, dy), dot(direction, gradients), (hard ? 1e-9 : 1e-12) * scale);
}

}  // namespace
}  // namespace smnn::test
