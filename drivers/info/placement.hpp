/// Which rank runs where, and on what: whether a job's binding is what its author meant.
#pragma once

#include <smnn/distributed/communicator.hpp>
#include <string>
#include <vector>

namespace smnn::drivers {

struct Placement {
  std::string host;
  std::string device;     // that of the default backend
  std::string address;    // of a GPU on its host's bus; empty without one
  std::vector<int> cpus;  // that the rank may run on; none if unknown
  int threads = 1;        // of the host
};

/// Of every rank, in the order of the ranks, on rank 0; nothing elsewhere. Collective; Kokkos must
/// be initialised.
std::vector<Placement> gather_placements(distributed::Communicator const& ranks);

/// A sentence for everything that makes ranks wait for each other: a GPU with several ranks, CPUs
/// with more threads than there are.
std::vector<std::string> conflicts(std::vector<Placement> const& placements);

}  // namespace smnn::drivers
