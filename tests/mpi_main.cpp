/// main() of test programs that run on several ranks: GoogleTest inside MPI and Kokkos.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>

#include <Kokkos_Core.hpp>

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int failed = 1;
  {
    Kokkos::ScopeGuard const kokkos(argc, argv);
    testing::InitGoogleMock(&argc, argv);
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    // What passes is the same everywhere; what fails, each rank says by itself.
    if (rank != 0) testing::GTEST_FLAG(brief) = true;
    failed = RUN_ALL_TESTS();
  }
  MPI_Finalize();
  return failed;
}
