// The same problem solved in different ways: by teams, with kept and recomputed factors, with
// kernels of every block order, in any layout.
#include <gtest/gtest.h>

#include "compare.hpp"
#include "support/agreement.hpp"

namespace smnn::test {
namespace {

class Modes : public OnPlatform {
 protected:
  void expect_agreement_of_random_problems(SessionOptions const& options, std::uint64_t first,
                                           double largest_condition = 1e300) {
    for (std::uint64_t seed = first; seed < first + 10; ++seed) {
      JudgedProblem const judged = judged_problem(GetParam(), seed, 20, largest_condition);
      SCOPED_TRACE(describe(judged, seed));
      auto const session = make_session(GetParam(), judged.problem, options);
      expect_agreement(*session, GetParam(), judged, seed);
    }
  }

  // Every family that K orders allow; returns how many problems were tested.
  int expect_agreement_of_block(std::int64_t dims, std::int64_t orders, SessionOptions options) {
    int tested = 0;
    for (Smoothness const smoothness :
         {Smoothness::taylor, Smoothness::central, Smoothness::pade}) {
      if (smoothness == Smoothness::central && orders < 2) continue;
      Extents e;
      e.batch = 2;
      e.time_points = 3;
      e.dims = dims;
      e.equations = std::max<std::int64_t>(1, dims - 1);
      e.orders = orders;
      e.initial_steps = 1;
      e.initial_orders = orders;
      e.smoothness = smoothness;
      auto const judged = judged_problem(GetParam(), 5, e);
      if (!judged) continue;
      SCOPED_TRACE(describe(*judged, 5));
      auto const session = make_session(GetParam(), judged->problem, options);
      expect_agreement(*session, GetParam(), *judged, 5);
      ++tested;
    }
    return tested;
  }
};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(Modes);

TEST_P(Modes, TeamsAgree) {
  SessionOptions options;
  options.solver.parallelism = Parallelism::team_per_system;
  expect_agreement_of_random_problems(options, 300);
}

TEST_P(Modes, ThreadsAgree) {
  SessionOptions options;
  options.solver.parallelism = Parallelism::thread_per_system;
  expect_agreement_of_random_problems(options, 320);
}

TEST_P(Modes, KeptFactorsAgree) {
  SessionOptions options;
  options.solver.storage = FactorStorage::keep;
  expect_agreement_of_random_problems(options, 340);
}

TEST_P(Modes, RecomputedFactorsAgree) {
  SessionOptions options;
  options.solver.storage = FactorStorage::recompute;
  expect_agreement_of_random_problems(options, 360);
}

TEST_P(Modes, TeamsWithKeptFactorsAgree) {
  SessionOptions options;
  options.solver.parallelism = Parallelism::team_per_system;
  options.solver.storage = FactorStorage::keep;
  options.layout = ViewLayout::spread;
  expect_agreement_of_random_problems(options, 380);
}

// A correction by a factor in float contracts by its unit times the square of the condition number.
TEST_P(Modes, FactorsInSinglePrecisionAgree) {
  if (GetParam().factorization == Factorization::qr) GTEST_SKIP() << "QR has none";
  double const largest_condition = 500;
  SessionOptions options;
  options.solver.factor_precision = FactorPrecision::single;
  expect_agreement_of_random_problems(options, 460, largest_condition);
  options.solver.storage = FactorStorage::keep;
  expect_agreement_of_random_problems(options, 470, largest_condition);
  options.solver.parallelism = Parallelism::team_per_system;
  expect_agreement_of_random_problems(options, 480, largest_condition);
}

// Layouts differ in where numbers lie, not in what is computed from them.
TEST_P(Modes, LayoutsGiveTheSameBits) {
  for (std::uint64_t seed = 400; seed < 408; ++seed) {
    ProblemData const problem = judged_problem(GetParam(), seed, 20).problem;
    SCOPED_TRACE(describe(problem, seed));
    Random random(seed);
    std::vector<double> const s = random.vector(
        static_cast<std::size_t>(problem.extents.solutions() * problem.extents.unknowns()));
    InputData const direction = random.inputs(problem.extents);
    auto const right = make_session(GetParam(), problem);
    right->solve();
    InputData const gradients = right->adjoint(s);
    std::vector<double> const dy = right->tangent(direction);
    for (ViewLayout const layout : {ViewLayout::left, ViewLayout::spread}) {
      SessionOptions options;
      options.layout = layout;
      auto const other = make_session(GetParam(), problem, options);
      EXPECT_TRUE(same_bits(other->solved(), right->solution()));
      EXPECT_TRUE(same_bits(other->adjoint(s), gradients));
      EXPECT_TRUE(same_bits(other->tangent(direction), dy));
    }
  }
}

// n = 1 .. 12 have kernels of their own, if SMNN_BLOCK_ORDERS says so, for every K that divides n.
TEST_P(Modes, EverySmallBlockOrderAgrees) {
  int tested = 0;
  for (std::int64_t n = 1; n <= 12; ++n) {
    for (std::int64_t k = 1; k <= n; ++k) {
      if (n % k == 0) tested += expect_agreement_of_block(n / k, k, {});
    }
  }
  // 35 divisors, 3 families less central for K = 1: 93. Some large K are too ill-conditioned.
  EXPECT_GT(tested, GetParam().in_double ? 80 : 45);
}

TEST_P(Modes, LargeBlockOrdersAgree) {
  int tested = 0;
  for (auto const& [dims, orders] :
       {std::pair{13, 1}, {7, 2}, {5, 3}, {6, 4}, {7, 5}, {16, 4}, {64, 1}}) {
    tested += expect_agreement_of_block(dims, orders, {});
  }
  // 7 blocks, 3 families less central for K = 1: 19.
  EXPECT_GE(tested, GetParam().in_double ? 19 : 10);
}

TEST_P(Modes, LargeBlockOrdersAgreeByTeams) {
  SessionOptions options;
  options.solver.parallelism = Parallelism::team_per_system;
  int tested = 0;
  for (auto const& [dims, orders] : {std::pair{13, 1}, {5, 3}, {7, 5}, {32, 2}}) {
    tested += expect_agreement_of_block(dims, orders, options);
  }
  EXPECT_GT(tested, GetParam().in_double ? 9 : 5);
}

// One factor, then other right-hand sides.
TEST_P(Modes, AKeptFactorServesOtherRightHandSides) {
  for (std::uint64_t seed = 420; seed < 428; ++seed) {
    JudgedProblem judged = judged_problem(GetParam(), seed, 20);
    SCOPED_TRACE(describe(judged, seed));
    SessionOptions options;
    options.solver.storage = FactorStorage::keep;
    auto const session = make_session(GetParam(), judged.problem, options);
    ASSERT_NO_THROW(session->factor());
    ASSERT_NO_THROW(session->solve_factored());
    expect_solution(*session, GetParam(), judged.oracle);

    Random random(seed);
    judged.problem.inputs.rhs = random.vector(judged.problem.inputs.rhs.size());
    judged.problem.inputs.initial_values =
        random.vector(judged.problem.inputs.initial_values.size());
    judged.oracle = Oracle(judged.problem);
    session->set(judged.problem.inputs);
    ASSERT_NO_THROW(session->solve_factored());
    expect_solution(*session, GetParam(), judged.oracle);
    expect_derivatives(*session, GetParam(), judged, seed);
  }
}

// The matrix of many right-hand sides: B matrices with M each, or one for all of a batch.
TEST_P(Modes, ManyRightHandSidesAgree) {
  for (bool const whole_batch : {false, true}) {
    for (Smoothness const smoothness : {Smoothness::taylor, Smoothness::central}) {
      Extents e;
      e.batch = whole_batch ? 37 : 2;
      e.right_hand_sides = whole_batch ? 1 : 19;
      e.time_points = 6;
      e.dims = 2;
      e.equations = 2;
      e.orders = 3;
      e.initial_steps = 1;
      e.initial_orders = 2;
      e.smoothness = smoothness;
      e.coefficients.over_batch = e.steps.over_batch = whole_batch;
      auto const judged = judged_problem(GetParam(), 440, e);
      ASSERT_TRUE(judged);
      SCOPED_TRACE(describe(*judged, 440));
      auto const session = make_session(GetParam(), judged->problem);
      expect_agreement(*session, GetParam(), *judged, 440);
    }
  }
}

TEST_P(Modes, OnlyTheChosenGradientsAreWritten) {
  JudgedProblem const judged = judged_problem(GetParam(), 450, 20);
  SCOPED_TRACE(describe(judged, 450));
  auto const session = make_session(GetParam(), judged.problem);
  session->solve();
  std::vector<double> const s = Random(450).vector(session->solution().size());
  InputData const all = session->adjoint(s);
  EXPECT_TRUE(
      same_bits(session->adjoint(s, {true, false, false, false}).coefficients, all.coefficients));
  EXPECT_TRUE(same_bits(session->adjoint(s, {false, true, false, false}).rhs, all.rhs));
  EXPECT_TRUE(same_bits(session->adjoint(s, {false, false, true, false}).initial_values,
                        all.initial_values));
  EXPECT_TRUE(same_bits(session->adjoint(s, {false, false, false, true}).steps, all.steps));
  EXPECT_NO_THROW(session->adjoint(s, {false, false, false, false}));
}

// Directions that are left out count as zero.
TEST_P(Modes, TheTangentIsASumOverItsInputs) {
  JudgedProblem const judged = judged_problem(GetParam(), 451, 20);
  SCOPED_TRACE(describe(judged, 451));
  auto const session = make_session(GetParam(), judged.problem);
  session->solve();
  InputData const direction = Random(451).inputs(judged.problem.extents);
  std::vector<double> sum = session->tangent(direction, {true, false, false, false});
  sum = plus(sum, 1, session->tangent(direction, {false, true, false, false}));
  sum = plus(sum, 1, session->tangent(direction, {false, false, true, false}));
  sum = plus(sum, 1, session->tangent(direction, {false, false, false, true}));
  double const bound = modest * judged.oracle.tangent_bound(GetParam().epsilon(), direction);
  EXPECT_TRUE(close_absolute(sum, session->tangent(direction), 5 * bound));
  EXPECT_EQ(largest(session->tangent(direction, {false, false, false, false})), 0);
}

}  // namespace
}  // namespace smnn::test
