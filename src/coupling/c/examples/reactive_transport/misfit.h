// How far a run ends from observations of a twin run: J = 1/2 sum |c(end) - observed|^2,
// dJ/d(rates).
#ifndef MISFIT_H
#define MISFIT_H

#include "model.h"

typedef struct {
  Model* model;
  Vec observed;
} Misfit;

// Runs the model with the true rates and adds noise, the same on any number of ranks.
PetscErrorCode misfit_create(MPI_Comm comm, Settings const* settings, Misfit** misfit);

// Collective; the results are those of all ranks. `gradient` may be NULL.
PetscErrorCode misfit_evaluate(Misfit* misfit, PetscReal const rates[RATES], PetscReal* value,
                               PetscReal gradient[RATES]);

PetscErrorCode misfit_destroy(Misfit** misfit);

#endif
