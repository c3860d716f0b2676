// Errors of smnn become PETSc's.
#ifndef PETSC_SMNN_H
#define PETSC_SMNN_H

#include <petscsys.h>
#include <smnn/smnn.h>

#if !defined(PETSC_USE_REAL_DOUBLE) || defined(PETSC_USE_COMPLEX)
#error "PETSc's scalars must be SMNN_DOUBLE: smnn reads and writes arrays of Vec"
#endif

// A cell may fail on one rank alone, hence PETSC_COMM_SELF: that rank prints smnn's sentence and
// the stack, and PetscCall in main() aborts the others, which wait in a collective call by then.
#define PetscCallSmnn(...)                                                             \
  do {                                                                                 \
    int const smnn_status_ = __VA_ARGS__;                                              \
    PetscCheck(smnn_status_ == SMNN_SUCCESS, PETSC_COMM_SELF, PETSC_ERR_LIB, "%s: %s", \
               smnn_status_name(smnn_status_), smnn_last_error_message());             \
  } while (0)

#endif
