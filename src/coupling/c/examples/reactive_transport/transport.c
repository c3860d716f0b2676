#include "transport.h"

static PetscErrorCode create_grid(MPI_Comm comm, Settings const* settings, DM* grid) {
  // Species are coupled by the reactions alone.
  PetscInt const uncoupled[SPECIES * SPECIES] = {1, 0, 0, 0, 1, 0, 0, 0, 1};

  PetscFunctionBeginUser;
  PetscCall(DMDACreate2d(comm, DM_BOUNDARY_NONE, DM_BOUNDARY_NONE, DMDA_STENCIL_STAR, settings->nx,
                         settings->ny, PETSC_DECIDE, PETSC_DECIDE, SPECIES, 1, NULL, NULL, grid));
  PetscCall(DMSetUp(*grid));
  PetscCall(DMDASetBlockFills(*grid, uncoupled, uncoupled));
  for (PetscInt s = 0; s < SPECIES; ++s) PetscCall(DMDASetFieldName(*grid, s, species_names[s]));
  PetscFunctionReturn(0);
}

// Finite volumes: no dispersion through the boundary, clean water flows in at x = 0.
static PetscErrorCode assemble_operator(DM grid, Settings const* settings, Mat* L) {
  PetscReal const dx = settings->length / settings->nx, dy = settings->width / settings->ny;
  PetscReal const advection = settings->velocity / dx;
  DMDALocalInfo info;

  PetscFunctionBeginUser;
  PetscCall(DMDAGetLocalInfo(grid, &info));
  PetscCall(DMCreateMatrix(grid, L));
  for (PetscInt j = info.ys; j < info.ys + info.ym; ++j) {
    for (PetscInt i = info.xs; i < info.xs + info.xm; ++i) {
      for (PetscInt s = 0; s < SPECIES; ++s) {
        PetscReal const along_x = settings->dispersion[s] / (dx * dx);
        PetscReal const along_y = settings->dispersion[s] / (dy * dy);
        MatStencil const row = {.i = i, .j = j, .c = s};
        MatStencil columns[5] = {row};
        PetscScalar values[5] = {-advection};
        PetscInt count = 1;
        PetscInt const neighbours[4][2] = {{i - 1, j}, {i + 1, j}, {i, j - 1}, {i, j + 1}};
        PetscReal const exchange[4] = {along_x, along_x, along_y, along_y};
        for (int n = 0; n < 4; ++n) {
          PetscInt const x = neighbours[n][0], y = neighbours[n][1];
          if (x < 0 || x >= info.mx || y < 0 || y >= info.my) continue;
          values[0] -= exchange[n];
          columns[count] = (MatStencil){.i = x, .j = y, .c = s};
          values[count++] = exchange[n] + (x < i ? advection : 0);
        }
        PetscCall(MatSetValuesStencil(*L, 1, &row, count, columns, values, INSERT_VALUES));
      }
    }
  }
  PetscCall(MatAssemblyBegin(*L, MAT_FINAL_ASSEMBLY));
  PetscCall(MatAssemblyEnd(*L, MAT_FINAL_ASSEMBLY));
  PetscFunctionReturn(0);
}

PetscErrorCode transport_create(MPI_Comm comm, Settings const* settings, Transport** transport) {
  PetscReal const half_step = 0.5 * settings->end_time / settings->steps;
  // Differences of misfits, and those between numbers of ranks, are to show rounding only.
  PetscReal const tolerance = 1e-13;
  Transport* t;

  PetscFunctionBeginUser;
  PetscCall(PetscNew(&t));
  PetscCall(create_grid(comm, settings, &t->grid));
  PetscCall(assemble_operator(t->grid, settings, &t->implicit_half));
  PetscCall(MatDuplicate(t->implicit_half, MAT_COPY_VALUES, &t->explicit_half));
  PetscCall(MatScale(t->implicit_half, -0.5 * half_step));
  PetscCall(MatShift(t->implicit_half, 1));
  PetscCall(MatScale(t->explicit_half, 0.5 * half_step));
  PetscCall(MatShift(t->explicit_half, 1));
  PetscCall(KSPCreate(comm, &t->solver));
  PetscCall(KSPSetOperators(t->solver, t->implicit_half, t->implicit_half));
  PetscCall(KSPSetTolerances(t->solver, tolerance, PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT));
  PetscCall(KSPSetErrorIfNotConverged(t->solver, PETSC_TRUE));
  PetscCall(KSPSetFromOptions(t->solver));
  PetscCall(DMCreateGlobalVector(t->grid, &t->work));
  *transport = t;
  PetscFunctionReturn(0);
}

PetscErrorCode transport_half_step(Transport* t, Vec from, Vec to) {
  PetscFunctionBeginUser;
  PetscCall(MatMult(t->explicit_half, from, t->work));
  PetscCall(KSPSolve(t->solver, t->work, to));
  PetscFunctionReturn(0);
}

PetscErrorCode transport_half_step_adjoint(Transport* t, Vec from, Vec to) {
  PetscFunctionBeginUser;
  PetscCall(KSPSolveTranspose(t->solver, from, t->work));
  PetscCall(MatMultTranspose(t->explicit_half, t->work, to));
  PetscFunctionReturn(0);
}

PetscErrorCode transport_destroy(Transport** transport) {
  Transport* const t = *transport;

  PetscFunctionBeginUser;
  PetscCall(VecDestroy(&t->work));
  PetscCall(KSPDestroy(&t->solver));
  PetscCall(MatDestroy(&t->explicit_half));
  PetscCall(MatDestroy(&t->implicit_half));
  PetscCall(DMDestroy(&t->grid));
  PetscCall(PetscFree(*transport));
  PetscFunctionReturn(0);
}
