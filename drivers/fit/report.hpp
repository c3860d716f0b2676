/// How a fit is told and written.
#pragma once

#include <filesystem>
#include <smnn/config.hpp>
#include <string>
#include <vector>

#include "fit/curve_fit.hpp"
#include "fit/data.hpp"
#include "support/console.hpp"

namespace smnn::drivers::fitting {

/// Of one series.
struct Quality {
  double squares = 0;        // sum of (fit - data)^2
  double rms = 0;            // of fit - data
  double determination = 0;  // R^2
  double rms_to_truth = 0;   // NaN if there is none
};

std::vector<Quality> qualities(Data const& data, Fit const& fit);

void print(Console& console, Data const& data, Fit const& fit);

/// One line per time: time and, for every series NAME: NAME, NAME_truth if known, NAME_fit,
/// NAME_d1 ... (derivatives), NAME_c0 ... (coefficients), NAME_step (to the next time).
std::string csv(Data const& data, Fit const& fit);

#ifdef SMNN_HAVE_HDF5
/// The same as arrays, with provenance.
void write_hdf5(std::filesystem::path const& file, Data const& data, Fit const& fit,
                Scaling const& scaling);
#endif

}  // namespace smnn::drivers::fitting
