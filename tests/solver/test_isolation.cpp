// A system that cannot be solved: `info` tells, its outputs are NaN, its neighbours in the batch
// and in the same SIMD pack do not change by a bit.
#include <gtest/gtest.h>

#include <functional>

#include "support/fault_problem.hpp"

namespace smnn::test {
namespace {

struct Outcome {
  std::vector<double> solution, tangent;
  InputData gradients;
  Diagnostics after_solve;
  Diagnostics after_adjoint;
};

Outcome run(Platform const& platform, ProblemData const& problem, SessionOptions const& options) {
  Outcome outcome;
  auto const session = make_session(platform, problem, options);
  outcome.solution = session->solved();
  outcome.after_solve = session->diagnostics();
  Random random(12);
  outcome.gradients = session->adjoint(random.vector(outcome.solution.size()));
  outcome.after_adjoint = session->diagnostics();
  outcome.tangent = session->tangent(random.inputs(problem.extents));
  return outcome;
}

void expect_only_victim_failed(Outcome const& hurt, Outcome const& healthy, std::int64_t info) {
  for (std::int64_t b = 0; b < batch; ++b) {
    SCOPED_TRACE("system " + std::to_string(b));
    bool const failed = b == victim;
    auto const i = static_cast<std::size_t>(b);
    EXPECT_EQ(hurt.after_solve.info[i], failed ? info : 0);
    // The adjoint may notice later what was wrong with a right-hand side, but it must notice.
    EXPECT_EQ(hurt.after_adjoint.info[i] != 0, failed);
    if (!failed) {
      EXPECT_EQ(hurt.after_solve.sweeps[i], healthy.after_solve.sweeps[i]);
      EXPECT_EQ(hurt.after_solve.rounding_error[i], healthy.after_solve.rounding_error[i]);
      EXPECT_EQ(hurt.after_solve.residual_norm[i], healthy.after_solve.residual_norm[i]);
    }
    auto const check = [&](char const* name, std::vector<double> const& values,
                           std::vector<double> const& expected) {
      if (failed) {
        EXPECT_TRUE(all_nan(of_system(values, b))) << name;
      } else {
        EXPECT_TRUE(same_bits(of_system(values, b), of_system(expected, b))) << name;
      }
    };
    check("solution", hurt.solution, healthy.solution);
    check("tangent", hurt.tangent, healthy.tangent);
    check("coefficients", hurt.gradients.coefficients, healthy.gradients.coefficients);
    check("rhs", hurt.gradients.rhs, healthy.gradients.rhs);
    check("initial values", hurt.gradients.initial_values, healthy.gradients.initial_values);
    check("steps", hurt.gradients.steps, healthy.gradients.steps);
  }
}

struct Fault {
  char const* name;
  std::function<void(InputData&)> apply;
  std::int64_t info;  // 1 + the time point
};

// Two functions of three orders, two equations: 12 coefficients and 2 right-hand sides a time
// point; 6 initial values at each of the first two.
std::vector<Fault> const faults{
    {"NaN in the coefficients", [](InputData& in) { hurt(in.coefficients, 3 * 12 + 5, 1, nan); },
     4},
    {"infinite coefficient", [](InputData& in) { hurt(in.coefficients, 2 * 12, 1, infinity); }, 3},
    {"overflowing coefficient", [](InputData& in) { hurt(in.coefficients, 12, 1, 1e38); }, 2},
    {"NaN in the right-hand side", [](InputData& in) { hurt(in.rhs, 5 * 2, 1, nan); }, 6},
    {"infinite right-hand side", [](InputData& in) { hurt(in.rhs, 0, 1, -infinity); }, 1},
    {"NaN in the initial values", [](InputData& in) { hurt(in.initial_values, 6, 1, nan); }, 2},
    {"zero step", [](InputData& in) { hurt(in.steps, 3, 1, 0); }, 4},
    {"negative step", [](InputData& in) { hurt(in.steps, 0, 1, -1); }, 1},
    {"NaN step", [](InputData& in) { hurt(in.steps, 5, 1, nan); }, 6},
    {"infinite step", [](InputData& in) { hurt(in.steps, 1, 1, infinity); }, 2},
};

class Isolation : public OnPlatform {
 protected:
  void expect_isolation(Smoothness smoothness, SessionOptions const& options) {
    ProblemData const problem = healthy_problem(smoothness);
    Outcome const healthy = run(GetParam(), problem, options);
    ASSERT_TRUE(all_finite(healthy.solution));
    for (Fault const& fault : faults) {
      SCOPED_TRACE(fault.name);
      // 1e38 squared is infinite in float only.
      bool const harmless = fault.name == std::string("overflowing coefficient");
      if (harmless && GetParam().in_double) continue;
      ProblemData broken = problem;
      fault.apply(broken.inputs);
      expect_only_victim_failed(run(GetParam(), broken, options), healthy, fault.info);
    }
  }
};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(Isolation);

TEST_P(Isolation, OfAFailedSystem) {
  for (Smoothness const smoothness : {Smoothness::taylor, Smoothness::central, Smoothness::pade})
    expect_isolation(smoothness, masking());
}

TEST_P(Isolation, OfAFailedSystemInPlainMode) {
  SessionOptions options = masking();
  options.solver.refinement = Refinement::none();
  Outcome const healthy = run(GetParam(), healthy_problem(), options);
  EXPECT_TRUE(all_nan(healthy.after_solve.rounding_error));  // unknown without corrections
  ProblemData broken = healthy_problem();
  hurt(broken.inputs.rhs, 0, 1, nan);
  Outcome const outcome = run(GetParam(), broken, options);
  for (std::int64_t b = 0; b < batch; ++b) {
    if (b == victim) continue;
    EXPECT_TRUE(same_bits(of_system(outcome.solution, b), of_system(healthy.solution, b)));
  }
  EXPECT_TRUE(all_nan(of_system(outcome.solution, victim)));
}

TEST_P(Isolation, OfAFailedSystemWithFixedSweeps) {
  SessionOptions options = masking();
  options.solver.refinement = Refinement::fixed(3);
  expect_isolation(Smoothness::taylor, options);
}

TEST_P(Isolation, OfAFailedSystemByTeams) {
  SessionOptions options = masking();
  options.solver.parallelism = Parallelism::team_per_system;
  expect_isolation(Smoothness::taylor, options);
  expect_isolation(Smoothness::central, options);
}

TEST_P(Isolation, OfAFailedSystemWithKeptFactors) {
  SessionOptions options = masking();
  options.solver.storage = FactorStorage::keep;
  expect_isolation(Smoothness::taylor, options);
}

}  // namespace
}  // namespace smnn::test
