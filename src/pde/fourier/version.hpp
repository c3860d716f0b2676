/// @file
/// Which FFTW this is.
#pragma once

#include <string>

namespace smnn::pde {

/// Version of FFTW in use, and whether several ranks can share a grid with it: "3.3.10 (parallel)".
std::string fftw_version();

}  // namespace smnn::pde
