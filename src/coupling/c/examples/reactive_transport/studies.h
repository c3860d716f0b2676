// What the program does with the misfit.
#ifndef STUDIES_H
#define STUDIES_H

#include "misfit.h"

// Three checks that print what they find; `passed` is left alone unless one fails.
PetscErrorCode check_gradient(MPI_Comm comm, Misfit* misfit, PetscBool* passed);
PetscErrorCode check_order(MPI_Comm comm, Settings const* settings, PetscBool* passed);
PetscErrorCode check_ranks(MPI_Comm comm, Misfit* misfit, PetscBool* passed);

// `passed` as above: the recovery fails if TAO does, or, without noise, if rates are missed.
PetscErrorCode recover_rates(MPI_Comm comm, Misfit* misfit, PetscBool* passed);

#endif
