/// @file
/// Whether messages may come from a device's memory.
#pragma once

namespace smnn::distributed {

/// What this process' MPI says of itself: Open MPI by its extension, MPICH and its relatives by the
/// environment variables that switch it on. False where it says nothing, as on machines without a
/// GPU.
bool mpi_takes_device_memory();

}  // namespace smnn::distributed
