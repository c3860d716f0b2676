// Solves y' + y = 0, y(0) = 1 on 0 <= t <= 1 and compares with exp(-t). The README shows this file.
#include <math.h>
#include <smnn/smnn.h>
#include <stdio.h>

int main(void) {
  double coefficients[] = {1, 1, 0}, rhs[] = {0}, initial_values[] = {1}, steps[100], y[101][3];
  for (int t = 0; t < 100; ++t) steps[t] = 0.01;
  smnn_inputs inputs;
  smnn_array solution;
  smnn_array_of(SMNN_DOUBLE, coefficients, 5, (int64_t[]){1, 1, 1, 1, 3}, NULL,
                &inputs.coefficients);                                          // (B, T, E, D, K)
  smnn_array_of(SMNN_DOUBLE, rhs, 3, (int64_t[]){1, 1, 1}, NULL, &inputs.rhs);  // (B, T, E)
  smnn_array_of(SMNN_DOUBLE, initial_values, 4, (int64_t[]){1, 1, 1, 1}, NULL,
                &inputs.initial_values);                                           // (B, T0, D, K0)
  smnn_array_of(SMNN_DOUBLE, steps, 2, (int64_t[]){1, 100}, NULL, &inputs.steps);  // (B, T-1)
  smnn_array_of(SMNN_DOUBLE, y, 4, (int64_t[]){1, 101, 1, 3}, NULL, &solution);    // (B, T, D, K)

  smnn_context* context = NULL;
  smnn_problem* problem = NULL;
  smnn_solver* solver = NULL;
  smnn_extents extents;
  int status = smnn_initialize(0, -1);
  if (!status) status = smnn_context_create(SMNN_SPACE_HOST, NULL, &context);
  if (!status) status = smnn_problem_create(context, &inputs, NULL, &problem);
  if (!status) status = smnn_problem_extents(problem, &extents, sizeof extents);
  if (!status) status = smnn_solver_create(context, SMNN_DOUBLE, &extents, NULL, &solver);
  if (!status) status = smnn_solver_solve(solver, problem, &solution);
  if (status) {
    fprintf(stderr, "%s\n", smnn_last_error_message());
    return 1;
  }
  printf("smnn %s: y(1) = %.7f, y'(1) = %.7f, exp(-1) = %.7f\n", smnn_version(), y[100][0],
         y[100][1], exp(-1.0));
  smnn_solver_destroy(&solver);
  smnn_problem_destroy(&problem);
  smnn_context_destroy(&context);
  smnn_finalize();
  return fabs(y[100][0] - exp(-1.0)) < 1e-5 ? 0 : 1;
}
