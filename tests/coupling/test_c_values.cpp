// The C API gives the numbers of the C++ solver, to the last bit, in all calls.
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "random_problem.hpp"
#include "smnn/solver/solver.hpp"
#include "support/c_arrays.hpp"
#include "support/c_handles.hpp"

namespace smnn::test {
namespace {

smnn_problem_options c_options(ProblemData const& data) {
  smnn_problem_options options;
  expect_success(smnn_problem_options_init(&options, sizeof options));
  options.smoothness = static_cast<int>(data.extents.smoothness);
  options.weights = {data.weights.governing, data.weights.initial, data.weights.smoothness,
                     data.weights.highest_order};
  options.time_points = data.extents.time_points;
  return options;
}

ProblemOptions cpp_options(ProblemData const& data) {
  return {.smoothness = data.extents.smoothness,
          .weights = {data.weights.governing, data.weights.initial, data.weights.smoothness,
                      data.weights.highest_order},
          .time_points = data.extents.time_points};
}

// Of problems that fail both write the same NaN.
template <class Real>
void compare_with_cpp(std::uint64_t seed) {
  ProblemData const data = random_problem(seed, 40);
  SCOPED_TRACE(describe(data, seed));
  Random random(seed);
  HostInputs<Real> inputs(data.extents, data.inputs);
  HostInputs<Real> directions(data.extents, random.inputs(data.extents));
  Shapes const shapes(data.extents);
  HostArray<Real, 5> seeds(shapes.solution, random.vector(entries(shapes.solution)));
  HostArray<Real, 5> solution(shapes.solution), expected_solution(shapes.solution);
  HostArray<Real, 5> direction(shapes.solution), expected_direction(shapes.solution);
  HostInputs<Real> gradients(data.extents, zeros(data.extents));
  HostInputs<Real> expected_gradients = gradients;

  Host const space;
  auto const arrays = inputs.template cpp<Real const>();
  Problem<Real, HostMemory> const problem(space, arrays.coefficients, arrays.rhs,
                                          arrays.initial_values, arrays.steps, cpp_options(data));
  bool const mixed = std::is_same_v<Real, double> && seed % 3 == 0;
  SolverOptions const choices = {
      .factor_precision = mixed ? FactorPrecision::single : FactorPrecision::working,
      .on_failure = FailurePolicy::mask,
      .residual_norm = true};
  auto const solver = smnn::make_solver<Real>(space, problem.extents(), choices);
  using Solution = SolutionArray<Real, HostMemory>;
  solver->solve(space, problem, expected_solution.template cpp<Solution>());
  std::vector<double> residuals(solver->residual_norm().data(),
                                solver->residual_norm().data() + solver->residual_norm().size());
  solver->adjoint(space, problem, expected_solution.template cpp<Solution>(),
                  seeds.template cpp<Solution>(), expected_gradients.template cpp<Real>());
  solver->tangent(space, problem, expected_solution.template cpp<Solution>(),
                  directions.template cpp<Real const>(),
                  expected_direction.template cpp<Solution>());

  Context const context = make_context();
  smnn_problem_options const options = c_options(data);
  CProblem const c_problem = make_problem(context, inputs.c(), &options);
  smnn_options c_choices = default_options();
  c_choices.factor_precision = mixed ? SMNN_FACTOR_PRECISION_SINGLE : SMNN_FACTOR_PRECISION_WORKING;
  c_choices.on_failure = SMNN_FAILURE_MASK;
  c_choices.residual_norm = 1;
  CSolver const c_solver = make_solver(context, c_type<Real>, c_problem, &c_choices);
  smnn_array const y = solution.c(), g = seeds.c(), dy = direction.c();
  smnn_inputs const c_gradients = gradients.c(), c_directions = directions.c();
  expect_success(smnn_solver_solve(c_solver, c_problem, &y));
  std::vector<double> c_residuals(residuals.size());
  expect_success(smnn_solver_residual_norm(c_solver, c_residuals.data(),
                                           static_cast<std::int64_t>(c_residuals.size())));
  expect_success(smnn_solver_adjoint(c_solver, c_problem, &y, &g, &c_gradients));
  expect_success(smnn_solver_tangent(c_solver, c_problem, &y, &c_directions, &dy));

  EXPECT_TRUE(same_bits(solution.values(), expected_solution.values()));
  EXPECT_TRUE(gradients.same_bits_as(expected_gradients));
  EXPECT_TRUE(same_bits(direction.values(), expected_direction.values()));
  EXPECT_TRUE(same_bits(c_residuals, residuals));
  EXPECT_EQ(extents_of(c_problem).batch, problem.extents().batch);
}

TEST(CApi, GivesTheNumbersOfTheCppSolverInDouble) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) compare_with_cpp<double>(seed);
}

TEST(CApi, GivesTheNumbersOfTheCppSolverInFloat) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) compare_with_cpp<float>(seed);
}

Extents small_extents() {
  Extents e;
  e.batch = 3;
  e.time_points = 12;
  e.dims = 1;
  e.orders = 3;
  e.initial_steps = 1;
  e.initial_orders = 2;
  return e;
}

TEST(CApi, TakesAnyStridesNegativeOnesToo) {
  ProblemData const data = random_problem(small_extents(), 5);
  HostInputs<double> inputs(data.extents, data.inputs);
  Shapes const shapes(data.extents);
  HostArray<double, 5> solution(shapes.solution), turned(shapes.solution);
  Context const context = make_context();
  CProblem const problem = make_problem(context, inputs.c());
  CSolver const solver = make_solver(context, SMNN_DOUBLE, problem);
  smnn_array const y = solution.c();
  expect_success(smnn_solver_solve(solver, problem, &y));

  // The batch from the back, derivatives outermost.
  smnn_array z = turned.c();
  std::int64_t const batch = 3, points = 12;
  std::int64_t const strides[] = {-points, 0, 1, 0, batch * points};
  std::copy_n(strides, 5, z.strides);
  z.data = turned.values().data() + (batch - 1) * points;
  expect_success(smnn_solver_solve(solver, problem, &z));
  for (std::int64_t b = 0; b < batch; ++b) {
    for (std::int64_t t = 0; t < points; ++t) {
      for (std::int64_t r = 0; r < 3; ++r) {
        auto const here = static_cast<std::size_t>((b * points + t) * 3 + r);
        auto const there =
            static_cast<std::size_t>(r * batch * points + (batch - 1 - b) * points + t);
        EXPECT_EQ(solution.values()[here], turned.values()[there]) << b << ' ' << t << ' ' << r;
      }
    }
  }
}

TEST(CApi, GradientsAreThoseOfFiniteDifferences) {
  ProblemData const data = random_problem(small_extents(), 8);
  Shapes const shapes(data.extents);
  Random random(9);
  HostInputs<double> inputs(data.extents, data.inputs);
  HostInputs<double> gradients(data.extents, zeros(data.extents));
  HostArray<double, 5> solution(shapes.solution),
      seeds(shapes.solution, random.vector(entries(shapes.solution)));
  Context const context = make_context();
  CProblem const problem = make_problem(context, inputs.c());
  CSolver const solver = make_solver(context, SMNN_DOUBLE, problem);
  smnn_array const y = solution.c(), g = seeds.c();
  smnn_inputs const c_gradients = gradients.c();
  auto const objective = [&] {
    expect_success(smnn_solver_solve(solver, problem, &y));
    return dot(solution.values(), seeds.values());
  };
  objective();
  expect_success(smnn_solver_adjoint(solver, problem, &y, &g, &c_gradients));

  auto const compare = [&](std::vector<double>& values, std::vector<double> const& gradient) {
    constexpr double step = 1e-5;
    for (std::size_t i = 0; i < values.size(); i += 5) {
      double const value = values[i];
      values[i] = value + step;
      double const above = objective();
      values[i] = value - step;
      double const below = objective();
      values[i] = value;
      EXPECT_NEAR(gradient[i], (above - below) / (2 * step), 1e-6 * (1 + std::abs(gradient[i])));
    }
  };
  compare(inputs.coefficients.values(), gradients.coefficients.values());
  compare(inputs.rhs.values(), gradients.rhs.values());
  compare(inputs.initial_values.values(), gradients.initial_values.values());
  compare(inputs.steps.values(), gradients.steps.values());
}

// Each thread its own handles; errors of one are not seen by others.
void work_in_threads(int space) {
  constexpr int count = 4;
  ProblemData const data = random_problem(small_extents(), 3);
  std::vector<HostArray<double, 5>> solutions(count,
                                              HostArray<double, 5>(Shapes(data.extents).solution));
  std::vector<std::string> messages(count);
  auto const work = [&](int id) {
    auto const place = static_cast<std::size_t>(id);
    HostInputs<double> inputs(data.extents, data.inputs);
    Context const context = make_context(space);
    CProblem const problem = make_problem(context, inputs.c());
    CSolver const solver = make_solver(context, SMNN_DOUBLE, problem);
    smnn_array const y = solutions[place].c();
    double value = 0;
    EXPECT_EQ(smnn_solver_residual_norm(solver, &value, 100 + id), SMNN_INVALID_ARGUMENT);
    for (int i = 0; i < 50; ++i) expect_success(smnn_solver_solve(solver, problem, &y));
    expect_success(smnn_initialize(0, -1));  // of no effect: Kokkos runs
    expect_success(smnn_finalize());
    messages[place] = smnn_last_error_message();
  };
  std::vector<std::thread> threads;
  for (int id = 0; id < count; ++id) threads.emplace_back(work, id);
  for (auto& thread : threads) thread.join();
  for (int id = 0; id < count; ++id) {
    auto const place = static_cast<std::size_t>(id);
    EXPECT_EQ(solutions[place].values(), solutions[0].values());
    EXPECT_EQ(messages[place], "smnn_solver_residual_norm: count is " + std::to_string(100 + id) +
                                   ", expected B M = 3");
  }
}

TEST(CApi, ThreadsWorkSideBySide) {
  if (smnn_space_name(SMNN_SPACE_SERIAL) == nullptr) GTEST_SKIP() << "no Kokkos::Serial here";
  work_in_threads(SMNN_SPACE_SERIAL);
}

TEST(CApi, ThreadsTakeTurnsWithThoseOfTheHost) { work_in_threads(SMNN_SPACE_HOST); }

}  // namespace
}  // namespace smnn::test
