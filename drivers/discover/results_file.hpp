/// What was found, as HDF5.
#pragma once

#include <string>

#include "discover/experiment.hpp"

namespace smnn::drivers::discovering {

/// Root: provenance, attributes equations, latex, link, seconds. Datasets coefficients,
/// standard_errors (and denominators, denominator_standard_errors) (D, P), exponents (P, D),
/// functions (P: 0 monomial, 1 sin, 2 cos of it), time (B, T), data and states (B, T, D), noise
/// (D); truth (D, P) where it is known; held_out_time, held_out and forecast where data were held
/// out.
void write_hdf5(std::string const& path, Experiment const& experiment, Outcome const& outcome);

}  // namespace smnn::drivers::discovering
