/// @file
/// What a program was built with, how it was called and what it runs on, in words for reports.
#pragma once

#include <string>

namespace smnn {

/// Name and version of the compiler of the library, or "unknown".
std::string compiler();

/// Version of Kokkos, "MAJOR.MINOR.PATCH".
std::string kokkos_version();

/// Model of the host's processor, or `otherwise` where the system does not tell.
std::string processor(std::string const& otherwise);

/// Name of this machine, or "unknown".
std::string host_name();

/// The arguments of this process, quoted for a shell; "unknown" where the system does not tell.
std::string command_line();

/// Now, UTC, ISO 8601: "2026-11-25T12:00:00Z".
std::string utc_date();

}  // namespace smnn
