// A step of the reactions in all cells of this rank: one batch of linear ODEs for smnn.
//
//   dc_PCE/dt = -k_PCE c_PCE,   dc_TCE/dt = k_PCE c_PCE - k_TCE c_TCE,   dc_DCE/dt = ...
#ifndef REACTIONS_H
#define REACTIONS_H

#include <petscvec.h>
#include <smnn/smnn.h>

#include "settings.h"

typedef struct {
  PetscInt cells, states, time_points;
  PetscReal step;  // years
  smnn_context* context;
  smnn_solver* solver;
  smnn_problem** problems;  // one per state: equal matrices, initial values in that Vec's array
  smnn_array solution, seed, coefficients_gradient;
  PetscScalar *coefficients, *solution_data, *seed_data, *coefficients_gradient_data;
  PetscReal interval, no_source;
  Vec after;       // the solution's last time point, in the solution's memory
  Vec after_seed;  // the seed's last time point, in the seed's memory
} Reactions;

// `states`: what the reactions begin with in each step of a run. They stay the caller's, who writes
// to them but keeps their arrays where they are (no VecPlaceArray).
PetscErrorCode reactions_create(Settings const* settings, Vec const states[],
                                Reactions** reactions);

// `rates` of this rank's cells: (cells, SPECIES), in 1/year.
PetscErrorCode reactions_set_rates(Reactions* reactions, PetscReal const rates[]);

// From states[n] to reactions->after.
PetscErrorCode reactions_step(Reactions* reactions, PetscInt n);

// Given dJ/d(after) in reactions->after_seed, writes dJ/d(states[n]) and adds to dJ/d(rates).
PetscErrorCode reactions_step_adjoint(Reactions* reactions, PetscInt n, Vec state_gradient,
                                      PetscReal rates_gradient[]);

PetscErrorCode reactions_memory(Reactions const* reactions, size_t* bytes);

PetscErrorCode reactions_destroy(Reactions** reactions);

#endif
