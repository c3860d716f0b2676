// What callers get wrong: every mistake is an InvalidArgument that names the view or option, what
// it is and what was expected. The checks do not depend on precision or execution space.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Kokkos_Core.hpp>
#include <functional>
#include <limits>

#include "smnn/solver/solver.hpp"
#include "support/platform.hpp"

namespace smnn::test {
namespace {

using Space = Kokkos::DefaultHostExecutionSpace;
using Memory = Space::memory_space;
using Kokkos::View;

/// Extents of a caller's views; by default of a problem that fits.
struct Views {
  std::size_t c[5] = {3, 7, 2, 2, 4};  // B, T, E, D, K
  std::size_t f[4] = {3, 1, 7, 2};     // B, M, T, E
  std::size_t u[5] = {3, 1, 2, 2, 3};  // B, M, T0, D, K0
  std::size_t s[2] = {3, 6};           // B, T-1
  std::size_t y[5] = {3, 1, 7, 2, 4};  // B, M, T, D, K
  bool rhs_has_members = true;         // whether the view has the axis M
  bool initial_values_have_members = true;
  ProblemOptions problem = {};
  SolverOptions solver = {};

  View<double*****, Memory> coefficients() const { return {"c", c[0], c[1], c[2], c[3], c[4]}; }
  View<double****, Memory> rhs() const { return {"f", f[0], f[1], f[2], f[3]}; }
  View<double*****, Memory> initial_values() const { return {"u", u[0], u[1], u[2], u[3], u[4]}; }
  View<double**, Memory> steps() const {
    View<double**, Memory> const view("s", s[0], s[1]);
    Kokkos::deep_copy(view, 1.);
    return view;
  }
  View<double*****, Memory> solution() const { return {"y", y[0], y[1], y[2], y[3], y[4]}; }

  Problem<double, Memory> make_problem() const {
    View<double***, Memory> const f_of_systems("f", f[0], f[2], f[3]);
    View<double****, Memory> const u_of_systems("u", u[0], u[2], u[3], u[4]);
    auto const make = [&](auto const& f_view, auto const& u_view) {
      return Problem<double, Memory>(Space(), coefficients(), f_view, u_view, steps(), problem);
    };
    if (!rhs_has_members && !initial_values_have_members) return make(f_of_systems, u_of_systems);
    if (!rhs_has_members) return make(f_of_systems, initial_values());
    if (!initial_values_have_members) return make(rhs(), u_of_systems);
    return make(rhs(), initial_values());
  }
  std::unique_ptr<Solver<double, Space>> make() const {
    return make_solver<double>(Space(), make_problem().extents(), solver);
  }
};

/// `call` throws InvalidArgument with a message that contains the regular expression.
void expect_refusal(std::function<void()> const& call, std::string const& message) {
  EXPECT_THAT(call, testing::ThrowsMessage<InvalidArgument>(testing::ContainsRegex(message)));
}

struct Mistake {
  std::function<void(Views&)> make;
  std::string message;
};

void expect_problem_refused(std::vector<Mistake> const& mistakes) {
  for (Mistake const& mistake : mistakes) {
    Views views;
    EXPECT_NO_THROW(views.make_problem());
    mistake.make(views);
    SCOPED_TRACE(mistake.message);
    expect_refusal([&] { views.make_problem(); }, mistake.message);
  }
}

TEST(InvalidArguments, ExtentsOfTheInputsThatDoNotFit) {
  expect_problem_refused({
      {[](Views& v) { v.c[0] = 2; },
       "^rhs: extent 0 \\(batch B\\) is 3, expected 1 or 2 as in coefficients$"},
      {[](Views& v) { v.s[0] = 4; }, "^steps: extent 0 \\(batch B\\) is 4, expected 1 or 3"},
      {[](Views& v) { v.u[0] = 2; },
       "^initial_values: extent 0 \\(batch B\\) is 2, expected 1 or 3"},
      {[](Views& v) { v.c[1] = 8; },
       "^rhs: extent 2 \\(time points T\\) is 7, expected 1 or 8 as in coefficients$"},
      {[](Views& v) { v.s[1] = 7; },
       "^steps: extent 1 \\(steps T-1\\) is 7, expected 6 as in coefficients and rhs, less one$"},
      {[](Views& v) { v.s[1] = 0; }, "^steps: extent 1 \\(steps T-1\\) is 0, expected 6"},
      {[](Views& v) { v.f[3] = 1; },
       "^rhs: extent 3 \\(equations E\\) is 1, expected 2 as in coefficients$"},
      {[](Views& v) { v.u[3] = 3; },
       "^initial_values: extent 3 \\(dims D\\) is 3, expected 2 as in coefficients$"},
      {[](Views& v) { v.u[4] = 5; },
       "^initial_values: extent 4 \\(initial orders K0\\) is 5, expected 0 to 4 \\(orders K\\)$"},
      {[](Views& v) { v.u[2] = 8; },
       "^initial_values: extent 2 \\(initial steps T0\\) is 8, expected 0 to 7 \\(time points "
       "T\\)$"},
      {[](Views& v) { v.c[3] = v.u[3] = 0; }, "^extents: dims \\(D\\) is 0, expected 1 to 64$"},
      {[](Views& v) {
         v.c[4] = 0;
         v.u[4] = 0;
       },
       "^extents: orders \\(K\\) is 0, expected 1 to 64$"},
      {[](Views& v) { v.c[4] = 33; },
       "^extents: dims \\* orders \\(block order\\) is 66, expected 1 to 64$"},
      {[](Views& v) { v.c[1] = v.f[2] = 0; }, "no time points \\(extent T is 0\\)"},
      {[](Views& v) {
         v.f[1] = 4;
         v.u[1] = 3;
       },
       "^initial_values: extent 1 \\(right-hand sides M\\) is 3, expected 1 or 4 as in rhs$"},
      {[](Views& v) { v.f[1] = 4; },
       "^initial_values: extent 1 \\(right-hand sides M\\) is 1 but extent 0 \\(batch B\\) is 3, "
       "expected M = 4, or 1 along both axes$"},
      {[](Views& v) {
         v.f[1] = v.u[1] = 4;
         v.f[0] = 1;
       },
       "^rhs: extent 0 \\(batch B\\) is 1 but extent 1 \\(right-hand sides M\\) is 4, expected B = "
       "3, or 1 along both axes$"},
  });
}

// Messages count the axes of the caller's view.
TEST(InvalidArguments, ExtentsOfViewsWithoutTheAxisOfRightHandSides) {
  std::vector<Mistake> mistakes{
      {[](Views& v) { v.c[1] = 8; }, "^rhs: extent 1 \\(time points T\\) is 7, expected 1 or 8"},
      {[](Views& v) { v.f[3] = 1; }, "^rhs: extent 2 \\(equations E\\) is 1, expected 2"},
      {[](Views& v) { v.u[3] = 3; }, "^initial_values: extent 2 \\(dims D\\) is 3, expected 2"},
      {[](Views& v) { v.u[2] = 8; },
       "^initial_values: extent 1 \\(initial steps T0\\) is 8, expected 0 to 7"},
      {[](Views& v) { v.u[4] = 5; },
       "^initial_values: extent 3 \\(initial orders K0\\) is 5, expected 0 to 4"},
      {[](Views& v) {
         v.rhs_has_members = true;
         v.f[1] = 4;
       },
       "^initial_values: no axis of right-hand sides M, but extent 0 \\(batch B\\) is 3, expected "
       "shape \\(B, M, T0, D, K0\\) with M = 4, or 1 along B$"},
      {[](Views& v) {
         v.initial_values_have_members = true;
         v.u[1] = 4;
       },
       "^rhs: no axis of right-hand sides M, but extent 0 \\(batch B\\) is 3, expected shape "
       "\\(B, M, T, E\\) with M = 4, or 1 along B$"},
  };
  for (Mistake& mistake : mistakes) {
    mistake.make = [make = mistake.make](Views& views) {
      views.rhs_has_members = views.initial_values_have_members = false;
      make(views);
    };
  }
  expect_problem_refused(mistakes);
}

TEST(InvalidArguments, AStepThatIsNotPositive) {
  Views const views;
  auto const steps = views.steps();
  steps(1, 2) = -.25;
  expect_refusal(
      [&] { Problem(Space(), views.coefficients(), views.rhs(), views.initial_values(), steps); },
      "^steps\\[1, 2\\] is -0.25, expected a positive finite number \\(time_\\{t\\+1\\} - "
      "time_t\\)$");
}

TEST(InvalidArguments, OptionsOfAProblem) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  double const infinity = std::numeric_limits<double>::infinity();
  expect_problem_refused({
      {[](Views& v) { v.problem.time_points = 9; },
       "^coefficients: extent 1 \\(time points T\\) is 7, expected 1 or 9 as in "
       "ProblemOptions::time_points$"},
      {[](Views& v) { v.problem.time_points = -1; },
       "^ProblemOptions::time_points is -1, expected 0 \\(deduce\\) or more$"},
      {[](Views& v) { v.problem.weights.governing = 0; },
       "^Weights::governing is 0, expected a finite number > 0$"},
      {[](Views& v) { v.problem.weights.initial = -2; }, "^Weights::initial is -2, expected"},
      {[=](Views& v) { v.problem.weights.smoothness = nan; },
       "^Weights::smoothness is nan, expected"},
      {[=](Views& v) { v.problem.weights.governing = infinity; },
       "^Weights::governing is inf, expected"},
      {[](Views& v) {
         v.problem.smoothness = Smoothness::pade;
         v.problem.weights.highest_order = -1;
       },
       "^Weights::highest_order is -1, expected a finite number >= 0$"},
      {[](Views& v) {
         v.problem.smoothness = Smoothness::central;
         v.c[4] = v.u[4] = 1;
       },
       "^extents: orders \\(K\\) is 1, expected 2 to 64$"},
  });
}

TEST(InvalidArguments, OptionsOfASolver) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<Mistake> const mistakes{
      {[](Views& v) { v.solver.refinement = Refinement::fixed(-1); },
       "^SolverOptions::refinement.sweeps is -1, expected 0 or more$"},
      {[](Views& v) { v.solver.refinement = Refinement::automatic(-1e-3); },
       "^SolverOptions::refinement.tolerance is -.*, expected 0 or more$"},
      {[=](Views& v) { v.solver.refinement = Refinement::automatic(nan); },
       "^SolverOptions::refinement.tolerance is nan, expected 0 or more$"},
      {[](Views& v) { v.solver.conjugate_gradient.tolerance = 0; },
       "^SolverOptions::conjugate_gradient.tolerance is 0.*, expected more than 0$"},
      {[](Views& v) { v.solver.conjugate_gradient.iteration_limit = -5; },
       "^SolverOptions::conjugate_gradient.iteration_limit is -5, expected 0 or more$"},
  };
  for (Mistake const& mistake : mistakes) {
    Views views;
    mistake.make(views);
    SCOPED_TRACE(mistake.message);
    expect_refusal([&] { views.make(); }, mistake.message);
    expect_refusal(
        [&] { solver_memory_bytes<double>(Space(), views.make_problem().extents(), views.solver); },
        mistake.message);
  }
}

TEST(InvalidArguments, AProblemThatTheSolverWasNotMadeFor) {
  Views const planned;
  auto const solver = planned.make();
  auto const y = planned.solution();
  std::vector<Mistake> const mistakes{
      {[](Views& v) {
         v.c[1] = v.f[2] = 8;
         v.s[1] = 7;
       },
       "^problem: time_points is 8, expected 7 as in the extents the solver was made for$"},
      {[](Views& v) { v.c[0] = v.f[0] = v.u[0] = v.s[0] = 4; }, "^problem: batch is 4, expected 3"},
      {[](Views& v) { v.c[2] = v.f[3] = 1; }, "^problem: equations is 1, expected 2"},
      {[](Views& v) { v.c[4] = 3; }, "^problem: orders is 3, expected 4"},
      {[](Views& v) { v.u[2] = 1; }, "^problem: initial_steps is 1, expected 2"},
      {[](Views& v) { v.f[1] = v.u[1] = 2; }, "^problem: right_hand_sides is 2, expected 1"},
      {[](Views& v) { v.s[1] = 1; }, "^problem: steps shared over time is 1, expected 0"},
      {[](Views& v) { v.c[0] = 1; }, "^problem: coefficients shared over batch is 1, expected 0"},
      {[](Views& v) { v.problem.smoothness = Smoothness::pade; }, "^problem: smoothness is "},
  };
  for (Mistake const& mistake : mistakes) {
    Views other;
    mistake.make(other);
    SCOPED_TRACE(mistake.message);
    auto const problem = other.make_problem();
    expect_refusal([&] { solver->solve(Space(), problem, y); }, mistake.message);
    expect_refusal([&] { solver->adjoint(Space(), problem, y, y, {}); }, mistake.message);
    expect_refusal([&] { solver->tangent(Space(), problem, y, {}, y); }, mistake.message);
  }
}

TEST(InvalidArguments, ArraysOfACallThatDoNotFit) {
  Views views;
  auto const problem = views.make_problem();
  auto const solver = views.make();
  auto const y = views.solution();
  Views other;
  other.y[2] = 6;
  auto const small = other.solution();
  std::string const expected = "extents are \\(3, 1, 6, 2, 4\\), expected \\(3, 1, 7, 2, 4\\)$";
  Space const space;
  expect_refusal([&] { solver->solve(space, problem, small); }, "^solution: " + expected);
  expect_refusal([&] { solver->adjoint(space, problem, small, y, {}); }, "^solution: " + expected);
  expect_refusal([&] { solver->adjoint(space, problem, y, small, {}); }, "^seed: " + expected);
  expect_refusal([&] { solver->tangent(space, problem, y, {}, small); },
                 "^solution_direction: " + expected);
  expect_refusal([&] { solver->solve(space, problem, {}); }, "^solution: extents are \\(0, 0");
  View<double****, Memory> const without_members("y", 3, 6, 2, 4);
  expect_refusal([&] { solver->solve(space, problem, without_members); },
                 "^solution: extents are \\(3, 6, 2, 4\\), expected \\(3, 7, 2, 4\\)$");

  // A gradient or direction has its input's shape.
  Gradients<double, Memory> gradients;
  other.s[1] = 5;
  gradients.steps = other.steps();
  expect_refusal([&] { solver->adjoint(space, problem, y, y, gradients); },
                 "^gradients.steps: extents are \\(3, 5\\), expected \\(3, 6\\)$");
  Directions<double, Memory> directions;
  other.f[0] = 1;
  directions.rhs = other.rhs();
  expect_refusal([&] { solver->tangent(space, problem, y, directions, y); },
                 "^directions.rhs: extents are \\(1, 1, 7, 2\\), expected \\(3, 1, 7, 2\\)$");
}

TEST(InvalidArguments, CallsInTheWrongOrder) {
  Views views;
  views.solver.storage = FactorStorage::recompute;
  expect_refusal([&] { views.make()->factor(Space(), views.make_problem()); },
                 "^factor: SolverOptions::storage is recompute, expected keep");
  expect_refusal(
      [&] { views.make()->solve_factored(Space(), views.make_problem(), views.solution()); },
      "^solve_factored: no kept factor, expected a call of factor");
  views.solver.storage = FactorStorage::keep;
  expect_refusal(
      [&] { views.make()->solve_factored(Space(), views.make_problem(), views.solution()); },
      "^solve_factored: no kept factor, expected a call of factor");
}

TEST(InvalidArguments, AFactorOfAnotherMatrix) {
  Views views;
  views.solver.storage = FactorStorage::keep;
  views.solver.on_failure = FailurePolicy::mask;
  Space const space;
  auto const c = views.coefficients(), other_c = views.coefficients();
  auto const s = views.steps(), other_s = views.steps();
  auto const f = views.rhs(), other_f = views.rhs();
  auto const u = views.initial_values();
  auto const y = views.solution();
  for (Method const method : {Method::banded, Method::conjugate_gradient}) {
    views.solver.method = method;
    auto const solver = views.make();
    solver->factor(space, Problem(space, c, f, u, s));
    EXPECT_NO_THROW(solver->solve_factored(space, Problem(space, c, other_f, u, s), y));
    std::string const message =
        "^solve_factored: problem has other coefficients, steps or weights than the one factored";
    auto const expect_other = [&](Problem<double, Memory> const& problem) {
      expect_refusal([&] { solver->solve_factored(space, problem, y); }, message);
    };
    expect_other(Problem(space, other_c, f, u, s));
    expect_other(Problem(space, c, f, u, other_s));
    ProblemOptions options;
    options.weights.initial = 2;
    expect_other(Problem(space, c, f, u, s, options));
  }
}

TEST(InvalidArguments, AFactorizationThatABaselineDoesNotHave) {
  for (Method const method : {Method::dense, Method::conjugate_gradient}) {
    Views views;
    views.solver.factorization = Factorization::qr;
    EXPECT_NO_THROW(views.make());
    views.solver.method = method;
    std::string const message = "^SolverOptions::factorization is qr, expected cholesky";
    expect_refusal([&] { views.make(); }, message);
    Extents const extents = views.make_problem().extents();
    expect_refusal([&] { solver_memory_bytes<double>(Space(), extents, views.solver); }, message);
  }
}

TEST(InvalidArguments, AFactorPrecisionThatAMethodDoesNotHave) {
  Views views;
  views.solver.factor_precision = FactorPrecision::single;
  EXPECT_NO_THROW(views.make());
  views.solver.method = Method::conjugate_gradient;
  expect_refusal([&] { views.make(); },
                 "^SolverOptions::factor_precision is single, expected working: only");
  views.solver.method = Method::banded;
  views.solver.factorization = Factorization::qr;
  expect_refusal([&] { views.make(); },
                 "^SolverOptions::factor_precision is single, expected working, or factorization");
}

// Sizes are refused by arithmetic, before anything is allocated.
TEST(InvalidArguments, ExtentsThatNoIndexCanHold) {
  std::int64_t const huge = std::numeric_limits<std::int64_t>::max();
  struct {
    std::function<void(Extents&)> make;
    char const* message;
  } const mistakes[] = {
      {[=](Extents& e) { e.batch = huge; }, "^extents: the factor would have more entries"},
      {[=](Extents& e) { e.time_points = huge / 2; }, "^extents: the factor would have"},
      {[=](Extents& e) { e.batch = e.time_points = std::int64_t(1) << 31; },
       "^extents: the factor would have"},
      {[=](Extents& e) { e.right_hand_sides = huge / 64; }, "^extents: the solution would have"},
      {[=](Extents& e) { e.equations = huge; }, "^extents: equations \\(E\\) is "},
      {[=](Extents& e) { e.dims = e.orders = huge; }, "^extents: dims \\(D\\) is "},
      {[=](Extents& e) { e.batch = -1; }, "^extents: batch \\(B\\) is -1, expected 0 or more$"},
      {[=](Extents& e) { e.time_points = 0; },
       "^extents: time_points \\(T\\) is 0, expected 1 or more$"},
      {[=](Extents& e) { e.right_hand_sides = 0; }, "^extents: right_hand_sides \\(M\\) is 0"},
      {[=](Extents& e) { e.initial_steps = -1; }, "^extents: initial_steps \\(T0\\) is -1"},
  };
  for (auto const& mistake : mistakes) {
    Extents extents;
    extents.time_points = 10;
    extents.orders = 3;
    EXPECT_NO_THROW(validate(extents));
    mistake.make(extents);
    SCOPED_TRACE(mistake.message);
    expect_refusal([&] { validate(extents); }, mistake.message);
    expect_refusal([&] { make_solver<double>(Space(), extents); }, mistake.message);
    expect_refusal([&] { solver_memory_bytes<float>(Space(), extents); }, mistake.message);
  }
}

}  // namespace
}  // namespace smnn::test
