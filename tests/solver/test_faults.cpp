// Ways to fail, and what is said about them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "smnn/solver/error.hpp"
#include "support/fault_problem.hpp"

namespace smnn::test {
namespace {

using testing::ThrowsMessage;

class Faults : public OnPlatform {};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(Faults);

// Without initial values, equations for the sum of two functions leave their difference open.
TEST_P(Faults, ASingularMatrixIsFound) {
  Extents e = healthy_problem().extents;
  e.initial_steps = e.initial_orders = 0;
  ProblemData singular = random_problem(e, 13);
  auto const session = make_session(GetParam(), singular, masking());
  session->solve();
  EXPECT_EQ(session->diagnostics().info, std::vector<std::int64_t>(batch, 0));
  std::vector<double> const before = session->solution();
  std::vector<double>& coefficients = singular.inputs.coefficients;
  for (std::size_t row = victim * time_points * 2; row < (victim + 1) * time_points * 2; ++row) {
    for (std::size_t r = 0; r < 3; ++r) coefficients[row * 6 + 3 + r] = coefficients[row * 6 + r];
  }
  session->set(singular.inputs);
  std::vector<double> const after = session->solved();
  Diagnostics const diagnostics = session->diagnostics();
  for (std::int64_t b = 0; b < batch; ++b) {
    auto const i = static_cast<std::size_t>(b);
    if (b != victim) {
      EXPECT_EQ(diagnostics.info[i], 0);
      EXPECT_TRUE(same_bits(of_system(after, b), of_system(before, b))) << "system " << b;
    } else if (diagnostics.info[i] > 0) {
      EXPECT_TRUE(all_nan(of_system(after, b)));
    } else {
      // A pivot of rounding errors may come out positive; then corrections do not converge.
      EXPECT_EQ(diagnostics.info[i], -1);  // info_not_converged
    }
  }
}

// One equation for two functions whose coefficients vanish at a single time point of T = 1.
TEST_P(Faults, AZeroMatrixIsFoundAtItsTimePoint) {
  Extents e;
  e.batch = batch;
  e.dims = 1;
  e.orders = 2;
  e.equations = 2;
  ProblemData problem = random_problem(e, 14);
  hurt(problem.inputs.coefficients, 0, 4, 0);
  auto const session = make_session(GetParam(), problem, masking());
  std::vector<double> const y = session->solved();
  for (std::int64_t b = 0; b < batch; ++b) {
    EXPECT_EQ(session->diagnostics().info[static_cast<std::size_t>(b)], b == victim ? 1 : 0);
    EXPECT_EQ(all_nan(of_system(y, b)), b == victim);
  }
}

// Nothing is silently infinite: 1e-3 y = 1e306 has no solution in double, 1e-3 y = 1e36 none in
// float, though every intermediate number before the last is finite.
TEST_P(Faults, AnOverflowingSolutionIsFound) {
  Extents e;
  e.batch = batch;
  ProblemData problem = random_problem(e, 15);
  hurt(problem.inputs.coefficients, 0, 1, 1e-3);
  hurt(problem.inputs.rhs, 0, 1, GetParam().in_double ? 1e306 : 1e36);
  auto const session = make_session(GetParam(), problem, masking());
  std::vector<double> const y = session->solved();
  EXPECT_EQ(session->diagnostics().info[victim], 1);
  EXPECT_TRUE(std::isnan(y[victim]));
  for (std::size_t b = 0; b < y.size(); ++b) EXPECT_EQ(std::isfinite(y[b]), b != victim);
}

TEST_P(Faults, ANaNInTheSeedIsFound) {
  ProblemData const problem = healthy_problem();
  auto const session = make_session(GetParam(), problem, masking());
  std::vector<double> const y = session->solved();
  std::vector<double> s = Random(16).vector(y.size());
  InputData const healthy = session->adjoint(s);
  hurt(s, 3 * 6 + 1, 1, nan);
  InputData const gradients = session->adjoint(s);
  for (std::int64_t b = 0; b < batch; ++b) {
    EXPECT_EQ(session->diagnostics().info[static_cast<std::size_t>(b)], b == victim ? 4 : 0);
    if (b == victim) {
      EXPECT_TRUE(all_nan(of_system(gradients.rhs, b)));
      EXPECT_TRUE(all_nan(of_system(gradients.steps, b)));
    } else {
      EXPECT_TRUE(same_bits(of_system(gradients.rhs, b), of_system(healthy.rhs, b)));
      EXPECT_TRUE(same_bits(of_system(gradients.steps, b), of_system(healthy.steps, b)));
    }
  }
}

// A gradient that sums over systems cannot leave the failed one out without saying so.
TEST_P(Faults, GradientsSharedWithAFailedSystemAreNaN) {
  ProblemData problem = healthy_problem();
  problem.extents.rhs.over_batch = true;
  problem = random_problem(problem.extents, 17);
  hurt(problem.inputs.coefficients, 0, 1, nan);
  auto const session = make_session(GetParam(), problem, masking());
  InputData const gradients = session->adjoint(Random(18).vector(session->solved().size()));
  EXPECT_TRUE(all_nan(gradients.rhs));
  EXPECT_TRUE(all_finite(of_system(gradients.coefficients, victim + 1)));
}

// One matrix, many right-hand sides: a bad right-hand side fails alone, a bad matrix fails all.
TEST_P(Faults, OfOneRightHandSideLeaveTheOthersAlone) {
  ProblemData problem = healthy_problem();
  problem.extents.coefficients.over_batch = problem.extents.steps.over_batch = true;
  problem = random_problem(problem.extents, 19);
  auto const session = make_session(GetParam(), problem, masking());
  std::vector<double> const healthy = session->solved();
  InputData inputs = problem.inputs;
  hurt(inputs.rhs, 2 * 2, 1, nan);
  session->set(inputs);
  std::vector<double> const y = session->solved();
  for (std::int64_t b = 0; b < batch; ++b) {
    EXPECT_EQ(session->diagnostics().info[static_cast<std::size_t>(b)], b == victim ? 3 : 0);
    if (b == victim) {
      EXPECT_TRUE(all_nan(of_system(y, b)));
    } else {
      EXPECT_TRUE(same_bits(of_system(y, b), of_system(healthy, b))) << "system " << b;
    }
  }
  inputs = problem.inputs;
  inputs.coefficients[2 * 12] = nan;
  session->set(inputs);
  EXPECT_TRUE(all_nan(session->solved()));
  EXPECT_EQ(session->diagnostics().info, std::vector<std::int64_t>(batch, 3));
}

TEST_P(Faults, AreThrownByDefaultNamingTheFirstSystems) {
  ProblemData problem = healthy_problem();
  hurt(problem.inputs.rhs, 5 * 2, 1, nan);
  problem.inputs.coefficients[11 * time_points * 12] = nan;
  auto const session = make_session(GetParam(), problem);
  EXPECT_THAT([&] { session->solve(); }, ThrowsMessage<NumericalError>(testing::ContainsRegex(
                                             "^2 systems failed: solution 4 at time point 5, "
                                             "solution 11 at time point 0; expected ")));
  // The others' solutions are there nevertheless.
  EXPECT_TRUE(all_finite(of_system(session->solution(), 0)));
  EXPECT_TRUE(all_nan(of_system(session->solution(), victim)));
  EXPECT_THROW(session->adjoint(std::vector<double>(session->solution().size())), NumericalError);
}

TEST_P(Faults, OfManySystemsAreCounted) {
  ProblemData problem = healthy_problem();
  for (double& value : problem.inputs.rhs) value = nan;
  auto const session = make_session(GetParam(), problem);
  EXPECT_THAT([&] { session->solve(); },
              ThrowsMessage<NumericalError>(testing::ContainsRegex(
                  "^19 systems failed: solution 0 at time point 0, .*, solution 4 at time point 0, "
                  "\\.\\.\\.; expected ")));
}

TEST_P(Faults, OfStepsAreRefusedWhenTheProblemIsMade) {
  for (double const step : {0., -1., nan, infinity}) {
    ProblemData problem = healthy_problem();
    hurt(problem.inputs.steps, 3, 1, step);
    EXPECT_THAT([&] { make_session(GetParam(), problem); },
                ThrowsMessage<InvalidArgument>(testing::ContainsRegex(
                    "^steps\\[4, 3\\] is .*, expected a positive finite number")))
        << step;
  }
}

// The next call after a failure starts anew.
TEST_P(Faults, AreForgottenByTheNextCall) {
  for (FactorStorage const storage : {FactorStorage::keep, FactorStorage::recompute}) {
    SessionOptions options = masking();
    options.solver.storage = storage;
    ProblemData const problem = healthy_problem();
    auto const session = make_session(GetParam(), problem, options);
    std::vector<double> const healthy = session->solved();
    InputData broken = problem.inputs;
    for (auto& value : broken.coefficients) value = nan;
    session->set(broken);
    EXPECT_TRUE(all_nan(session->solved()));
    session->set(problem.inputs);
    EXPECT_TRUE(same_bits(session->solved(), healthy));
    EXPECT_EQ(session->diagnostics().info, std::vector<std::int64_t>(batch, 0));
  }
}

// A right-hand side does not spoil the factor that is kept beside it.
TEST_P(Faults, OfARightHandSideLeaveTheKeptFactorUsable) {
  SessionOptions options = masking();
  options.solver.storage = FactorStorage::keep;
  ProblemData const problem = healthy_problem();
  auto const session = make_session(GetParam(), problem, options);
  session->factor();
  session->solve_factored();
  std::vector<double> const healthy = session->solution();
  InputData broken = problem.inputs;
  hurt(broken.rhs, 0, 1, nan);
  session->set(broken);
  EXPECT_TRUE(all_nan(of_system(session->solved(), victim)));
  session->set(problem.inputs);
  session->solve_factored();
  EXPECT_TRUE(same_bits(session->solution(), healthy));
  EXPECT_EQ(session->diagnostics().info, std::vector<std::int64_t>(batch, 0));
}

}  // namespace
}  // namespace smnn::test
