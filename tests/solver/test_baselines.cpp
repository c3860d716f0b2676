// The dense and the conjugate-gradient solver stand behind the same interface and give the same
// numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compare.hpp"
#include "smnn/solver/error.hpp"
#include "support/agreement.hpp"

namespace smnn::test {
namespace {

class Baselines : public OnPlatform {
 protected:
  // Nothing if the library was built without LAPACK.
  std::unique_ptr<Session> session(ProblemData const& problem, SessionOptions const& options) {
    try {
      return make_session(GetParam(), problem, options);
    } catch (InvalidArgument const& error) {
      if (std::string(error.what()).find("without LAPACK") == std::string::npos) throw;
      return nullptr;
    }
  }

  static SessionOptions options_of(Method method) {
    SessionOptions options;
    options.solver.method = method;
    return options;
  }

  void expect_agreement_of(Method method, char const* name) {
    for (std::uint64_t seed = 500; seed < 512; ++seed) {
      JudgedProblem const judged = judged_problem(GetParam(), seed, 12);
      SCOPED_TRACE(describe(judged, seed));
      SessionOptions options = options_of(method);
      options.layout = static_cast<ViewLayout>(seed % 3);
      auto const s = session(judged.problem, options);
      if (!s) GTEST_SKIP() << "built without LAPACK";
      EXPECT_EQ(s->name(), name);
      expect_agreement(*s, GetParam(), judged, seed);
    }
  }

  void expect_isolation(Method method) {
    Extents e;
    e.batch = 5;
    e.time_points = 6;
    e.dims = 2;
    e.equations = 2;
    e.orders = 2;
    e.initial_steps = 1;
    e.initial_orders = 2;
    ProblemData problem = random_problem(e, 41);
    SessionOptions options = options_of(method);
    options.solver.on_failure = FailurePolicy::mask;
    auto const s = session(problem, options);
    if (!s) GTEST_SKIP() << "built without LAPACK";
    std::vector<double> const healthy = s->solved();
    std::vector<double> const seed = Random(42).vector(healthy.size());
    InputData const gradients = s->adjoint(seed);
    EXPECT_EQ(s->diagnostics().info, std::vector<std::int64_t>(5, 0));
    problem.inputs.coefficients[2 * 6 * 8 + 3] = std::numeric_limits<double>::quiet_NaN();
    s->set(problem.inputs);
    std::vector<double> const hurt = s->solved();
    Diagnostics const diagnostics = s->diagnostics();
    InputData const hurt_gradients = s->adjoint(seed);
    std::int64_t const count = problem.extents.unknowns();
    for (std::int64_t b = 0; b < 5; ++b) {
      SCOPED_TRACE("system " + std::to_string(b));
      EXPECT_EQ(diagnostics.info[static_cast<std::size_t>(b)] != 0, b == 2);
      if (b == 2) {
        EXPECT_TRUE(all_nan(part(hurt, b, count)));
        EXPECT_TRUE(all_nan(part(hurt_gradients.rhs, b, 12)));
      } else {
        EXPECT_TRUE(same_bits(part(hurt, b, count), part(healthy, b, count)));
        EXPECT_TRUE(same_bits(part(hurt_gradients.rhs, b, 12), part(gradients.rhs, b, 12)));
      }
    }
  }
};
SMNN_ON_ALL_PLATFORMS(Baselines);

TEST_P(Baselines, TheDenseSolverAgrees) { expect_agreement_of(Method::dense, "dense"); }

TEST_P(Baselines, ConjugateGradientsAgree) {
  expect_agreement_of(Method::conjugate_gradient, "cg");
}

TEST_P(Baselines, TheDenseSolverIsolatesFailures) { expect_isolation(Method::dense); }

TEST_P(Baselines, ConjugateGradientsIsolateFailures) {
  expect_isolation(Method::conjugate_gradient);
}

TEST_P(Baselines, ConjugateGradientsSayThatTheyDidNotConverge) {
  Extents e;
  e.batch = 3;
  e.time_points = 30;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 3;
  ProblemData const problem = random_problem(e, 43);
  SessionOptions options = options_of(Method::conjugate_gradient);
  options.solver.conjugate_gradient.iteration_limit = 2;
  auto const s = make_session(GetParam(), problem, options);
  EXPECT_THROW(s->solve(), NumericalError);
  options.solver.on_failure = FailurePolicy::mask;
  auto const masked = make_session(GetParam(), problem, options);
  // The last iterate, marked as such.
  EXPECT_TRUE(all_finite(masked->solved()));
  EXPECT_EQ(masked->diagnostics().info, std::vector<std::int64_t>(3, -1));
}

TEST_P(Baselines, ConjugateGradientsReportTheirIterations) {
  JudgedProblem const judged = judged_problem(GetParam(), 520, 12);
  auto const s = make_session(GetParam(), judged.problem, options_of(Method::conjugate_gradient));
  s->solve();
  for (std::int64_t const iterations : s->diagnostics().sweeps) EXPECT_GT(iterations, 0);
}

// An O((T n)^2) matrix soon needs more bytes than there are.
TEST_P(Baselines, MemoryOfTheDenseSolverDoesNotWrapAround) {
  Extents e;
  e.batch = 1000000;
  e.time_points = 1000000;
  e.dims = 4;
  e.orders = 3;
  SolverOptions options;
  options.method = Method::dense;
  long double const needed = 1e6L * 12e6L * 12e6L * 4;
  try {
    EXPECT_GE(static_cast<long double>(solver_memory(GetParam(), e, options)), needed);
  } catch (InvalidArgument const& error) {
    EXPECT_THAT(error.what(), testing::ContainsRegex(
                                  "without LAPACK|expected at most [0-9]+ for the method dense"));
  }
}

}  // namespace
}  // namespace smnn::test
