#include "misfit.h"

// Every rank draws the numbers of all cells and uses its own.
static PetscErrorCode add_noise(Model const* model, Vec observed) {
  Settings const* const settings = &model->settings;
  PetscScalar*** values;
  PetscInt xs, ys, xm, ym;
  PetscRandom random;

  PetscFunctionBeginUser;
  PetscCall(DMDAGetCorners(model->transport->grid, &xs, &ys, NULL, &xm, &ym, NULL));
  PetscCall(PetscRandomCreate(PETSC_COMM_SELF, &random));
  PetscCall(PetscRandomSetType(random, PETSCRAND48));
  PetscCall(DMDAVecGetArrayDOF(model->transport->grid, observed, &values));
  for (PetscInt j = 0; j < settings->ny; ++j) {
    for (PetscInt i = 0; i < settings->nx; ++i) {
      PetscBool const own = (PetscBool)(i >= xs && i < xs + xm && j >= ys && j < ys + ym);
      for (int s = 0; s < SPECIES; ++s) {
        PetscReal u, v;  // Box and Muller
        PetscCall(PetscRandomGetValueReal(random, &u));
        PetscCall(PetscRandomGetValueReal(random, &v));
        if (own)
          values[j][i][s] += settings->noise * PetscSqrtReal(-2 * PetscLogReal(1 - u)) *
                             PetscCosReal(2 * PETSC_PI * v);
      }
    }
  }
  PetscCall(DMDAVecRestoreArrayDOF(model->transport->grid, observed, &values));
  PetscCall(PetscRandomDestroy(&random));
  PetscFunctionReturn(0);
}

PetscErrorCode misfit_create(MPI_Comm comm, Settings const* settings, Misfit** misfit) {
  Misfit* m;

  PetscFunctionBeginUser;
  PetscCall(PetscNew(&m));
  *misfit = m;
  PetscCall(model_create(comm, settings, &m->model));
  PetscCall(model_run(m->model, settings->true_rates));
  PetscCall(VecDuplicate(m->model->end, &m->observed));
  PetscCall(VecCopy(m->model->end, m->observed));
  if (settings->noise > 0) PetscCall(add_noise(m->model, m->observed));
  PetscFunctionReturn(0);
}

// This rank's share of J; dJ/d(end) in the model's adjoint.
static PetscErrorCode compare_ends(Misfit* m, PetscReal* value) {
  Model* const model = m->model;
  PetscInt const every = model->settings.observe_every;
  PetscScalar const *end, *observed;
  PetscScalar* residual;

  PetscFunctionBeginUser;
  *value = 0;
  PetscCall(VecGetArrayRead(model->end, &end));
  PetscCall(VecGetArrayRead(m->observed, &observed));
  PetscCall(VecGetArrayWrite(model->adjoint, &residual));
  for (PetscInt c = 0; c < model->cell_count; ++c) {
    Cell const* const cell = &model->cells[c];
    PetscBool const seen = (PetscBool)(cell->i % every == 0 && cell->j % every == 0);
    for (PetscInt k = c * SPECIES; k < (c + 1) * SPECIES; ++k) {
      residual[k] = seen ? end[k] - observed[k] : 0;
      *value += 0.5 * residual[k] * residual[k];
    }
  }
  PetscCall(VecRestoreArrayWrite(model->adjoint, &residual));
  PetscCall(VecRestoreArrayRead(m->observed, &observed));
  PetscCall(VecRestoreArrayRead(model->end, &end));
  PetscFunctionReturn(0);
}

PetscErrorCode misfit_evaluate(Misfit* m, PetscReal const rates[RATES], PetscReal* value,
                               PetscReal gradient[RATES]) {
  PetscReal sums[1 + RATES] = {0};

  PetscFunctionBeginUser;
  PetscCall(model_run(m->model, rates));
  PetscCall(compare_ends(m, &sums[0]));
  if (gradient) PetscCall(model_run_adjoint(m->model, &sums[1]));
  PetscCallMPI(MPI_Allreduce(MPI_IN_PLACE, sums, gradient ? 1 + RATES : 1, MPIU_REAL, MPIU_SUM,
                             PetscObjectComm((PetscObject)m->observed)));
  *value = sums[0];
  if (gradient) PetscCall(PetscArraycpy(gradient, &sums[1], RATES));
  PetscFunctionReturn(0);
}

PetscErrorCode misfit_destroy(Misfit** misfit) {
  PetscFunctionBeginUser;
  PetscCall(VecDestroy(&(*misfit)->observed));
  PetscCall(model_destroy(&(*misfit)->model));
  PetscCall(PetscFree(*misfit));
  PetscFunctionReturn(0);
}
