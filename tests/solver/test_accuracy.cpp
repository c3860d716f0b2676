// What rounding costs where steps are small: rows of the method's table, x'' + x = 0 on [0, 10]
// with Taylor's smoothness, in double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/session.hpp"

namespace smnn::test {
namespace {

ProblemData oscillator(double step, std::int64_t orders) {
  Extents e;
  e.time_points = std::llround(10 / step);
  e.orders = orders;
  e.initial_steps = 1;
  e.initial_orders = 2;
  e.coefficients.over_time = e.rhs.over_time = e.steps.over_time = true;
  ProblemData problem{e, {}, zeros(e)};
  problem.inputs.coefficients[0] = problem.inputs.coefficients[2] = 1;
  problem.inputs.initial_values[0] = 1;
  problem.inputs.steps.assign(1, step);
  return problem;
}

class Accuracy : public OnPlatform {
 protected:
  // The largest error of x; infinite if the solver says that the solution is lost.
  double error(double step, std::int64_t orders, Refinement const& refinement,
               FactorStorage storage = FactorStorage::automatic,
               FactorPrecision precision = FactorPrecision::working) const {
    ProblemData const problem = oscillator(step, orders);
    SessionOptions options;
    options.solver.refinement = refinement;
    options.solver.storage = storage;
    options.solver.factor_precision = precision;
    options.solver.on_failure = FailurePolicy::mask;
    auto const session = make_session(GetParam(), problem, options);
    if (storage == FactorStorage::keep) {
      session->factor();
      session->solve_factored();
    } else {
      session->solve();
    }
    if (session->diagnostics().info[0] != 0) return std::numeric_limits<double>::infinity();
    std::vector<double> const y = session->solution();
    double largest = 0;
    for (std::int64_t t = 0; t < problem.extents.time_points; ++t) {
      double const x = y[static_cast<std::size_t>(t * orders)];
      largest = std::max(largest, std::fabs(x - std::cos(step * static_cast<double>(t))));
    }
    return largest;
  }

  bool by_qr() const { return GetParam().factorization == Factorization::qr; }
};
INSTANTIATE_TEST_SUITE_P(, Accuracy, testing::ValuesIn([] {
                           std::vector<Platform> list = platforms_and_factorizations();
                           std::erase_if(list, [](Platform const& p) { return !p.in_double; });
                           return list;
                         }()),
                         platform_name);

// Rounding depends on the instruction set; limits leave it a factor of five or so.
TEST_P(Accuracy, OfManyOrdersIsTruncation) {
  double const plain = error(1e-3, 5, Refinement::none());
  if (by_qr()) {
    EXPECT_LT(plain, 6.2e-8);
    EXPECT_LT(error(1e-3, 5, Refinement::fixed(1)), 1e-11);
  } else {
    EXPECT_GT(plain, 1e-5);
  }
  EXPECT_LT(error(1e-3, 5, Refinement::automatic()), 1e-11);
}

// The error of a factor in float is there, and corrections remove it.
TEST_P(Accuracy, OfAFactorInSinglePrecisionIsTruncation) {
  if (by_qr()) GTEST_SKIP() << "QR has none";
  auto const mixed = [&](Refinement const& refinement) {
    return error(.125, 5, refinement, FactorStorage::keep, FactorPrecision::single);
  };
  double const truncation = error(.125, 5, Refinement::automatic());
  EXPECT_GT(mixed(Refinement::none()), 1.5 * truncation);
  EXPECT_NEAR(mixed(Refinement::automatic()), truncation, 1e-7 * truncation);
}

// The normal equations have lost everything; corrections do not bring it back, and the solver
// knows.
TEST_P(Accuracy, OfSmallStepsIsTruncationByRowsAlone) {
  if (!by_qr()) {
    EXPECT_GT(error(1e-4, 3, Refinement::automatic()), 1e-2);
    return;
  }
  EXPECT_LT(error(1e-4, 3, Refinement::none()), 2e-6);
  EXPECT_LT(error(1e-4, 3, Refinement::fixed(2)), 1.3e-7);
  EXPECT_LT(error(1e-4, 3, Refinement::automatic()), 1.3e-7);
  EXPECT_LT(error(1e-4, 3, Refinement::automatic(), FactorStorage::keep), 1.3e-7);
}

}  // namespace
}  // namespace smnn::test
