#include "reactions.h"

#include "petsc_smnn.h"

enum { ORDERS = 3 };  // c, c' and c''

// Time is counted in steps of the splitting, so that smnn's rows are of comparable size.
static PetscErrorCode describe_inputs(Reactions* r, PetscScalar const state[],
                                      smnn_inputs* inputs) {
  int64_t const B = r->cells, T = r->time_points;
  int64_t const repeated[5] = {0};

  PetscFunctionBeginUser;
  r->interval = 1.0 / (PetscReal)(T - 1);
  r->no_source = 0;
  PetscCallSmnn(smnn_array_of(SMNN_DOUBLE, r->coefficients, 5,
                              (int64_t[]){B, 1, SPECIES, SPECIES, ORDERS}, NULL,
                              &inputs->coefficients));  // (B, T, E, D, K)
  PetscCallSmnn(smnn_array_of(SMNN_DOUBLE, &r->no_source, 3, (int64_t[]){1, 1, SPECIES}, repeated,
                              &inputs->rhs));  // (B, T, E)
  PetscCallSmnn(smnn_array_of(SMNN_DOUBLE, state, 4, (int64_t[]){B, 1, SPECIES, 1}, NULL,
                              &inputs->initial_values));  // (B, T0, D, K0)
  PetscCallSmnn(smnn_array_of(SMNN_DOUBLE, &r->interval, 2, (int64_t[]){1, T - 1}, repeated,
                              &inputs->steps));  // (B, T-1)
  PetscFunctionReturn(0);
}

static PetscErrorCode create_problems(Reactions* r, Vec const states[]) {
  smnn_problem_options options;

  PetscFunctionBeginUser;
  PetscCallSmnn(smnn_problem_options_init(&options, sizeof options));
  options.smoothness = SMNN_SMOOTHNESS_PADE;
  PetscCall(PetscCalloc1(r->states, &r->problems));
  for (PetscInt n = 0; n < r->states; ++n) {
    PetscScalar const* state;
    smnn_inputs inputs;
    PetscCall(VecGetArrayRead(states[n], &state));
    PetscCall(describe_inputs(r, state, &inputs));
    PetscCall(VecRestoreArrayRead(states[n], &state));
    PetscCallSmnn(smnn_problem_create(r->context, &inputs, &options, &r->problems[n]));
  }
  PetscFunctionReturn(0);
}

static PetscErrorCode create_solver(Reactions* r) {
  smnn_extents extents;
  smnn_options options;

  PetscFunctionBeginUser;
  PetscCallSmnn(smnn_problem_extents(r->problems[0], &extents, sizeof extents));
  PetscCallSmnn(smnn_options_init(&options, sizeof options));
  options.storage = SMNN_STORAGE_KEEP;  // the matrices change with the rates, not from step to step
  PetscCallSmnn(smnn_solver_create(r->context, SMNN_DOUBLE, &extents, &options, &r->solver));
  PetscFunctionReturn(0);
}

// Allocates an array in the solution's shape (B, T, D, K), stored as (T, K, B, D) and zero: its
// last time point's concentrations are laid out as in the states, and `last` is a Vec of that
// memory. So the transport reads the solution and writes the seed, of which the rest stays zero,
// without a copy.
static PetscErrorCode create_series(Reactions const* r, Vec like, PetscScalar** data,
                                    smnn_array* array, Vec* last) {
  int64_t const B = r->cells, T = r->time_points, slice = B * SPECIES;
  PetscInt global_size;

  PetscFunctionBeginUser;
  PetscCall(PetscCalloc1(T * ORDERS * slice, data));
  PetscCallSmnn(smnn_array_of(SMNN_DOUBLE, *data, 4, (int64_t[]){B, T, SPECIES, ORDERS},
                              (int64_t[]){SPECIES, ORDERS * slice, 1, slice}, array));
  PetscCall(VecGetSize(like, &global_size));
  PetscCall(VecCreateMPIWithArray(PetscObjectComm((PetscObject)like), SPECIES, (PetscInt)slice,
                                  global_size, *data + (T - 1) * ORDERS * slice, last));
  PetscFunctionReturn(0);
}

PetscErrorCode reactions_create(Settings const* settings, Vec const states[],
                                Reactions** reactions) {
  PetscInt local_size;
  Reactions* r;

  PetscFunctionBeginUser;
  PetscCall(PetscNew(&r));
  *reactions = r;
  PetscCall(VecGetLocalSize(states[0], &local_size));
  r->cells = local_size / SPECIES;
  r->states = settings->steps;
  r->time_points = settings->time_points;
  r->step = settings->end_time / settings->steps;
  PetscCall(PetscCalloc2(r->cells * SPECIES * SPECIES * ORDERS, &r->coefficients,
                         r->cells * SPECIES * SPECIES * ORDERS, &r->coefficients_gradient_data));
  PetscCallSmnn(smnn_array_of(SMNN_DOUBLE, r->coefficients_gradient_data, 5,
                              (int64_t[]){r->cells, 1, SPECIES, SPECIES, ORDERS}, NULL,
                              &r->coefficients_gradient));
  PetscCallSmnn(smnn_context_create(settings->smnn_space, NULL, &r->context));
  PetscCall(create_problems(r, states));
  PetscCall(create_solver(r));
  PetscCall(create_series(r, states[0], &r->solution_data, &r->solution, &r->after));
  PetscCall(create_series(r, states[0], &r->seed_data, &r->seed, &r->after_seed));
  PetscFunctionReturn(0);
}

// Of the cell's equation e: the place of the coefficient of species d's r-th derivative.
static PetscInt at(PetscInt cell, PetscInt e, PetscInt d, PetscInt r) {
  return ((cell * SPECIES + e) * SPECIES + d) * ORDERS + r;
}

PetscErrorCode reactions_set_rates(Reactions* r, PetscReal const rates[]) {
  PetscFunctionBeginUser;
  for (PetscInt cell = 0; cell < r->cells; ++cell) {
    for (PetscInt s = 0; s < SPECIES; ++s) {
      PetscReal const rate = r->step * rates[cell * SPECIES + s];
      r->coefficients[at(cell, s, s, 1)] = 1;
      r->coefficients[at(cell, s, s, 0)] = rate;
      if (s + 1 < SPECIES) r->coefficients[at(cell, s + 1, s, 0)] = -rate;
    }
  }
  PetscCallSmnn(smnn_solver_factor(r->solver, r->problems[0]));
  PetscFunctionReturn(0);
}

static void add_rates_gradient(Reactions const* r, PetscReal rates_gradient[]) {
  PetscScalar const* const gradient = r->coefficients_gradient_data;
  for (PetscInt cell = 0; cell < r->cells; ++cell) {
    for (PetscInt s = 0; s < SPECIES; ++s) {
      PetscReal by_rate = gradient[at(cell, s, s, 0)];
      if (s + 1 < SPECIES) by_rate -= gradient[at(cell, s + 1, s, 0)];
      rates_gradient[cell * SPECIES + s] += r->step * by_rate;
    }
  }
}

PetscErrorCode reactions_step(Reactions* r, PetscInt n) {
  PetscScalar* after;

  PetscFunctionBeginUser;
  PetscCall(VecGetArrayWrite(r->after, &after));  // PETSc is to know that the Vec changes
  PetscCallSmnn(smnn_solver_solve_factored(r->solver, r->problems[n], &r->solution));
  PetscCall(VecRestoreArrayWrite(r->after, &after));
  PetscFunctionReturn(0);
}

PetscErrorCode reactions_step_adjoint(Reactions* r, PetscInt n, Vec state_gradient,
                                      PetscReal rates_gradient[]) {
  smnn_inputs gradients = {.coefficients = r->coefficients_gradient};
  PetscScalar* state_gradient_data;

  PetscFunctionBeginUser;
  PetscCall(reactions_step(r, n));  // the states alone were kept
  PetscCall(VecGetArrayWrite(state_gradient, &state_gradient_data));
  PetscCallSmnn(smnn_array_of(SMNN_DOUBLE, state_gradient_data, 4,
                              (int64_t[]){r->cells, 1, SPECIES, 1}, NULL,
                              &gradients.initial_values));
  PetscCallSmnn(smnn_solver_adjoint(r->solver, r->problems[n], &r->solution, &r->seed, &gradients));
  PetscCall(VecRestoreArrayWrite(state_gradient, &state_gradient_data));
  add_rates_gradient(r, rates_gradient);
  PetscFunctionReturn(0);
}

PetscErrorCode reactions_memory(Reactions const* r, size_t* bytes) {
  size_t const per_cell = 2 * (size_t)(r->time_points + SPECIES) * SPECIES * ORDERS;

  PetscFunctionBeginUser;
  PetscCallSmnn(smnn_solver_memory_bytes(r->solver, bytes));
  *bytes += (size_t)r->cells * per_cell * sizeof(PetscScalar);
  PetscFunctionReturn(0);
}

PetscErrorCode reactions_destroy(Reactions** reactions) {
  Reactions* const r = *reactions;

  PetscFunctionBeginUser;
  PetscCall(VecDestroy(&r->after));
  PetscCall(VecDestroy(&r->after_seed));
  PetscCallSmnn(smnn_solver_destroy(&r->solver));
  for (PetscInt n = 0; n < r->states; ++n) PetscCallSmnn(smnn_problem_destroy(&r->problems[n]));
  PetscCallSmnn(smnn_context_destroy(&r->context));
  PetscCall(PetscFree(r->problems));
  PetscCall(PetscFree(r->solution_data));
  PetscCall(PetscFree(r->seed_data));
  PetscCall(PetscFree2(r->coefficients, r->coefficients_gradient_data));
  PetscCall(PetscFree(*reactions));
  PetscFunctionReturn(0);
}
