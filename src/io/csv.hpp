/// @file
/// Writing tables of numbers as CSV. Reading: series.hpp.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace smnn::io {

/// Writes a header of `names` and one line per row, the file appearing complete or not at all (see
/// AtomicFile). Numbers have 17 significant digits, so that reading gives the same double; names
/// are quoted where they must be. Throws InvalidArgument unless there is a name for every column
/// and columns are of equal length, IoError if the file cannot be written.
void write_csv(std::filesystem::path const& path, std::vector<std::string> const& names,
               std::vector<std::span<double const>> const& columns);

}  // namespace smnn::io
