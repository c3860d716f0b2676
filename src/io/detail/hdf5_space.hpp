/// HDF5 on a full disk. Once a flush or close has failed, HDF5 1.10 cannot close the file any more
/// and crashes at the program's end; so we find out first. Internal.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/io/detail/hdf5_handle.hpp"

namespace smnn::io::detail {

/// Takes the room on the disk that the file of `object` needs for all it has to write, and for so
/// many bytes more. Throws IoError if there is not enough. Does nothing where the file system knows
/// no reservations.
void reserve_space(hid_t object, std::uint64_t bytes, std::string const& where);

/// Throws IoError if this process may not make files so long (ulimit -f): HDF5 and MPI find out too
/// late, or never.
void require_allowed_size(std::uint64_t bytes, std::string const& where);

/// What a file that will be thrown away has still to write goes into memory.
void divert_into_memory(hid_t file);

}  // namespace smnn::io::detail
