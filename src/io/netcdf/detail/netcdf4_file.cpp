#include "smnn/io/netcdf/detail/netcdf4_file.hpp"

#include <netcdf.h>

#include <algorithm>
#include <exception>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/detail/hdf5_objects.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

struct Visit {
  std::string where;
  std::exception_ptr error;
};

/// Longer ones than the library's buffers are.
void check_names(std::string const& path, std::string const& where) {
  for (std::size_t begin = 0; begin < path.size();) {
    std::size_t const end = std::min(path.find('/', begin), path.size());
    if (end - begin > NC_MAX_NAME)
      throw IoError(where + ": its name has " + std::to_string(end - begin) +
                    " bytes, expected at most " + std::to_string(NC_MAX_NAME));
    begin = end + 1;
  }
}

void check_link(hid_t root, std::string const& name, H5L_type_t type, std::string const& where) {
  check_names(name, where + ", object " + quote(name));
  if (type == H5L_TYPE_SOFT) return;  // its path leads through others of this file
  std::string const object_where = where + ", object " + quote(name);
  if (type != H5L_TYPE_HARD)
    throw IoError(object_where + ": is a link into another file, expected all in this one");
  Handle const object =
      check({H5Oopen(root, name.c_str(), H5P_DEFAULT), H5Oclose}, object_where, "cannot be opened");
  if (H5Iget_type(object.id()) == H5I_DATASET) check_storage(object.id(), object_where);
}

herr_t visit_link(hid_t root, char const* name, H5L_info_t const* link, void* data) noexcept {
  auto& visit = *static_cast<Visit*>(data);
  try {
    check_link(root, name, link->type, visit.where);
  } catch (...) {
    visit.error = std::current_exception();
    return 1;  // ends the visit
  }
  return 0;
}

}  // namespace

void check_netcdf4_file(std::filesystem::path const& path, std::string const& where) {
  QuietErrors const quiet;
  Handle const access = check({H5Pcreate(H5P_FILE_ACCESS), H5Pclose}, where, "cannot be opened");
  H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
  Handle const file = check({H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose}, where,
                            "cannot be read, expected a complete NetCDF-4 file");
  Visit visit{where, nullptr};
  herr_t const status = H5Lvisit(file.id(), H5_INDEX_NAME, H5_ITER_NATIVE, visit_link, &visit);
  if (visit.error) std::rethrow_exception(visit.error);
  if (status < 0) fail(where, "its objects cannot be listed");
}

}  // namespace smnn::io::detail
