/* A program in C from beginning to end: Kokkos is started and ended by the library. */
#include <math.h>

#include "check.h"

enum { points = 101, orders = 3 };

/* y' + y = 0 with y(0) = 1, two initial values as two right-hand sides: y(0) = 1 and y(0) = 2. */
struct decay {
  double coefficients[orders];
  double rhs[1];
  double initial_values[2];
  double steps[points - 1];
  double solution[2 * points * orders];
};

static void fill(struct decay* data) {
  int i;
  memset(data, 0, sizeof *data);
  data->coefficients[0] = data->coefficients[1] = 1;
  data->initial_values[0] = 1;
  data->initial_values[1] = 2;
  for (i = 0; i < points - 1; ++i) data->steps[i] = .01;
}

static smnn_array array_of(double* data, int rank, int64_t a, int64_t b, int64_t c, int64_t d,
                           int64_t e) {
  int64_t extents[SMNN_MAX_RANK];
  smnn_array result;
  extents[0] = a;
  extents[1] = b;
  extents[2] = c;
  extents[3] = d;
  extents[4] = e;
  SUCCEEDS(smnn_array_of(SMNN_DOUBLE, data, rank, extents, NULL, &result));
  return result;
}

static smnn_inputs inputs_of(struct decay* data) {
  smnn_inputs inputs;
  inputs.coefficients = array_of(data->coefficients, 5, 1, 1, 1, 1, orders);
  inputs.rhs = array_of(data->rhs, 4, 1, 1, 1, 1, 0);
  inputs.initial_values = array_of(data->initial_values, 5, 1, 2, 1, 1, 1);
  inputs.steps = array_of(data->steps, 2, 1, points - 1, 0, 0, 0);
  return inputs;
}

static void nothing_works_before_the_start(void) {
  smnn_context* context = NULL;
  int number = 0;
  CHECK(!smnn_is_running());
  FAILS(SMNN_NOT_RUNNING, "smnn_initialize", smnn_context_create(SMNN_SPACE_HOST, NULL, &context));
  FAILS(SMNN_NOT_RUNNING, "smnn_thread_count: ", smnn_thread_count(&number));
  FAILS(SMNN_INVALID_ARGUMENT, "not initialised", smnn_finalize());
  FAILS(SMNN_INVALID_ARGUMENT, "threads is -3, expected 0 to", smnn_initialize(-3, -1));
  FAILS(SMNN_INVALID_ARGUMENT, "device is 999, expected -1 to", smnn_initialize(1, 999));
}

static void solve_and_differentiate(smnn_context* context) {
  struct decay data;
  smnn_inputs inputs, gradients;
  smnn_array solution, seed_array;
  smnn_problem* problem = NULL;
  smnn_solver* solver = NULL;
  smnn_extents extents;
  smnn_options options;
  double seed[2 * points * orders] = {0}, grad_coefficients[orders], perturbed, difference;
  double rounding_error[2];
  int64_t info[2] = {9, 9};
  size_t estimate = 0, held = 0;

  fill(&data);
  inputs = inputs_of(&data);
  solution = array_of(data.solution, 5, 1, 2, points, 1, orders);
  SUCCEEDS(smnn_problem_create(context, &inputs, NULL, &problem));
  SUCCEEDS(smnn_problem_extents(problem, &extents, sizeof extents));
  CHECK(extents.time_points == points && extents.right_hand_sides == 2 && extents.batch == 1);

  SUCCEEDS(smnn_options_init(&options, sizeof options));
  options.storage = SMNN_STORAGE_KEEP;
  SUCCEEDS(smnn_solver_memory_estimate(context, SMNN_DOUBLE, &extents, &options, &estimate));
  SUCCEEDS(smnn_solver_create(context, SMNN_DOUBLE, &extents, &options, &solver));
  SUCCEEDS(smnn_solver_memory_bytes(solver, &held));
  CHECK(estimate == held && held > 0);
  CHECK(strcmp(smnn_solver_name(solver), "banded") == 0);

  SUCCEEDS(smnn_solver_solve(solver, problem, &solution));
  CHECK(fabs(data.solution[(points - 1) * orders] - exp(-1.)) < 1e-5);
  CHECK(fabs(data.solution[(2 * points - 1) * orders] - 2 * exp(-1.)) < 2e-5);
  SUCCEEDS(smnn_solver_info(solver, info, 2));
  CHECK(info[0] == 0 && info[1] == 0);
  SUCCEEDS(smnn_solver_rounding_error(solver, rounding_error, 2));
  CHECK(rounding_error[0] < 1e-12);

  /* l = y(1) of the first right-hand side, by its first coefficient. */
  seed[(points - 1) * orders] = 1;
  seed_array = array_of(seed, 5, 1, 2, points, 1, orders);
  memset(&gradients, 0, sizeof gradients);
  gradients.coefficients = array_of(grad_coefficients, 5, 1, 1, 1, 1, orders);
  SUCCEEDS(smnn_solver_adjoint(solver, problem, &solution, &seed_array, &gradients));
  perturbed = data.solution[(points - 1) * orders];
  data.coefficients[0] += 1e-6;
  SUCCEEDS(smnn_solver_solve(solver, problem, &solution));
  difference = (data.solution[(points - 1) * orders] - perturbed) / 1e-6;
  CHECK(fabs(difference - grad_coefficients[0]) < 1e-5 * fabs(difference));

  /* The factor serves another initial value. */
  data.initial_values[0] = 3;
  SUCCEEDS(smnn_solver_solve_factored(solver, problem, &solution));
  CHECK(fabs(data.solution[0] - 3) < 1e-5);

  SUCCEEDS(smnn_context_destroy(&context)); /* the others live on */
  SUCCEEDS(smnn_solver_solve(solver, problem, &solution));
  FAILS(SMNN_INVALID_ARGUMENT, "2 handles are left", smnn_finalize());
  SUCCEEDS(smnn_solver_destroy(&solver));
  SUCCEEDS(smnn_problem_destroy(&problem));
  CHECK(solver == NULL && problem == NULL);
  SUCCEEDS(smnn_solver_destroy(&solver));
}

int main(void) {
  smnn_context* context = NULL;
  int threads = 0;
  nothing_works_before_the_start();
  SUCCEEDS(smnn_initialize(1, -1));
  SUCCEEDS(smnn_initialize(7, -1)); /* somebody else in this process */
  SUCCEEDS(smnn_thread_count(&threads));
  CHECK(threads == 1 || strcmp(smnn_space_name(SMNN_SPACE_DEFAULT), "OpenMP") != 0);
  SUCCEEDS(smnn_finalize());
  CHECK(smnn_is_running());
  SUCCEEDS(smnn_context_create(SMNN_SPACE_HOST, NULL, &context));
  solve_and_differentiate(context);
  SUCCEEDS(smnn_finalize());
  CHECK(!smnn_is_running());
  FAILS(SMNN_NOT_RUNNING, "has been finalised",
        smnn_context_create(SMNN_SPACE_HOST, NULL, &context));
  FAILS(SMNN_NOT_RUNNING, "cannot start again", smnn_initialize(1, -1));
  return 0;
}
