/// The facts that `smnn info` shows.
#pragma once

#include <string>
#include <vector>

#include "info/placement.hpp"

namespace smnn::drivers {

struct Backend {
  std::string name;     // Kokkos execution space
  std::string device;   // what it runs on
  int concurrency = 1;  // threads that can run at the same time
  bool is_default = false;
};

struct BuildReport {
  std::string version;
  std::string git_revision;
  std::string compiler;
  std::string kokkos;
  std::vector<Backend> backends;
  int simd_double = 1;  // systems per SIMD pack on the host
  int simd_single = 1;
  std::vector<int> block_orders;  // with kernels specialised at compile time
  std::string mpi;                // version, or "off"
  std::string hdf5;
  std::string netcdf;
  std::string fftw;
  std::string lapack;            // "on" or "off"
  std::vector<Placement> ranks;  // where they are, in the order of the ranks
};

/// Of this program, without the ranks. Kokkos must be initialised.
BuildReport build_report();

/// For people: one fact a line, then a table of the ranks.
std::string to_text(BuildReport const& report);

/// One JSON object, its keys the members' names.
std::string to_json(BuildReport const& report);

}  // namespace smnn::drivers
