// What the options database chooses.
#ifndef SETTINGS_H
#define SETTINGS_H

#include <petscsys.h>

// Sequential dechlorination: PCE -> TCE -> DCE -> products that are not followed.
typedef enum { PCE, TCE, DCE, SPECIES } Species;

// Stripes across the flow, upstream to downstream.
enum { ZONES = 3, RATES = ZONES * SPECIES };

extern char const* const species_names[SPECIES];

typedef struct {
  PetscInt nx, ny;
  PetscReal length, width;  // m
  PetscReal end_time;       // years
  PetscInt steps;
  PetscReal velocity;             // m/year, along x
  PetscReal dispersion[SPECIES];  // m^2/year

  PetscReal true_rates[RATES],
      initial_rates[RATES];  // 1/year, of zone z and species s at z SPECIES + s
  PetscInt observe_every;
  PetscReal noise;

  PetscInt time_points;
  int smnn_space;
  PetscInt smnn_threads;

  PetscBool check, recover;
} Settings;

PetscErrorCode settings_from_options(MPI_Comm comm, Settings* settings);

#endif
