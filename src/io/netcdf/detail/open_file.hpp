/// @file
/// A file that the NetCDF library has open for reading.
#pragma once

#include <filesystem>
#include <string>

namespace smnn::io::detail {

/// Throws IoError unless there is a NetCDF file that holds what it promises.
void check_netcdf_file(std::filesystem::path const& path, std::string const& where);

class OpenFile {
 public:
  /// Of a file that `check_netcdf_file` has let pass; throws IoError.
  OpenFile(std::filesystem::path const& path, std::string const& where);
  ~OpenFile();
  OpenFile(OpenFile const&) = delete;
  OpenFile& operator=(OpenFile const&) = delete;

  int id() const { return id_; }

 private:
  int id_ = -1;
};

}  // namespace smnn::io::detail
