#include "smnn/io/netcdf/version.hpp"

#include <netcdf.h>

namespace smnn::io {

std::string netcdf_version() {
  std::string const text = nc_inq_libvers();  // "4.9.0 of Aug  7 2022 23:41:41 $"
  std::string const number = text.substr(0, text.find(' '));
#ifdef SMNN_HAVE_NETCDF_PAR
  return number + " (parallel)";
#else
  return number + " (serial)";
#endif
}

}  // namespace smnn::io
