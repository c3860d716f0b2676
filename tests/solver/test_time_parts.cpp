// The time axis of few systems in parts that fill lanes and threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "compare.hpp"
#include "counted_allocations.hpp"
#include "smnn/solver/error.hpp"
#include "smnn/solver/partition/time_parts.hpp"
#include "support/agreement.hpp"

namespace smnn::test {
namespace {

// Some of the problems below, and of options: more parts than one pack has lanes in either
// precision, so short that every kind of cut occurs often.
Extents extents_of(Smoothness smoothness, std::int64_t batch = 2) {
  Extents e;
  e.batch = batch;
  e.time_points = 91;
  e.dims = 2;
  e.orders = 3;
  e.equations = 2;
  e.initial_steps = 2;
  e.initial_orders = 2;
  e.smoothness = smoothness;
  return e;
}

SessionOptions in_parts(std::int64_t parts = 17) {
  SessionOptions options;
  options.solver.time_parts = parts;
  return options;
}

SessionOptions without_a_kept_factor() {
  SessionOptions options = in_parts();
  options.solver.storage = FactorStorage::recompute;
  return options;
}

class TimeParts : public OnPlatform {
 protected:
  // Returns how many of the problems float, or double, can solve.
  int expect_agreement_of(Extents const& extents, SessionOptions const& options) {
    int tested = 0;
    for (std::uint64_t seed = 700; seed < 703; ++seed) {
      auto const judged = judged_problem(GetParam(), seed, extents);
      if (!judged) continue;
      SCOPED_TRACE(describe(*judged, seed));
      auto const session = make_session(GetParam(), judged->problem, options);
      expect_agreement(*session, GetParam(), *judged, seed);
      ++tested;
    }
    return tested;
  }
};
SMNN_ON_ALL_PLATFORMS(TimeParts);

TEST_P(TimeParts, AgreeWithTheOracle) {
  int tested = 0;
  for (Smoothness const smoothness : families) {
    for (std::int64_t const batch : {1, 3})
      tested += expect_agreement_of(extents_of(smoothness, batch), in_parts());
  }
  EXPECT_GE(tested, 6);
}

TEST_P(TimeParts, AgreeWithSharedInputs) {
  int tested = 0;
  for (Smoothness const smoothness : families) {
    for (int axes = 1; axes < 4; ++axes) {
      Extents e = extents_of(smoothness);
      Sharing const sharing{(axes & 1) != 0, (axes & 2) != 0};
      e.rhs = e.steps = sharing;
      e.coefficients.over_time =
          sharing.over_time;  // over the batch as well it would be one matrix
      e.initial_values.over_batch = sharing.over_batch;
      SCOPED_TRACE(axes);
      SessionOptions options = in_parts();
      options.layout = ViewLayout::spread;
      tested += expect_agreement_of(e, options);
      e.coefficients = sharing;
      e.steps = {};
      tested += expect_agreement_of(e, options);
    }
  }
  EXPECT_GE(tested, 18);
}

TEST_P(TimeParts, AgreeWithTeamsAndBlocksOfRunTimeOrder) {
  SessionOptions options = in_parts();
  options.solver.parallelism = Parallelism::team_per_system;
  int tested = 0;
  for (Smoothness const smoothness : families) {
    tested += expect_agreement_of(extents_of(smoothness), options);
    Extents e = extents_of(smoothness);
    e.dims = e.equations = 5;  // of a block order that is not specialised in quick builds
    e.orders = 2;
    tested += expect_agreement_of(e, in_parts());
  }
  EXPECT_GE(tested, 6);
}

TEST_P(TimeParts, AgreeWithoutInitialValuesAndInLongParts) {
  Extents e = extents_of(Smoothness::taylor);
  e.initial_steps = 0;
  e.equations = 4;  // else there is nothing that fixes the solution
  EXPECT_GE(expect_agreement_of(e, in_parts()), 1);
  e.time_points = 300;
  EXPECT_GE(expect_agreement_of(e, in_parts(2)), 1);
}

TEST_P(TimeParts, KeepTheirFactor) {
  for (Smoothness const smoothness : families) {
    auto const judged = judged_problem(GetParam(), 710, extents_of(smoothness));
    if (!judged) continue;
    auto const session = make_session(GetParam(), judged->problem, in_parts());
    session->factor();
    session->solve_factored();
    expect_solution(*session, GetParam(), judged->oracle);
    expect_derivatives(*session, GetParam(), *judged, 710);
  }
}

TEST_P(TimeParts, AgreeWithoutAKeptFactor) {
  int tested = 0;
  for (Smoothness const smoothness : families) {
    for (std::int64_t const batch : {1, 3})
      tested += expect_agreement_of(extents_of(smoothness, batch), without_a_kept_factor());
    SessionOptions options = without_a_kept_factor();
    options.solver.parallelism = Parallelism::team_per_system;
    tested += expect_agreement_of(extents_of(smoothness), options);
    options = without_a_kept_factor();
    options.solver.factorization = Factorization::qr;
    tested += expect_agreement_of(extents_of(smoothness), options);
  }
  EXPECT_GE(tested, 12);
}

TEST_P(TimeParts, AgreeWithAFactorInSinglePrecision) {
  int tested = 0;
  for (Smoothness const smoothness : families) {
    for (SessionOptions options : {in_parts(), without_a_kept_factor()}) {
      options.solver.factor_precision = FactorPrecision::single;
      tested += expect_agreement_of(extents_of(smoothness), options);
    }
  }
  EXPECT_GE(tested, 6);
}

TEST_P(TimeParts, HaveTheResidualNorm) {
  auto const judged = judged_problem(GetParam(), 711, extents_of(Smoothness::taylor));
  ASSERT_TRUE(judged);
  auto const norms_of = [&](SessionOptions options) {
    options.solver.residual_norm = true;
    auto const session = make_session(GetParam(), judged->problem, options);
    session->solve();
    return session->diagnostics().residual_norm;
  };
  auto const expected = norms_of(in_parts(1));
  // A norm is stationary where the solution is found: sums of 91 * 12 squares are what is left.
  double const tolerance = 1000 * GetParam().epsilon();
  for (SessionOptions const& options : {in_parts(), without_a_kept_factor()}) {
    auto const norms = norms_of(options);
    ASSERT_EQ(norms.size(), expected.size());
    for (std::size_t s = 0; s < norms.size(); ++s)
      EXPECT_NEAR(norms[s], expected[s], tolerance * expected[s]);
  }
}

TEST_P(TimeParts, NameTheTimePointThatFails) {
  for (Smoothness const smoothness : families) {
    Extents const e = extents_of(smoothness, 3);
    auto const judged = judged_problem(GetParam(), 712, e);
    if (!judged) continue;
    for (std::int64_t const t : {1, 40, 90}) {
      ProblemData problem = judged->problem;
      problem.inputs.rhs[position(Shapes(e).rhs, {1, 0, t, 1})] = std::nan("");
      SessionOptions options = t == 40 ? without_a_kept_factor() : in_parts();
      options.solver.on_failure = FailurePolicy::mask;
      auto const session = make_session(GetParam(), problem, options);
      auto const healthy = make_session(GetParam(), judged->problem, options);
      session->solve();
      healthy->solve();
      EXPECT_THAT(session->diagnostics().info, testing::ElementsAre(0, t + 1, 0));
      auto const y = session->solution();
      auto const expected = healthy->solution();
      std::size_t const size = y.size() / 3;
      for (std::size_t i = 0; i < y.size(); ++i) {
        if (i / size == 1) {
          EXPECT_TRUE(std::isnan(y[i]));
        } else {
          EXPECT_EQ(y[i], expected[i]);
        }
      }
    }
  }
}

TEST_P(TimeParts, GiveTheSameBitsEveryTime) {
  auto const judged = judged_problem(GetParam(), 713, extents_of(Smoothness::central));
  ASSERT_TRUE(judged);
  auto const results = [&] {
    auto const session = make_session(GetParam(), judged->problem, in_parts());
    session->solve();
    auto result = session->adjoint(std::vector<double>(session->solution().size(), 1)).steps;
    auto const y = session->solution();
    result.insert(result.end(), y.begin(), y.end());
    return result;
  };
  EXPECT_EQ(results(), results());
}

TEST_P(TimeParts, NeedTheMemoryThatWasAnnounced) {
  for (Smoothness const smoothness : families) {
    for (bool const shared : {false, true}) {
      Extents e = extents_of(smoothness);
      e.rhs = {shared, shared};
      e.steps.over_batch = shared;
      ProblemData const problem = random_problem(e, 714);
      SessionOptions options = in_parts();
      options.solver.on_failure = FailurePolicy::mask;
      CountedAllocations const counted;
      auto const session = make_session(GetParam(), problem, options);
      std::uint64_t const announced = solver_memory(GetParam(), e, options.solver);
      EXPECT_EQ(session->memory_bytes(), announced);
      counted.expect_bytes(announced, GetParam().in_double);
      std::uint64_t const before = counted.bytes();
      session->solve();
      session->adjoint(std::vector<double>(session->solution().size(), 1));
      session->tangent(problem.inputs);
      EXPECT_EQ(counted.bytes(), before);
    }
  }
}

// Of a longer axis: what is kept for separators is to weigh little.
TEST_P(TimeParts, TakeLessMemoryWithoutAKeptFactor) {
  Extents e = extents_of(Smoothness::taylor, 1);
  e.time_points = 100000;
  SessionOptions lean = without_a_kept_factor();
  lean.solver.time_parts = 600;
  SessionOptions kept = lean;
  kept.solver.storage = FactorStorage::keep;
  CountedAllocations const counted;
  auto const session = make_session(GetParam(), random_problem(e, 715), lean);
  std::uint64_t const announced = solver_memory(GetParam(), e, lean.solver);
  EXPECT_EQ(session->memory_bytes(), announced);
  counted.expect_bytes(announced, GetParam().in_double);
  // 6 numbers per time point instead of 39, and what workers and separators have.
  if (GetParam().space != "Cuda") {  // whose workers are as many as the parts
    EXPECT_LT(3 * announced, solver_memory(GetParam(), e, kept.solver));
  }
  EXPECT_THAT([&] { session->factor(); },
              testing::ThrowsMessage<InvalidArgument>(testing::HasSubstr("recompute")));
}

TEST_P(TimeParts, AreRefusedWhereTheyCannotBe) {
  auto const expect_refusal = [&](Extents const& extents, SolverOptions const& options,
                                  std::string const& message) {
    EXPECT_THAT([&] { solver_memory(GetParam(), extents, options); },
                testing::ThrowsMessage<InvalidArgument>(testing::HasSubstr(message)));
  };
  Extents const e = extents_of(Smoothness::central);
  SolverOptions options;
  options.time_parts = -1;
  expect_refusal(e, options, "time_parts is -1, expected 0 or more");
  options.time_parts = 1000;
  expect_refusal(e, options, "time_parts is 1000, expected parts of at least 2 of 91 time points");
  options.time_parts = 4;
  Extents several = e;
  several.right_hand_sides = 2;
  expect_refusal(several, options, "one matrix serves several");
  options.method = Method::conjugate_gradient;
  expect_refusal(e, options, "0 or 1 of a baseline");
}

// On two threads of a CPU with eight lanes, and on a GPU.
TEST(AutomaticTimeParts, AreMadeWhereSystemsDoNotFillTheMachine) {
  detail::Machine const cpu{true, 2, 8};
  Extents e;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 3;
  e.time_points = 1000000;
  detail::TimeParts const parts = detail::time_parts(cpu, e, {});
  EXPECT_EQ(parts.count, 16);
  EXPECT_EQ(parts.first + parts.count * parts.length + parts.last, e.time_points);
  EXPECT_LT(parts.first + parts.last, 20);
  e.time_points = 500;
  EXPECT_FALSE(detail::time_parts(cpu, e, {}).cut());
  e.time_points = 1000000;
  e.batch = 16;
  EXPECT_FALSE(detail::time_parts(cpu, e, {}).cut());
  e.batch = 1;
  SolverOptions options;
  options.time_parts = 1;
  EXPECT_FALSE(detail::time_parts(cpu, e, options).cut());
  options = {};
  options.storage = FactorStorage::recompute;
  e.time_points = 10000;
  EXPECT_FALSE(detail::time_parts(cpu, e, options).cut());
  e.time_points = 1000000;
  // 12 numbers of eight lanes a time point: parts of 1 MiB.
  EXPECT_EQ(detail::time_parts(cpu, e, options).count, 736);
  detail::Machine const gpu{false, 100000, 1};
  EXPECT_EQ(detail::time_parts(gpu, e, {}).count, 999999 / 64);
}

}  // namespace
}  // namespace smnn::test
