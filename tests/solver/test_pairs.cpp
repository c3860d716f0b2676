// Batches that fill the lanes of two packs per thread.
#include <gtest/gtest.h>

#include "smnn/kernels/portability/pack.hpp"
#include "smnn/solver/banded/launch.hpp"
#include "smnn/solver/banded/workspace.hpp"
#include "support/agreement.hpp"

namespace smnn::test {
namespace {

template <class Real>
constexpr int pack_width =
    kernels::width_v<kernels::native_scalar_t<Real, Kokkos::DefaultHostExecutionSpace>>;

int width_of(Platform const& platform) {
  return platform.in_double ? pack_width<double> : pack_width<float>;
}

// Four packs for every thread, the last of which is not full, or not there.
std::vector<std::int64_t> batches_in_pairs(Platform const& platform) {
  int const width = width_of(platform);
  std::int64_t const full = std::int64_t{4} * width * concurrency(platform);
  return {full, full - width / 2 - 1, full - width - 1};
}

Extents extents_of(std::int64_t dims, std::int64_t orders, Smoothness smoothness) {
  Extents e;
  e.batch = 5;
  e.time_points = 5;
  e.dims = dims;
  e.orders = orders;
  e.equations = std::max<std::int64_t>(1, dims - 1);
  e.initial_steps = 1;
  e.initial_orders = orders;
  e.smoothness = smoothness;
  return e;
}

// The systems of a batch in turn, until there are so many.
ProblemData repeated(ProblemData const& problem, std::int64_t batch) {
  ProblemData result = problem;
  result.extents.batch = batch;
  auto const repeat = [&](std::vector<double>& values, bool shared) {
    if (shared) return;
    std::size_t const period = values.size();
    values.resize(period / static_cast<std::size_t>(problem.extents.batch) *
                  static_cast<std::size_t>(batch));
    for (std::size_t i = period; i < values.size(); ++i) values[i] = values[i - period];
  };
  Extents const& e = problem.extents;
  repeat(result.inputs.coefficients, e.coefficients.over_batch);
  repeat(result.inputs.rhs, e.rhs.over_batch);
  repeat(result.inputs.initial_values, e.initial_values.over_batch);
  repeat(result.inputs.steps, e.steps.over_batch);
  return result;
}

class Pairs : public OnPlatform {
 protected:
  void SetUp() override {
    if (width_of(GetParam()) == 1) GTEST_SKIP() << "no packs here";
  }

  // Returns how many problems the platform's precision can solve.
  int expect_agreement_of(Extents const& extents, SessionOptions const& options = {}) {
    auto const few = judged_problem(GetParam(), 900, extents);
    if (!few) return 0;
    for (std::int64_t const batch : batches_in_pairs(GetParam())) {
      JudgedProblem const judged(repeated(few->problem, batch));
      SCOPED_TRACE(describe(judged, 900));
      auto const session = make_session(GetParam(), judged.problem, options);
      expect_agreement(*session, GetParam(), judged, 900);
    }
    return 1;
  }
};
SMNN_ON_ALL_PLATFORMS_AND_FACTORIZATIONS(Pairs);

TEST_P(Pairs, AgreeForEveryBlockThatHasThem) {
  int compiled = 0;
  int tested = 0;
  for (std::int64_t n = 1; n <= 6; ++n) {
    for (std::int64_t orders = 1; orders <= n; ++orders) {
      if (n % orders != 0) continue;
      for (Smoothness const smoothness : families) {
        if (smoothness == Smoothness::central && orders < 2) continue;
        Extents const e = extents_of(n / orders, orders, smoothness);
        if (!detail::is_paired(static_cast<int>(n), static_cast<int>(orders),
                               detail::bandwidth_of(e)))
          continue;
        ++compiled;
        tested += expect_agreement_of(e);
      }
    }
  }
  EXPECT_GE(tested, GetParam().in_double ? compiled : compiled / 2);
}

TEST_P(Pairs, AgreeInEveryLayoutAndStorage) {
  for (Smoothness const smoothness : families) {
    Extents const e = extents_of(1, 3, smoothness);
    for (ViewLayout const layout : {ViewLayout::right, ViewLayout::left, ViewLayout::spread}) {
      SessionOptions options;
      options.layout = layout;
      EXPECT_EQ(expect_agreement_of(e, options), 1);
      options.solver.storage = FactorStorage::keep;
      EXPECT_EQ(expect_agreement_of(e, options), 1);
    }
    SessionOptions single;
    single.solver.factor_precision = FactorPrecision::single;
    if (GetParam().factorization == Factorization::cholesky) {
      EXPECT_EQ(expect_agreement_of(e, single), 1);
    }
  }
}

TEST_P(Pairs, AgreeWithSharedInputs) {
  for (Smoothness const smoothness : families) {
    Extents e = extents_of(1, 3, smoothness);
    e.rhs.over_batch = e.steps.over_time = true;
    EXPECT_EQ(expect_agreement_of(e), 1);
    e.rhs = {false, true};
    e.coefficients.over_batch = e.initial_values.over_batch = true;
    EXPECT_EQ(expect_agreement_of(e), 1);
  }
}

TEST_P(Pairs, KeepAFactorForOtherRightHandSides) {
  auto const few = judged_problem(GetParam(), 910, extents_of(1, 3, Smoothness::taylor));
  ASSERT_TRUE(few);
  JudgedProblem const judged(repeated(few->problem, batches_in_pairs(GetParam())[1]));
  SessionOptions options;
  options.solver.storage = FactorStorage::keep;
  auto const session = make_session(GetParam(), judged.problem, options);
  session->factor();
  session->solve_factored();
  expect_solution(*session, GetParam(), judged.oracle);
}

// Machines of two threads and eight lanes.
class PairsLayout : public testing::Test {
 protected:
  void SetUp() override {
    if (!detail::is_paired(3, 3, 1)) GTEST_SKIP() << "block order 3 is not compiled";
  }

  static int width(std::int64_t batch, SolverOptions const& options = {},
                   detail::Machine const& machine = {true, 2, 8, true}) {
    Extents e = extents_of(1, 3, Smoothness::taylor);
    e.batch = batch;
    return detail::banded_layout(machine, e, options).placement.width;
  }
};

TEST_F(PairsLayout, LeaveNoThreadWithoutWork) {
  EXPECT_EQ(width(1), 8);
  EXPECT_EQ(width(16), 8);
  EXPECT_EQ(width(17), 16);  // two turns, or one of pairs
  EXPECT_EQ(width(32), 16);
  EXPECT_EQ(width(33), 8);  // three turns, or two of pairs
  EXPECT_EQ(width(48), 8);
  EXPECT_EQ(width(64), 16);
  EXPECT_EQ(width(4096), 16);
}

TEST_F(PairsLayout, AreForPacksOfWholeSmallSystems) {
  SolverOptions teams;
  teams.parallelism = Parallelism::team_per_system;
  EXPECT_EQ(width(4096, teams), 1);
  EXPECT_EQ(width(4096, {}, {true, 2, 1, true}), 1);

  Extents e = extents_of(1, 3, Smoothness::taylor);
  e.batch = 4096;
  detail::Machine const machine{true, 2, 8, true};
  EXPECT_EQ(detail::banded_layout(machine, e, {}, detail::Vectors::kept).placement.width, 8);
  e.right_hand_sides = 2;
  EXPECT_EQ(detail::banded_layout(machine, e, {}).placement.width, 8);
  e.right_hand_sides = 1;
  e.dims = e.equations = 3;
  EXPECT_EQ(detail::banded_layout(machine, e, {}).placement.width, 8);
}

}  // namespace
}  // namespace smnn::test
