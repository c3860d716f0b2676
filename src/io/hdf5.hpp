/// @file
/// The HDF5 library in use. Reading: hdf5_reader.hpp; writing: hdf5_writer.hpp.
#pragma once

#include <string>

namespace smnn::io {

/// Version, and whether the library was built for MPI: "1.10.8 (parallel)".
std::string hdf5_version();

}  // namespace smnn::io
