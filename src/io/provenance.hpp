/// @file
/// Where a result comes from, as attributes of the file that holds it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "smnn/io/hdf5_writer.hpp"

namespace smnn::io {

struct Provenance {
  std::string program;       ///< "smnn solve".
  std::string version;       ///< Of smnn.
  std::string git_revision;  ///< Of the sources of smnn.
  std::string command_line;  ///< The one that made the file.
  std::string date;          ///< UTC, ISO 8601.
  std::string backend;       ///< Kokkos execution space.
  std::int64_t ranks = 1;
  std::optional<std::uint64_t> seed = std::nullopt;  ///< Of what is random in the result, if any.
};

/// Provenance of this process, made now.
Provenance current_provenance(std::string const& program);

/// Writes one attribute per field to the group, under the field's name; none for a missing seed.
void write_provenance(Hdf5WriteGroup const& group, Provenance const& provenance);

}  // namespace smnn::io
