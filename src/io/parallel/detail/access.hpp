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

/// Property list for opening; metadata are then read and written by all ranks together.
Handle file_access(distributed::Communicator const& ranks, Purpose purpose,
                   std::string const& where);

enum class Transfer { independent, collective };

/// Property list for values.
Handle value_access(distributed::Communicator const& ranks, Transfer transfer,
                    std::string const& where);

}  // namespace smnn::io::detail
