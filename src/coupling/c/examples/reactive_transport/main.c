#include "petsc_smnn.h"
#include "studies.h"

static char const help[] =
    "Reactive transport on a grid (PCE -> TCE -> DCE -> products), reactions by smnn, transport by "
    "KSP;\n"
    "how the misfit to observations changes with the rates; the rates found from the "
    "observations.\n\n";

static PetscErrorCode print_misfit(MPI_Comm comm, Misfit* misfit) {
  Settings const* const settings = &misfit->model->settings;
  PetscReal value;

  PetscFunctionBeginUser;
  PetscCall(model_print_memory(misfit->model));
  PetscCall(misfit_evaluate(misfit, settings->initial_rates, &value, NULL));
  PetscCall(PetscPrintf(comm, "J(initial rates) = %.14e\n", (double)value));
  PetscFunctionReturn(0);
}

static PetscErrorCode run(MPI_Comm comm, PetscBool* passed) {
  Settings settings;
  Misfit* misfit;

  PetscFunctionBeginUser;
  PetscCall(settings_from_options(comm, &settings));
  PetscCallSmnn(smnn_initialize((int)settings.smnn_threads, -1));
  PetscCall(misfit_create(comm, &settings, &misfit));
  PetscCall(print_misfit(comm, misfit));
  if (settings.check) {
    PetscCall(check_gradient(comm, misfit, passed));
    PetscCall(check_order(comm, &settings, passed));
    PetscCall(check_ranks(comm, misfit, passed));
  }
  if (settings.recover) PetscCall(recover_rates(comm, misfit, passed));
  PetscCall(misfit_destroy(&misfit));
  PetscCallSmnn(smnn_finalize());
  PetscFunctionReturn(0);
}

int main(int argc, char** argv) {
  PetscBool passed = PETSC_TRUE;

  PetscFunctionBeginUser;
  PetscCall(PetscInitialize(&argc, &argv, NULL, help));
  PetscCall(run(PETSC_COMM_WORLD, &passed));
  PetscCall(PetscOptionsLeft(NULL));
  PetscCall(PetscFinalize());
  return passed ? 0 : 1;
}
