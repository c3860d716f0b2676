#include "support/runtime.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <smnn/config.hpp>
#include <thread>

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

namespace {

constexpr char const* prefix = "smnn: error";

#ifdef SMNN_HAVE_MPI
/// Whether every rank calls this within a few seconds.
bool all_arrive() {
  using Clock = std::chrono::steady_clock;
  auto const patience = std::chrono::seconds(10);
  auto const pause = std::chrono::milliseconds(5);
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Ibarrier(MPI_COMM_WORLD, &request);
  int done = 0;
  for (auto const begin = Clock::now(); Clock::now() - begin < patience;) {
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    if (done != 0) return true;
    std::this_thread::sleep_for(pause);
  }
  return false;
}
#endif

}  // namespace

void Runtime::report_error(char const* what) const {
  if (rank_ == 0) std::fprintf(stderr, "%s: %s\n", prefix, what);
#ifdef SMNN_HAVE_MPI
  if (ranks_ == 1 || all_arrive()) return;
  std::fprintf(stderr, "%s on rank %d alone, which ends all: %s\n", prefix, rank_, what);
  std::fflush(stderr);
  MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
#endif
}

Runtime::~Runtime() {
  kokkos_.reset();
#ifdef SMNN_HAVE_MPI
  if (owns_mpi_) MPI_Finalize();
#endif
}

}  // namespace smnn::drivers
