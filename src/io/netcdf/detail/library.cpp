#include "smnn/io/netcdf/detail/library.hpp"

#include <filesystem>

#include "smnn/solver/error.hpp"

namespace smnn::io::detail {

void require_success(int status, std::string const& where, std::string const& what) {
  if (status == NC_NOERR) return;
  throw IoError(where + ": " + what + " (NetCDF: " + nc_strerror(status) + ")");
}

std::string type_name(nc_type type) {
  switch (type) {
    case NC_BYTE:
      return "byte";
    case NC_CHAR:
      return "char";
    case NC_SHORT:
      return "short";
    case NC_INT:
      return "int";
    case NC_FLOAT:
      return "float";
    case NC_DOUBLE:
      return "double";
    case NC_UBYTE:
      return "ubyte";
    case NC_USHORT:
      return "ushort";
    case NC_UINT:
      return "uint";
    case NC_INT64:
      return "int64";
    case NC_UINT64:
      return "uint64";
    case NC_STRING:
      return "string";
    default:
      return "a type of the file's own";
  }
}

std::size_t number_bytes(nc_type type) {
  switch (type) {
    case NC_BYTE:
    case NC_UBYTE:
      return 1;
    case NC_SHORT:
    case NC_USHORT:
      return 2;
    case NC_INT:
    case NC_UINT:
    case NC_FLOAT:
      return 4;
    default:
      return 8;
  }
}

bool is_number(nc_type type) {
  return type >= NC_BYTE && type <= NC_UINT64 && type != NC_CHAR;  // strings follow, then others
}

std::string library_path(std::string const& file) {
  return std::filesystem::absolute(file).string();
}

}  // namespace smnn::io::detail
