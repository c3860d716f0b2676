#include <petsctao.h>

#include "studies.h"

// TAO's unknowns are x = k / k_initial, all on the first rank.
typedef struct {
  Misfit* misfit;
  VecScatter to_all;
  Vec everywhere;
  PetscReal initial_misfit;
} Recovery;

static PetscErrorCode rates_of(Recovery* recovery, Vec x, PetscReal rates[RATES]) {
  PetscScalar const* scaled;

  PetscFunctionBeginUser;
  PetscCall(
      VecScatterBegin(recovery->to_all, x, recovery->everywhere, INSERT_VALUES, SCATTER_FORWARD));
  PetscCall(
      VecScatterEnd(recovery->to_all, x, recovery->everywhere, INSERT_VALUES, SCATTER_FORWARD));
  PetscCall(VecGetArrayRead(recovery->everywhere, &scaled));
  for (int r = 0; r < RATES; ++r)
    rates[r] = scaled[r] * recovery->misfit->model->settings.initial_rates[r];
  PetscCall(VecRestoreArrayRead(recovery->everywhere, &scaled));
  PetscFunctionReturn(0);
}

static PetscErrorCode objective_and_gradient(Tao tao, Vec x, PetscReal* objective, Vec gradient,
                                             void* context) {
  Recovery* const recovery = context;
  PetscReal rates[RATES], by_rates[RATES];
  PetscInt first, last;

  PetscFunctionBeginUser;
  (void)tao;
  PetscCall(rates_of(recovery, x, rates));
  PetscCall(misfit_evaluate(recovery->misfit, rates, objective, by_rates));
  PetscCall(VecGetOwnershipRange(gradient, &first, &last));
  for (PetscInt r = first; r < last; ++r)
    PetscCall(VecSetValue(
        gradient, r,
        by_rates[r] * recovery->misfit->model->settings.initial_rates[r] / recovery->initial_misfit,
        INSERT_VALUES));
  PetscCall(VecAssemblyBegin(gradient));
  PetscCall(VecAssemblyEnd(gradient));
  *objective /= recovery->initial_misfit;
  PetscFunctionReturn(0);
}

static PetscErrorCode recovery_create(MPI_Comm comm, Misfit* misfit, Recovery* recovery, Vec* x) {
  PetscMPIInt rank;

  PetscFunctionBeginUser;
  recovery->misfit = misfit;
  PetscCall(misfit_evaluate(misfit, misfit->model->settings.initial_rates,
                            &recovery->initial_misfit, NULL));
  PetscCheck(recovery->initial_misfit > 0, comm, PETSC_ERR_USER_INPUT,
             "-initial_rates fit the observations, expected others to start from");
  PetscCallMPI(MPI_Comm_rank(comm, &rank));
  PetscCall(VecCreateMPI(comm, rank == 0 ? RATES : 0, RATES, x));
  PetscCall(VecSet(*x, 1));
  PetscCall(VecScatterCreateToAll(*x, &recovery->to_all, &recovery->everywhere));
  PetscFunctionReturn(0);
}

static PetscErrorCode minimise(MPI_Comm comm, Recovery* recovery, Vec x,
                               TaoConvergedReason* reason) {
  PetscReal const relative_to_first_gradient = 1e-7;
  PetscReal objective;
  PetscInt iterations;
  Vec lower, upper;
  Tao tao;

  PetscFunctionBeginUser;
  PetscCall(VecDuplicate(x, &lower));
  PetscCall(VecDuplicate(x, &upper));
  PetscCall(VecSet(lower, 0));
  PetscCall(VecSet(upper, PETSC_INFINITY));
  PetscCall(TaoCreate(comm, &tao));
  PetscCall(TaoSetType(tao, TAOBLMVM));
  PetscCall(TaoSetSolution(tao, x));
  PetscCall(TaoSetVariableBounds(tao, lower, upper));
  PetscCall(TaoSetObjectiveAndGradient(tao, NULL, objective_and_gradient, recovery));
  PetscCall(TaoSetTolerances(tao, 0, 0, relative_to_first_gradient));
  PetscCall(TaoSetFromOptions(tao));
  PetscCall(TaoSolve(tao));
  PetscCall(TaoGetSolutionStatus(tao, &iterations, &objective, NULL, NULL, NULL, reason));
  PetscCall(PetscPrintf(
      comm, "TAO: %s after %" PetscInt_FMT " iterations, J reduced to %.1e of its first value\n",
      TaoConvergedReasons[*reason], iterations, (double)objective));
  PetscCall(TaoDestroy(&tao));
  PetscCall(VecDestroy(&lower));
  PetscCall(VecDestroy(&upper));
  PetscFunctionReturn(0);
}

PetscErrorCode recover_rates(MPI_Comm comm, Misfit* misfit, PetscBool* passed) {
  Settings const* const settings = &misfit->model->settings;
  PetscReal const tolerance = 1e-3;  // 1/year, without noise
  PetscReal rates[RATES], worst = 0;
  TaoConvergedReason reason;
  Recovery recovery;
  Vec x;

  PetscFunctionBeginUser;
  PetscCall(recovery_create(comm, misfit, &recovery, &x));
  PetscCall(minimise(comm, &recovery, x, &reason));
  PetscCall(rates_of(&recovery, x, rates));
  PetscCall(PetscPrintf(comm, "zone species    start    found     true\n"));
  for (int r = 0; r < RATES; ++r) {
    PetscReal const truth = settings->true_rates[r];
    worst = PetscMax(worst, PetscAbsReal(rates[r] - truth));
    PetscCall(PetscPrintf(comm, "%4d %-7s %8.5f %8.5f %8.5f\n", r / SPECIES,
                          species_names[r % SPECIES], (double)settings->initial_rates[r],
                          (double)rates[r], (double)truth));
  }
  if (reason < 0 || (settings->noise == 0 && !(worst <= tolerance))) *passed = PETSC_FALSE;
  PetscCall(PetscPrintf(comm, "recovery: largest error of a rate %.1e per year\n", (double)worst));
  PetscCall(VecScatterDestroy(&recovery.to_all));
  PetscCall(VecDestroy(&recovery.everywhere));
  PetscCall(VecDestroy(&x));
  PetscFunctionReturn(0);
}
