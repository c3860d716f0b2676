// Dispersion and advection of all species: Crank-Nicolson on a DMDA.
#ifndef TRANSPORT_H
#define TRANSPORT_H

#include <petscdmda.h>
#include <petscksp.h>

#include "settings.h"

typedef struct {
  DM grid;
  Mat explicit_half, implicit_half;  // I +- h/2 L for a step h of half the splitting's
  KSP solver;
  Vec work;
} Transport;

PetscErrorCode transport_create(MPI_Comm comm, Settings const* settings, Transport** transport);

// `to` may be `from`.
PetscErrorCode transport_half_step(Transport* transport, Vec from, Vec to);
PetscErrorCode transport_half_step_adjoint(Transport* transport, Vec from, Vec to);

PetscErrorCode transport_destroy(Transport** transport);

#endif
