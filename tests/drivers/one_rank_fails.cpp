/// An error that only one rank of several has, the last, while the others wait for it.
#include <mpi.h>

#include "support/runtime.hpp"

int main() {
  smnn::drivers::Runtime const runtime({"one_rank_fails"});
  if (runtime.rank() == runtime.ranks() - 1) {
    runtime.report_error("a bad day");
  } else {
    MPI_Barrier(MPI_COMM_WORLD);
  }
  return 0;  // not reached
}
