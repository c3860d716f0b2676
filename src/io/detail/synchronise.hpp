/// @file
/// Waiting until what was written is on the disk.
#pragma once

#include <filesystem>
#include <string>

namespace smnn::io::detail {

/// fsync. Throws IoError, in which `target` is the name that the user knows it by.
void synchronise_file(std::filesystem::path const& file, std::filesystem::path const& target);

/// The same for the names in a folder, where the file system can do that.
void synchronise_folder(std::filesystem::path const& folder, std::filesystem::path const& target);

/// Throws IoError: "'PATH': WHAT: the system's message for the code".
[[noreturn]] void throw_system_error(std::filesystem::path const& path, std::string const& what,
                                     int code);

}  // namespace smnn::io::detail
