/// @file
/// Headers of files in the classic formats (CDF-1, 2 and 5), read without the library, which takes
/// them at their word: of a file that is cut off it makes up what is missing.
#pragma once

#include <filesystem>
#include <string>

namespace smnn::io::detail {

/// Throws IoError if the header is none, or promises more values than the file has.
void check_classic_file(std::filesystem::path const& path, std::string const& where);

}  // namespace smnn::io::detail
