#include "model.h"

static PetscErrorCode create_cells(Model* m) {
  PetscInt xs, ys, xm, ym;
  Cell* cell;

  PetscFunctionBeginUser;
  PetscCall(DMDAGetCorners(m->transport->grid, &xs, &ys, NULL, &xm, &ym, NULL));
  m->cell_count = xm * ym;
  PetscCall(PetscMalloc3(m->cell_count, &m->cells, m->cell_count * SPECIES, &m->cell_rates,
                         m->cell_count * SPECIES, &m->cell_rates_gradient));
  cell = m->cells;
  for (PetscInt j = ys; j < ys + ym; ++j)
    for (PetscInt i = xs; i < xs + xm; ++i)
      *cell++ = (Cell){.i = i,
                       .j = j,
                       .zone = i * ZONES / m->settings.nx,
                       .biomass = 1 + 0.5 * PetscCosReal(PETSC_PI * (j + 0.5) / m->settings.ny)};
  PetscFunctionReturn(0);
}

static PetscErrorCode spill_pce(Model* m) {
  PetscReal const radius = 0.15;  // relative to the domain
  PetscScalar* start;

  PetscFunctionBeginUser;
  PetscCall(VecGetArray(m->start, &start));
  for (PetscInt c = 0; c < m->cell_count; ++c) {
    PetscReal const x = (m->cells[c].i + 0.5) / m->settings.nx - 0.3;
    PetscReal const y = (m->cells[c].j + 0.5) / m->settings.ny - 0.5;
    start[c * SPECIES + PCE] = PetscExpReal(-(x * x + y * y) / (2 * radius * radius));
  }
  PetscCall(VecRestoreArray(m->start, &start));
  PetscFunctionReturn(0);
}

PetscErrorCode model_create(MPI_Comm comm, Settings const* settings, Model** model) {
  Model* m;

  PetscFunctionBeginUser;
  PetscCall(PetscNew(&m));
  *model = m;
  m->settings = *settings;
  PetscCall(transport_create(comm, settings, &m->transport));
  PetscCall(DMCreateGlobalVector(m->transport->grid, &m->start));
  PetscCall(VecDuplicate(m->start, &m->end));
  PetscCall(VecDuplicate(m->start, &m->adjoint));
  PetscCall(VecDuplicateVecs(m->start, settings->steps, &m->states));
  PetscCall(reactions_create(settings, m->states, &m->reactions));
  PetscCall(create_cells(m));
  PetscCall(spill_pce(m));
  PetscFunctionReturn(0);
}

static void spread_rates(Model* m, PetscReal const rates[RATES]) {
  for (PetscInt c = 0; c < m->cell_count; ++c)
    for (int s = 0; s < SPECIES; ++s)
      m->cell_rates[c * SPECIES + s] = m->cells[c].biomass * rates[m->cells[c].zone * SPECIES + s];
}

static void collect_gradient(Model const* m, PetscReal rates_gradient[RATES]) {
  for (int r = 0; r < RATES; ++r) rates_gradient[r] = 0;
  for (PetscInt c = 0; c < m->cell_count; ++c)
    for (int s = 0; s < SPECIES; ++s)
      rates_gradient[m->cells[c].zone * SPECIES + s] +=
          m->cells[c].biomass * m->cell_rates_gradient[c * SPECIES + s];
}

PetscErrorCode model_run(Model* m, PetscReal const rates[RATES]) {
  PetscFunctionBeginUser;
  spread_rates(m, rates);
  PetscCall(reactions_set_rates(m->reactions, m->cell_rates));
  PetscCall(VecCopy(m->start, m->end));
  for (PetscInt n = 0; n < m->settings.steps; ++n) {
    PetscCall(transport_half_step(m->transport, m->end, m->states[n]));
    PetscCall(reactions_step(m->reactions, n));
    PetscCall(transport_half_step(m->transport, m->reactions->after, m->end));
  }
  PetscFunctionReturn(0);
}

PetscErrorCode model_run_adjoint(Model* m, PetscReal rates_gradient[RATES]) {
  PetscFunctionBeginUser;
  PetscCall(PetscArrayzero(m->cell_rates_gradient, m->cell_count * SPECIES));
  for (PetscInt n = m->settings.steps - 1; n >= 0; --n) {
    PetscCall(transport_half_step_adjoint(m->transport, m->adjoint, m->reactions->after_seed));
    PetscCall(reactions_step_adjoint(m->reactions, n, m->adjoint, m->cell_rates_gradient));
    PetscCall(transport_half_step_adjoint(m->transport, m->adjoint, m->adjoint));
  }
  collect_gradient(m, rates_gradient);
  PetscFunctionReturn(0);
}

PetscErrorCode model_print_memory(Model const* m) {
  MPI_Comm const comm = PetscObjectComm((PetscObject)m->start);
  size_t reactions;
  PetscReal mib[2];

  PetscFunctionBeginUser;
  PetscCall(reactions_memory(m->reactions, &reactions));
  mib[0] =
      (PetscReal)(m->settings.steps * m->cell_count * SPECIES * sizeof(PetscScalar)) / (1 << 20);
  mib[1] = (PetscReal)reactions / (1 << 20);
  PetscCallMPI(MPI_Allreduce(MPI_IN_PLACE, mib, 2, MPIU_REAL, MPIU_MAX, comm));
  PetscCall(PetscPrintf(comm,
                        "memory of a rank, at most: stored states %.2f MiB, reactions %.2f MiB\n",
                        (double)mib[0], (double)mib[1]));
  PetscFunctionReturn(0);
}

PetscErrorCode model_destroy(Model** model) {
  Model* const m = *model;

  PetscFunctionBeginUser;
  PetscCall(reactions_destroy(&m->reactions));
  PetscCall(VecDestroyVecs(m->settings.steps, &m->states));
  PetscCall(VecDestroy(&m->start));
  PetscCall(VecDestroy(&m->end));
  PetscCall(VecDestroy(&m->adjoint));
  PetscCall(PetscFree3(m->cells, m->cell_rates, m->cell_rates_gradient));
  PetscCall(transport_destroy(&m->transport));
  PetscCall(PetscFree(*model));
  PetscFunctionReturn(0);
}
