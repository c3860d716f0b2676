// Systems that cannot be solved: `info` tells, their outputs are NaN, their neighbours in the batch
// and in the same SIMD pack do not change by a bit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "compare.hpp"
#include "judged_problem.hpp"
#include "session.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using testing::ThrowsMessage;

constexpr std::int64_t batch = 19;  // not a multiple of a pack
constexpr std::int64_t victim = 4;
constexpr std::int64_t time_points = 7;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

ProblemData healthy_problem(Smoothness smoothness = Smoothness::taylor) {
  Extents e;
  e.batch = batch;
  e.time_points = time_points;
  e.dims = 2;
  e.equations = 2;
  e.orders = 3;
  e.initial_steps = 2;
  e.initial_orders = 3;
  e.smoothness = smoothness;
  return random_problem(e, 11);
}

SessionOptions masking() {
  SessionOptions options;
  options.solver.on_failure = FailurePolicy::mask;
  options.check_steps = false;
  options.solver.residual_norm = true;
  return options;
}

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

// The part of system b of an array whose leading axis is the batch.
std::vector<double> of_system(std::vector<double> const& values, std::int64_t b) {
  return part(values, b, static_cast<std::int64_t>(values.size()) / batch);
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

// Overwrites `count` entries of the victim's part, from `first`.
void hurt(std::vector<double>& values, std::size_t first, std::size_t count, double value) {
  std::size_t const per_system = values.size() / batch;
  for (std::size_t i = first; i < first + count; ++i) values[victim * per_system + i] = value;
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

class Faults : public OnPlatform {
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
SMNN_ON_ALL_PLATFORMS(Faults);

TEST_P(Faults, LeaveTheNeighboursAlone) {
  for (Smoothness const smoothness : {Smoothness::taylor, Smoothness::central, Smoothness::pade})
    expect_isolation(smoothness, masking());
}

TEST_P(Faults, LeaveTheNeighboursAloneInPlainMode) {
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

TEST_P(Faults, LeaveTheNeighboursAloneWithFixedSweeps) {
  SessionOptions options = masking();
  options.solver.refinement = Refinement::fixed(3);
  expect_isolation(Smoothness::taylor, options);
}

TEST_P(Faults, LeaveTheNeighboursAloneByTeams) {
  SessionOptions options = masking();
  options.solver.parallelism = Parallelism::team_per_system;
  expect_isolation(Smoothness::taylor, options);
  expect_isolation(Smoothness::central, options);
}

TEST_P(Faults, LeaveTheNeighboursAloneWithKeptFactors) {
  SessionOptions options = masking();
  options.solver.storage = FactorStorage::keep;
  expect_isolation(Smoothness::taylor, options);
}

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
    } else if (diagnostics.info[i] != 0) {
      EXPECT_TRUE(all_nan(of_system(after, b)));
    } else {
      // A pivot of rounding errors may come out positive; the estimate of the error must tell.
      EXPECT_FALSE(diagnostics.rounding_error[i] < .1);
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
  EXPECT_THAT(
      [&] { session->solve(); },
      ThrowsMessage<NumericalError>(testing::ContainsRegex(
          "^2 systems failed: solution 4 at time point 5 .*, solution 11 at time point 0 ")));
  // The others' solutions are there nevertheless.
  EXPECT_TRUE(all_finite(of_system(session->solution(), 0)));
  EXPECT_TRUE(all_nan(of_system(session->solution(), victim)));
  EXPECT_THROW(session->adjoint(std::vector<double>(session->solution().size())), NumericalError);
}

TEST_P(Faults, OfManySystemsAreCounted) {
  ProblemData problem = healthy_problem();
  for (double& value : problem.inputs.rhs) value = nan;
  auto const session = make_session(GetParam(), problem);
  EXPECT_THAT(
      [&] { session->solve(); },
      ThrowsMessage<NumericalError>(testing::ContainsRegex(
          "^19 systems failed: solution 0 at time point 0 .*, solution 4 at time point 0 .*, "
          "\\.\\.\\.$")));
}

TEST_P(Faults, OfStepsAreRefusedWhenTheProblemIsMade) {
  for (double const step : {0., -1., nan, infinity}) {
    ProblemData problem = healthy_problem();
    hurt(problem.inputs.steps, 3, 1, step);
    EXPECT_THAT([&] { make_session(GetParam(), problem); },
                ThrowsMessage<InvalidArgument>(testing::ContainsRegex(
                    "^steps\\[4, 3\\] is not a positive finite number, expected .* > 0$")))
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
