// What the C API refuses, with which status and in which words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "random_problem.hpp"
#include "support/c_arrays.hpp"
#include "support/c_handles.hpp"

namespace smnn::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

void expect_failure(int status, std::string const& message, int got) {
  EXPECT_EQ(got, status) << smnn_status_name(got);
  EXPECT_THAT(smnn_last_error_message(), HasSubstr(message));
}

void expect_refused(std::string const& message, int got) {
  expect_failure(SMNN_INVALID_ARGUMENT, message, got);
}

class CApiErrors : public testing::Test {
 protected:
  static Extents extents() {
    Extents e;
    e.batch = 2;
    e.time_points = 5;
    e.orders = 3;
    e.initial_steps = e.initial_orders = 1;
    return e;
  }

  ProblemData data = random_problem(extents(), 1);
  Shapes shapes{data.extents};
  HostInputs<double> inputs{data.extents, data.inputs};
  HostInputs<double> gradients{data.extents, zeros(data.extents)};
  HostArray<double, 5> solution{shapes.solution, 7};
  Context context = make_context();
  CProblem problem = make_problem(context, inputs.c());
  CSolver solver = make_solver(context, SMNN_DOUBLE, problem);
  smnn_array y = solution.c();

  int create(smnn_inputs const& arrays) {
    smnn_problem* made = nullptr;
    int const status = smnn_problem_create(context, &arrays, nullptr, &made);
    EXPECT_EQ(made, nullptr);
    return status;
  }
  int create(smnn_problem_options const& options) {
    smnn_inputs const arrays = inputs.c();
    CProblem made;
    return smnn_problem_create(context, &arrays, &options, made.address());
  }
  int create(smnn_options const& options) {
    smnn_extents const sizes = extents_of(problem);
    CSolver made;
    return smnn_solver_create(context, SMNN_DOUBLE, &sizes, &options, made.address());
  }
};

TEST_F(CApiErrors, NullPointersAreNamed) {
  smnn_inputs const arrays = inputs.c();
  smnn_extents sizes = extents_of(problem);
  smnn_problem* made = nullptr;
  smnn_solver* made_solver = nullptr;
  std::int64_t const shape[] = {1};
  std::size_t bytes = 0;
  expect_refused("context is NULL", smnn_context_create(SMNN_SPACE_HOST, nullptr, nullptr));
  expect_refused("context is NULL", smnn_context_synchronize(nullptr));
  expect_refused("count is NULL", smnn_device_count(nullptr));
  expect_refused("device is NULL", smnn_device_id(nullptr));
  expect_refused("threads is NULL", smnn_thread_count(nullptr));
  expect_refused("extents is NULL", smnn_array_of(SMNN_FLOAT, &bytes, 1, nullptr, nullptr, &y));
  expect_refused("array is NULL", smnn_array_of(SMNN_FLOAT, &bytes, 1, shape, nullptr, nullptr));
  expect_refused("extents is NULL", smnn_extents_init(nullptr, sizeof sizes));
  expect_refused("options is NULL", smnn_options_init(nullptr, 64));
  expect_refused("options is NULL", smnn_problem_options_init(nullptr, 64));
  expect_refused("context is NULL", smnn_problem_create(nullptr, &arrays, nullptr, &made));
  expect_refused("inputs is NULL", smnn_problem_create(context, nullptr, nullptr, &made));
  expect_refused("problem is NULL", smnn_problem_create(context, &arrays, nullptr, nullptr));
  expect_refused("problem is NULL", smnn_problem_extents(nullptr, &sizes, sizeof sizes));
  expect_refused("extents is NULL", smnn_problem_extents(problem, nullptr, sizeof sizes));
  expect_refused("context is NULL",
                 smnn_solver_create(nullptr, SMNN_DOUBLE, &sizes, nullptr, &made_solver));
  expect_refused("extents is NULL",
                 smnn_solver_create(context, SMNN_DOUBLE, nullptr, nullptr, &made_solver));
  expect_refused("solver is NULL",
                 smnn_solver_create(context, SMNN_DOUBLE, &sizes, nullptr, nullptr));
  expect_refused("bytes is NULL",
                 smnn_solver_memory_estimate(context, SMNN_DOUBLE, &sizes, nullptr, nullptr));
  expect_refused("extents is NULL", smnn_extents_validate(nullptr));
  EXPECT_EQ(smnn_solver_name(nullptr), nullptr);
  expect_refused("bytes is NULL", smnn_solver_memory_bytes(solver, nullptr));
  expect_refused("solver is NULL", smnn_solver_memory_bytes(nullptr, &bytes));
  expect_refused("solver is NULL", smnn_solver_factor(nullptr, problem));
  expect_refused("problem is NULL", smnn_solver_factor(solver, nullptr));
  expect_refused("solution is NULL", smnn_solver_solve(solver, problem, nullptr));
  expect_refused("solution is NULL", smnn_solver_solve_factored(solver, problem, nullptr));
  expect_refused("seed is NULL", smnn_solver_adjoint(solver, problem, &y, nullptr, &arrays));
  expect_refused("gradients is NULL", smnn_solver_adjoint(solver, problem, &y, &y, nullptr));
  expect_refused("directions is NULL", smnn_solver_tangent(solver, problem, &y, nullptr, &y));
  expect_refused("solution_direction is NULL",
                 smnn_solver_tangent(solver, problem, &y, &arrays, nullptr));
  expect_refused("values is NULL", smnn_solver_info(solver, nullptr, 2));
  expect_refused("solver is NULL", smnn_solver_sweeps(nullptr, nullptr, 2));
  expect_refused("solver is NULL", smnn_solver_rounding_error(nullptr, nullptr, 2));
  expect_success(smnn_solver_destroy(nullptr));
  expect_success(smnn_problem_destroy(nullptr));
  expect_success(smnn_context_destroy(nullptr));
}

TEST_F(CApiErrors, MessagesNameFunctionArgumentValueAndExpectation) {
  y.extents[2] = 4;
  expect_refused("expected (2, 1, 5, 1, 3)", smnn_solver_solve(solver, problem, &y));
  EXPECT_THAT(smnn_last_error_message(),
              StartsWith("smnn_solver_solve: solution: extents are (2, 1, 4, 1, 3)"));
  EXPECT_THAT(solution.values(), testing::Each(7));
  EXPECT_STREQ(smnn_status_name(SMNN_INVALID_ARGUMENT), "SMNN_INVALID_ARGUMENT");
  EXPECT_STREQ(smnn_status_name(77), "unknown status");
}

TEST_F(CApiErrors, ArraysAreChecked) {
  std::int64_t const shape[] = {2, -1};
  double number = 0;
  expect_refused("type is 5, expected SMNN_FLOAT",
                 smnn_array_of(5, &number, 1, shape, nullptr, &y));
  expect_refused("rank is 6, expected 1 to 5",
                 smnn_array_of(SMNN_DOUBLE, &number, 6, shape, nullptr, &y));
  expect_refused("extent 1 is -1, expected 0 or more",
                 smnn_array_of(SMNN_DOUBLE, &number, 2, shape, nullptr, &y));
  expect_refused("data is NULL", smnn_array_of(SMNN_DOUBLE, nullptr, 1, shape, nullptr, &y));
  std::int64_t const huge[] = {std::int64_t{1} << 40, std::int64_t{1} << 40, 2};
  expect_refused("stride 0 is ", smnn_array_of(SMNN_DOUBLE, &number, 3, huge, nullptr, &y));

  smnn_inputs arrays = inputs.c();
  arrays.coefficients.rank = 4;
  expect_refused("coefficients: rank is 4, expected 5", create(arrays));
  arrays = inputs.c();
  arrays.rhs.rank = 2;
  expect_refused("rhs: rank is 2, expected 3 or 4", create(arrays));
  arrays = inputs.c();
  arrays.steps.type = SMNN_FLOAT;
  expect_refused("steps: type is float, expected double", create(arrays));
  arrays.coefficients.type = 0;
  expect_refused("coefficients: type is 0", create(arrays));
  arrays = inputs.c();
  arrays.initial_values = {};
  expect_refused("initial_values is left out", create(arrays));
  arrays = inputs.c();
  arrays.steps.extents[1] = 3;
  expect_refused("steps: extent 1 (steps T-1) is 3, expected 4", create(arrays));
  arrays = inputs.c();
  arrays.rhs.strides[3] = std::numeric_limits<std::int64_t>::min();
  expect_refused("rhs: stride 3 is ", create(arrays));
  inputs.steps.values()[2] = -1;
  expect_refused("step", create(inputs.c()));
}

TEST_F(CApiErrors, OutputsMayNotOverlapThemselves) {
  y.strides[4] = 0;
  expect_refused("solution: stride 4 is 0, expected more than 0 in size",
                 smnn_solver_solve(solver, problem, &y));
  y = solution.c();
  y.strides[2] = 2;
  expect_refused("solution: stride 2 is 2, expected more than 2 in size",
                 smnn_solver_solve(solver, problem, &y));
  y = solution.c();
  smnn_inputs outputs = {};
  outputs.steps = gradients.steps.c();
  outputs.steps.strides[0] = 0;
  outputs.steps.strides[1] = 1;
  expect_refused("gradients.steps: stride 0 is 0",
                 smnn_solver_adjoint(solver, problem, &y, &y, &outputs));
}

TEST_F(CApiErrors, OutputsWithoutEntriesMayHaveAnyStrides) {
  Extents free = extents();
  free.initial_orders = 0;
  ProblemData const empty = random_problem(free, 1);
  HostInputs<double> empty_inputs(free, empty.inputs);
  CProblem const unbound = make_problem(context, empty_inputs.c());
  CSolver const own = make_solver(context, SMNN_DOUBLE, unbound);
  smnn_inputs outputs = {};
  outputs.initial_values = empty_inputs.initial_values.c();
  for (std::int64_t& stride : outputs.initial_values.strides) stride = 0;
  expect_success(smnn_solver_adjoint(own, unbound, &y, &y, &outputs));
}

TEST_F(CApiErrors, ExtentsAreChecked) {
  smnn_extents sizes = extents_of(problem);
  expect_success(smnn_extents_validate(&sizes));
  sizes.orders = 65;
  expect_refused("orders", smnn_extents_validate(&sizes));
  sizes.size = 1;
  expect_refused("extents->size is 1", smnn_extents_validate(&sizes));
}

TEST_F(CApiErrors, OptionsAreChecked) {
  smnn_options options = default_options();
  options.method = 3;
  expect_refused("options->method is 3, expected 0 to 2", create(options));
  options = default_options();
  options.factor_precision = 2;
  expect_refused("options->factor_precision is 2, expected 0 to 1", create(options));
  options = default_options();
  options.on_failure = -1;
  expect_refused("options->on_failure is -1", create(options));
  options = default_options();
  options.time_parts = -2;
  expect_refused("time_parts is -2", create(options));
  options.size = 1000;
  expect_refused("options->size is 1000, expected 80", create(options));
  smnn_problem_options problem_options;
  expect_success(smnn_problem_options_init(&problem_options, sizeof problem_options));
  problem_options.weights.initial = -1;
  expect_refused("initial", create(problem_options));
  expect_refused("size is 3", smnn_options_init(&options, 3));
  expect_refused("space is 9, expected 0 to 3", smnn_context_create(9, nullptr, context.address()));
  double stream = 0;
  smnn_context* made = nullptr;
  expect_refused("stream is not NULL", smnn_context_create(SMNN_SPACE_HOST, &stream, &made));
}

TEST_F(CApiErrors, ProblemAndSolverHaveOnePrecisionAndSize) {
  HostInputs<float> floats(data.extents, data.inputs);
  CProblem const other = make_problem(context, floats.c());
  expect_refused("problem is of float in Host, expected double in Host as the solver",
                 smnn_solver_solve(solver, other, &y));
  ProblemData const longer = [] {
    Extents e = extents();
    e.time_points = 6;
    return random_problem(e, 1);
  }();
  HostInputs<double> longer_inputs(longer.extents, longer.inputs);
  CProblem const long_problem = make_problem(context, longer_inputs.c());
  expect_refused("6", smnn_solver_solve(solver, long_problem, &y));
  expect_refused("no kept factor", smnn_solver_solve_factored(solver, problem, &y));
}

TEST_F(CApiErrors, FailedSystemsAreReportedOrMasked) {
  inputs.rhs.values()[2] = std::nan("");
  expect_failure(SMNN_NUMERICAL_ERROR, "solution 0 at time point 2",
                 smnn_solver_solve(solver, problem, &y));
  smnn_options options = default_options();
  options.on_failure = SMNN_FAILURE_MASK;
  CSolver const masking = make_solver(context, SMNN_DOUBLE, problem, &options);
  expect_success(smnn_solver_solve(masking, problem, &y));
  std::int64_t info[2] = {-9, -9};
  expect_success(smnn_solver_info(masking, info, 2));
  EXPECT_THAT(info, testing::ElementsAre(3, 0));
  expect_refused("count is 1, expected B M = 2", smnn_solver_info(masking, info, 1));
}

TEST_F(CApiErrors, LackOfMemoryIsAStatus) {
  smnn_extents sizes = extents_of(problem);
  sizes.batch = std::int64_t{1} << 46;
  smnn_solver* made = nullptr;
  std::size_t bytes = 0;
  expect_success(smnn_solver_memory_estimate(context, SMNN_DOUBLE, &sizes, nullptr, &bytes));
  EXPECT_GT(bytes, std::size_t{1} << 48);
  expect_failure(SMNN_OUT_OF_MEMORY, "allocate",
                 smnn_solver_create(context, SMNN_DOUBLE, &sizes, nullptr, &made));
}

TEST_F(CApiErrors, KokkosOfOthersIsLeftAlone) {
  EXPECT_EQ(smnn_initialize(3, -1), SMNN_SUCCESS);
  EXPECT_EQ(smnn_finalize(), SMNN_SUCCESS);
  EXPECT_TRUE(Kokkos::is_initialized());
  expect_refused("not initialised", smnn_finalize());
}

// A program that knows only the first members works with a library that has more, and gets no
// more than it has room for.
TEST_F(CApiErrors, StructuresOfOlderProgramsAreTaken) {
  smnn_options options;
  options.time_parts = -77;
  expect_success(smnn_options_init(&options, offsetof(smnn_options, time_parts)));
  EXPECT_EQ(options.time_parts, -77);
  EXPECT_EQ(options.size, offsetof(smnn_options, time_parts));
  EXPECT_EQ(create(options), SMNN_SUCCESS);
  struct {
    smnn_options known;
    double later;
  } newer;
  newer.later = 1;
  expect_success(smnn_options_init(&newer.known, sizeof newer));
  EXPECT_EQ(newer.known.size, sizeof(smnn_options));
  EXPECT_EQ(newer.later, 0);
}

}  // namespace
}  // namespace smnn::test
