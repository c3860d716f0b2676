#include "smnn/io/parallel/detail/file/access.hpp"

#include "smnn/config.hpp"
#include "smnn/io/hdf5.hpp"
#include "smnn/solver/error.hpp"

#if defined(SMNN_HAVE_MPI) && defined(H5_HAVE_PARALLEL)
#define SMNN_HAVE_PARALLEL_HDF5
#endif

namespace smnn::io::detail {

void require_parallel_hdf5([[maybe_unused]] distributed::Communicator const& ranks,
                           [[maybe_unused]] std::string const& where) {
#ifndef SMNN_HAVE_PARALLEL_HDF5
  if (ranks.size() > 1) {
    throw IoError(where + ": got " + std::to_string(ranks.size()) +
                  " ranks, expected one: this smnn was built with HDF5 " + hdf5_version() +
                  ", which several ranks cannot share; Debian's libhdf5-openmpi-dev can be");
  }
#endif
}

Handle file_access(distributed::Communicator const& ranks, [[maybe_unused]] Purpose purpose,
                   std::string const& where) {
  Handle access = check({H5Pcreate(H5P_FILE_ACCESS), H5Pclose}, where, "cannot be opened");
  H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
  if (ranks.size() == 1) return access;  // also where MPI was never started
#ifdef SMNN_HAVE_PARALLEL_HDF5
  bool const set =
      H5Pset_fapl_mpio(access.id(), ranks.handle(), MPI_INFO_NULL) >= 0 &&
      (purpose == Purpose::reading || H5Pset_coll_metadata_write(access.id(), true) >= 0);
  if (!set) fail(where, "cannot be opened by several ranks");
#endif
  return access;
}

Handle value_access(distributed::Communicator const& ranks, [[maybe_unused]] Transfer transfer,
                    std::string const& where) {
  Handle access = check({H5Pcreate(H5P_DATASET_XFER), H5Pclose}, where, "cannot be accessed");
  if (ranks.size() == 1) return access;
#ifdef SMNN_HAVE_PARALLEL_HDF5
  auto const mode = transfer == Transfer::collective ? H5FD_MPIO_COLLECTIVE : H5FD_MPIO_INDEPENDENT;
  if (H5Pset_dxpl_mpio(access.id(), mode) < 0) fail(where, "cannot be accessed by several ranks");
#endif
  return access;
}

}  // namespace smnn::io::detail
