// Reactive transport by Strang's splitting, and its discrete adjoint.
#ifndef MODEL_H
#define MODEL_H

#include "reactions.h"
#include "settings.h"
#include "transport.h"

typedef struct {
  PetscInt i, j, zone;
  PetscReal biomass;  // that dechlorinates, relative to its mean: rates differ within zones too
} Cell;

typedef struct {
  Settings settings;
  Transport* transport;
  Reactions* reactions;
  Vec* states;  // before the reactions of every step, kept for the adjoint
  Vec start, end, adjoint;
  PetscInt cell_count;  // of this rank, in the order of a Vec's entries
  Cell* cells;
  PetscReal *cell_rates, *cell_rates_gradient;  // (cells, SPECIES)
} Model;

PetscErrorCode model_create(MPI_Comm comm, Settings const* settings, Model** model);

// From model->start to model->end. `rates`: of zones and species, equal on all ranks.
PetscErrorCode model_run(Model* model, PetscReal const rates[RATES]);

// After model_run, given dJ/d(end) in model->adjoint: this rank's share of dJ/d(rates), to be
// summed over the ranks; dJ/d(start) is in model->adjoint.
PetscErrorCode model_run_adjoint(Model* model, PetscReal rates_gradient[RATES]);

PetscErrorCode model_print_memory(Model const* model);

PetscErrorCode model_destroy(Model** model);

#endif
