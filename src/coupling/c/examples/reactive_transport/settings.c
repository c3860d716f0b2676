#include "settings.h"

#include <smnn/smnn_types.h>

char const* const species_names[SPECIES] = {"PCE", "TCE", "DCE"};

static Settings const defaults = {
    .nx = 48,
    .ny = 24,
    .length = 120,
    .width = 60,
    .end_time = 2,
    .steps = 16,
    .velocity = 20,
    .dispersion = {20, 25, 30},
    .true_rates = {2, 1, 0.7, 1.2, 1.6, 0.5, 0.8, 0.6, 1.1},
    .initial_rates = {1, 1, 1, 1, 1, 1, 1, 1, 1},
    .observe_every = 3,
    .noise = 0,
    .time_points = 5,
    .smnn_threads = 1,
    .check = PETSC_FALSE,
    .recover = PETSC_FALSE,
};

static PetscErrorCode integer_at_least(MPI_Comm comm, char const* option, PetscInt value,
                                       PetscInt least) {
  PetscFunctionBeginUser;
  PetscCheck(value >= least, comm, PETSC_ERR_USER_INPUT,
             "%s is %" PetscInt_FMT ", expected at least %" PetscInt_FMT, option, value, least);
  PetscFunctionReturn(0);
}

static PetscErrorCode not_negative(MPI_Comm comm, char const* option, PetscReal value) {
  PetscFunctionBeginUser;
  PetscCheck(value >= 0 && value < PETSC_INFINITY, comm, PETSC_ERR_USER_INPUT,
             "%s is %g, expected a finite number, not negative", option, (double)value);
  PetscFunctionReturn(0);
}

static PetscErrorCode above_zero(MPI_Comm comm, char const* option, PetscReal value) {
  PetscFunctionBeginUser;
  PetscCheck(value > 0 && value < PETSC_INFINITY, comm, PETSC_ERR_USER_INPUT,
             "%s is %g, expected a finite number above 0", option, (double)value);
  PetscFunctionReturn(0);
}

static PetscErrorCode all_given(MPI_Comm comm, char const* option, PetscInt given,
                                PetscInt expected) {
  PetscFunctionBeginUser;
  PetscCheck(given == expected, comm, PETSC_ERR_USER_INPUT,
             "%s has %" PetscInt_FMT " numbers, expected %" PetscInt_FMT, option, given, expected);
  PetscFunctionReturn(0);
}

static PetscErrorCode validate(MPI_Comm comm, Settings const* settings) {
  PetscFunctionBeginUser;
  PetscCall(integer_at_least(comm, "-nx", settings->nx, ZONES));
  PetscCall(integer_at_least(comm, "-ny", settings->ny, 1));
  PetscCall(above_zero(comm, "-length", settings->length));
  PetscCall(above_zero(comm, "-width", settings->width));
  PetscCall(above_zero(comm, "-end_time", settings->end_time));
  PetscCall(integer_at_least(comm, "-steps", settings->steps, 1));
  PetscCall(not_negative(comm, "-velocity", settings->velocity));
  for (int s = 0; s < SPECIES; ++s)
    PetscCall(not_negative(comm, "-dispersion", settings->dispersion[s]));
  for (int r = 0; r < RATES; ++r) {
    PetscCall(not_negative(comm, "-true_rates", settings->true_rates[r]));
    PetscCall(above_zero(comm, "-initial_rates", settings->initial_rates[r]));
  }
  PetscCall(integer_at_least(comm, "-observe_every", settings->observe_every, 1));
  PetscCall(not_negative(comm, "-noise", settings->noise));
  PetscCall(integer_at_least(comm, "-time_points", settings->time_points, 2));
  PetscCall(integer_at_least(comm, "-smnn_threads", settings->smnn_threads, 0));
  PetscFunctionReturn(0);
}

PetscErrorCode settings_from_options(MPI_Comm comm, Settings* settings) {
  char const* const space_names[] = {"serial", "host"};
  int const spaces[] = {SMNN_SPACE_SERIAL, SMNN_SPACE_HOST};
  PetscInt space = 0;
  PetscInt dispersions = SPECIES, true_rates = RATES, initial_rates = RATES;
  PetscBool dispersions_set, true_rates_set, initial_rates_set;

  PetscFunctionBeginUser;
  *settings = defaults;
  PetscOptionsBegin(comm, NULL, "Reactive transport", NULL);
  PetscCall(
      PetscOptionsInt("-nx", "Cells along the flow", NULL, settings->nx, &settings->nx, NULL));
  PetscCall(
      PetscOptionsInt("-ny", "Cells across the flow", NULL, settings->ny, &settings->ny, NULL));
  PetscCall(PetscOptionsReal("-length", "Of the domain along the flow, in m", NULL,
                             settings->length, &settings->length, NULL));
  PetscCall(PetscOptionsReal("-width", "Of the domain across the flow, in m", NULL, settings->width,
                             &settings->width, NULL));
  PetscCall(PetscOptionsReal("-end_time", "Of the simulation, in years", NULL, settings->end_time,
                             &settings->end_time, NULL));
  PetscCall(PetscOptionsInt("-steps", "Steps of Strang's splitting", NULL, settings->steps,
                            &settings->steps, NULL));
  PetscCall(PetscOptionsReal("-velocity", "Of the flow, in m/year; 0: no advection", NULL,
                             settings->velocity, &settings->velocity, NULL));
  PetscCall(PetscOptionsRealArray("-dispersion", "Of PCE, TCE and DCE, in m^2/year", NULL,
                                  settings->dispersion, &dispersions, &dispersions_set));
  PetscCall(
      PetscOptionsRealArray("-true_rates",
                            "Of the twin run: zones upstream to downstream, in each PCE, TCE, "
                            "DCE, in 1/year",
                            NULL, settings->true_rates, &true_rates, &true_rates_set));
  PetscCall(PetscOptionsRealArray("-initial_rates",
                                  "Where the gradient is taken and the recovery starts", NULL,
                                  settings->initial_rates, &initial_rates, &initial_rates_set));
  PetscCall(PetscOptionsInt("-observe_every", "Observed cells are this many apart along x and y",
                            NULL, settings->observe_every, &settings->observe_every, NULL));
  PetscCall(PetscOptionsReal("-noise", "Of the observations, standard deviation", NULL,
                             settings->noise, &settings->noise, NULL));
  PetscCall(PetscOptionsInt("-time_points", "Of smnn in a step, its ends included", NULL,
                            settings->time_points, &settings->time_points, NULL));
  PetscCall(PetscOptionsEList("-smnn_space", "Where a rank's reactions are solved", NULL,
                              space_names, 2, space_names[space], &space, NULL));
  settings->smnn_space = spaces[space];
  PetscCall(PetscOptionsInt("-smnn_threads", "Per rank, of -smnn_space host; 0: OMP_NUM_THREADS",
                            NULL, settings->smnn_threads, &settings->smnn_threads, NULL));
  PetscCall(PetscOptionsBool("-check", "Check gradient, order of convergence and the ranks' share",
                             NULL, settings->check, &settings->check, NULL));
  PetscCall(PetscOptionsBool("-recover", "Recover the true rates from the observations", NULL,
                             settings->recover, &settings->recover, NULL));
  PetscOptionsEnd();

  if (dispersions_set) PetscCall(all_given(comm, "-dispersion", dispersions, SPECIES));
  if (true_rates_set) PetscCall(all_given(comm, "-true_rates", true_rates, RATES));
  if (initial_rates_set) PetscCall(all_given(comm, "-initial_rates", initial_rates, RATES));
  PetscCall(validate(comm, settings));
  PetscFunctionReturn(0);
}
