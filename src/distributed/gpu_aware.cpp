#include "smnn/distributed/gpu_aware.hpp"

#include <cstdlib>
#include <string>

#include "smnn/config.hpp"

#ifdef SMNN_HAVE_MPI
#include <mpi.h>
#if defined(OMPI_MAJOR_VERSION) && __has_include(<mpi-ext.h>)
#include <mpi-ext.h>
#endif
#endif

namespace smnn::distributed {
namespace {

bool library_says_so() {
  bool found = false;
#if defined(SMNN_HAVE_MPI) && defined(MPIX_CUDA_AWARE_SUPPORT)
  found = found || MPIX_Query_cuda_support() == 1;
#endif
#if defined(SMNN_HAVE_MPI) && defined(OMPI_HAVE_MPI_EXT_ROCM) && OMPI_HAVE_MPI_EXT_ROCM
  found = found || MPIX_Query_rocm_support() == 1;
#endif
  return found;
}

bool environment_says_so() {
  for (char const* const name :
       {"MPICH_GPU_SUPPORT_ENABLED", "MV2_USE_CUDA", "MV2_USE_ROCM", "MPIR_CVAR_ENABLE_GPU"}) {
    char const* const value = std::getenv(name);
    if (value != nullptr && std::string(value) == "1") return true;
  }
  return false;
}

}  // namespace

bool mpi_takes_device_memory() { return library_says_so() || environment_says_so(); }

}  // namespace smnn::distributed
