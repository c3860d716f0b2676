#include "smnn/io/netcdf/detail/open_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/netcdf/detail/classic_header.hpp"
#include "smnn/io/netcdf/detail/library.hpp"
#include "smnn/io/netcdf/detail/netcdf4_file.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

namespace fs = std::filesystem;

void check_regular(fs::path const& path, std::string const& where) {
  std::error_code error;
  auto const status = fs::status(path, error);
  if (!fs::exists(status)) throw IoError(where + ": no such file");
  if (!fs::is_regular_file(status)) throw IoError(where + ": not a regular file");
  if (fs::file_size(path, error) == 0) throw IoError(where + ": is empty, expected a NetCDF file");
}

std::string first_bytes(fs::path const& path, std::string const& where) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw IoError(where + ": cannot be opened");
  std::string bytes(8, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

}  // namespace

void check_netcdf_file(fs::path const& path, std::string const& where) {
  check_regular(path, where);
  std::string const start = first_bytes(path, where);
  if (start.starts_with("CDF")) {
    check_classic_file(path, where);
    return;
  }
  QuietErrors const quiet;
  if (H5Fis_hdf5(path.c_str()) <= 0)  // a block of the user's may stand before HDF5's mark
    throw IoError(where + ": begins with " + quote(start) +
                  ", expected a NetCDF file, classic or NetCDF-4");
  check_netcdf4_file(path, where);
}

OpenFile::OpenFile(fs::path const& path, std::string const& where) {
  QuietErrors const quiet;
  require_success(nc_open(library_path(path.string()).c_str(), NC_NOWRITE, &id_), where,
                  "cannot be read, expected a complete NetCDF file");
}

OpenFile::~OpenFile() {
  QuietErrors const quiet;
  nc_close(id_);
}

}  // namespace smnn::io::detail
