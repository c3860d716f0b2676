/// @file
/// How HDF5 reaches a file and its values: through MPI if there are several ranks.
#pragma once

#include <string>

#include "smnn/distributed/communicator.hpp"
#include "smnn/io/detail/hdf5_handle.hpp"

namespace smnn::io::detail {

/// Throws IoError if there are several ranks, but the HDF5 library was built without MPI.
void require_parallel_hdf5(distributed::Communicator const& ranks, std::string const& where);

enum class Purpose { reading, writing };

/// Property list for opening. Metadata are written by all ranks together, but read by each for
/// itself: ranks that keep a file open have read different parts of it, and HDF5's collective
/// reading of metadata would wait for ranks that know them already.
Handle file_access(distributed::Communicator const& ranks, Purpose purpose,
                   std::string const& where);

enum class Transfer { independent, collective };

/// Property list for values.
Handle value_access(distributed::Communicator const& ranks, Transfer transfer,
                    std::string const& where);

}  // namespace smnn::io::detail
