/// @file
/// What a program was built with and runs on, in words for reports.
#pragma once

#include <string>

namespace smnn {

/// Name and version of the compiler of the library, or "unknown".
std::string compiler();

/// Version of Kokkos, "MAJOR.MINOR.PATCH".
std::string kokkos_version();

/// Model of the host's processor, or `otherwise` where the system does not tell.
std::string processor(std::string const& otherwise);

}  // namespace smnn
