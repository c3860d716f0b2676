#include "studies.h"

// Of fourth order: with a step of .1 % of the rate the truncation, in relative size .001^4/30, is
// nothing.
static PetscErrorCode central_difference(Misfit* misfit, PetscInt which, PetscReal* derivative) {
  PetscReal const offsets[4] = {-2, -1, 1, 2}, weights[4] = {1. / 12, -8. / 12, 8. / 12, -1. / 12};
  PetscReal const rate = misfit->model->settings.initial_rates[which], step = 0.001 * rate;
  PetscReal rates[RATES];

  PetscFunctionBeginUser;
  PetscCall(PetscArraycpy(rates, misfit->model->settings.initial_rates, RATES));
  *derivative = 0;
  for (int k = 0; k < 4; ++k) {
    PetscReal value;
    rates[which] = rate + offsets[k] * step;
    PetscCall(misfit_evaluate(misfit, rates, &value, NULL));
    *derivative += weights[k] * value / step;
  }
  PetscFunctionReturn(0);
}

// What differences show is J's rounding, up to 1e-13 of it (the linear solver's tolerance), divided
// by the step of 1e-3: 1e-10, times J / (k dJ/dk), which is 400 for the rate that matters least.
// The adjoint is of the discrete problem, so that nothing else remains.
PetscErrorCode check_gradient(MPI_Comm comm, Misfit* misfit, PetscBool* passed) {
  PetscReal const tolerance = 1e-7;
  PetscReal value, gradient[RATES], worst = 0;
  PetscBool ok = PETSC_TRUE;

  PetscFunctionBeginUser;
  PetscCall(misfit_evaluate(misfit, misfit->model->settings.initial_rates, &value, gradient));
  PetscCall(
      PetscPrintf(comm, "zone species  dJ/dk by adjoint     by differences       relative\n"));
  for (int r = 0; r < RATES; ++r) {
    PetscReal differences, relative;
    PetscCall(central_difference(misfit, r, &differences));
    relative = PetscAbsReal(gradient[r] - differences) / PetscAbsReal(differences);
    worst = PetscMax(worst, relative);
    ok = (PetscBool)(ok && relative <= tolerance);  // also if it is not a number
    PetscCall(PetscPrintf(comm, "%4d %-7s  % .12e  % .12e  %.1e\n", r / SPECIES,
                          species_names[r % SPECIES], (double)gradient[r], (double)differences,
                          (double)relative));
  }
  if (!ok) *passed = PETSC_FALSE;
  PetscCall(PetscPrintf(comm, "gradient: %s, largest relative difference %.1e, allowed %.1e\n",
                        ok ? "passed" : "FAILED", (double)worst, (double)tolerance));
  PetscFunctionReturn(0);
}

static PetscErrorCode end_of_run(MPI_Comm comm, Settings const* settings, PetscInt steps,
                                 Vec* end) {
  Settings other = *settings;
  Model* model;

  PetscFunctionBeginUser;
  other.steps = steps;
  PetscCall(model_create(comm, &other, &model));
  PetscCall(model_run(model, settings->true_rates));
  PetscCall(VecDuplicate(model->end, end));
  PetscCall(VecCopy(model->end, *end));
  PetscCall(model_destroy(&model));
  PetscFunctionReturn(0);
}

// |c_N - c_2N| / |c_2N - c_4N| tends to 2^order for N, 2N, 4N steps.
PetscErrorCode check_order(MPI_Comm comm, Settings const* settings, PetscBool* passed) {
  PetscReal const least = 1.9, most = 2.1;
  PetscReal differences[2], order;
  Vec ends[3];

  PetscFunctionBeginUser;
  for (int k = 0; k < 3; ++k) PetscCall(end_of_run(comm, settings, settings->steps << k, &ends[k]));
  for (int k = 0; k < 2; ++k) {
    PetscCall(VecAXPY(ends[k], -1, ends[k + 1]));
    PetscCall(VecNorm(ends[k], NORM_2, &differences[k]));
  }
  for (int k = 0; k < 3; ++k) PetscCall(VecDestroy(&ends[k]));
  order = PetscLog2Real(differences[0] / differences[1]);
  if (!(order >= least && order <= most)) *passed = PETSC_FALSE;
  PetscCall(PetscPrintf(comm, "order of convergence: %s, %.3f, expected %.1f to %.1f\n",
                        order >= least && order <= most ? "passed" : "FAILED", (double)order,
                        (double)least, (double)most));
  PetscFunctionReturn(0);
}

// Every rank repeats the whole evaluation alone. Sums in another order and other preconditioners
// remain, of the size of the linear solver's tolerance.
PetscErrorCode check_ranks(MPI_Comm comm, Misfit* misfit, PetscBool* passed) {
  Settings const* const settings = &misfit->model->settings;
  PetscReal const tolerance = 1e-10;
  PetscReal value, alone, gradient[RATES], gradient_alone[RATES], difference, largest = 0;
  PetscMPIInt ranks;
  Misfit* misfit_alone;

  PetscFunctionBeginUser;
  PetscCallMPI(MPI_Comm_size(comm, &ranks));
  PetscCall(misfit_evaluate(misfit, settings->initial_rates, &value, gradient));
  PetscCall(misfit_create(PETSC_COMM_SELF, settings, &misfit_alone));
  PetscCall(misfit_evaluate(misfit_alone, settings->initial_rates, &alone, gradient_alone));
  PetscCall(misfit_destroy(&misfit_alone));
  difference = PetscAbsReal(value - alone) / alone;
  for (int r = 0; r < RATES; ++r) largest = PetscMax(largest, PetscAbsReal(gradient_alone[r]));
  for (int r = 0; r < RATES; ++r)
    difference = PetscMax(difference, PetscAbsReal(gradient[r] - gradient_alone[r]) / largest);
  PetscCallMPI(MPI_Allreduce(MPI_IN_PLACE, &difference, 1, MPIU_REAL, MPIU_MAX, comm));
  if (!(difference <= tolerance)) *passed = PETSC_FALSE;
  PetscCall(PetscPrintf(
      comm, "%d rank(s) against one: %s, J and gradient differ by %.1e, allowed %.1e\n", ranks,
      difference <= tolerance ? "passed" : "FAILED", (double)difference, (double)tolerance));
  PetscFunctionReturn(0);
}
