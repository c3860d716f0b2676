#include "support/runtime.hpp"

#include <smnn/config.hpp>

#ifdef SMNN_HAVE_MPI
#include <mpi.h>
#endif

namespace smnn::drivers {

Runtime::Runtime(std::vector<std::string> arguments) {
#ifdef SMNN_HAVE_MPI
  int started = 0;
  MPI_Initialized(&started);
  if (started == 0) {
    MPI_Init(nullptr, nullptr);
    owns_mpi_ = true;
  }
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks_);
#endif
  if (Kokkos::is_initialized()) return;
  // Its warnings are advice on thread binding, for whoever set no environment; those who did know.
  arguments.emplace_back("--kokkos-disable-warnings");
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  static_cast<void>(kokkos_.emplace(argc, argv.data()));
}

distributed::Communicator Runtime::communicator() const {
#ifdef SMNN_HAVE_MPI
  return distributed::Communicator(MPI_COMM_WORLD);
#else
  return {};
#endif
}

Runtime::~Runtime() {
  kokkos_.reset();
#ifdef SMNN_HAVE_MPI
  if (owns_mpi_) MPI_Finalize();
#endif
}

}  // namespace smnn::drivers
