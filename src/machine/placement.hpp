/// @file
/// Which part of a machine this process has been given.
#pragma once

#include <string>
#include <vector>

namespace smnn {

/// The GPU that Kokkos' default execution space uses, or the host's processor. Kokkos must be
/// initialised.
std::string device_name();

/// Where that GPU is on its machine, "0000:19:00.0": the same for processes that share it, whatever
/// number each of them knows it by. Empty on a host.
std::string device_address();

/// Logical CPUs that the process may run on, ascending; none where the system does not tell.
std::vector<int> allowed_cpus();

/// "0-3,8" of ascending numbers.
std::string ranges(std::vector<int> const& numbers);

}  // namespace smnn
