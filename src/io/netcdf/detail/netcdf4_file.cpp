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

/// Names within the library's buffers, and groups no deeper than its recursion goes.
void check_path(std::string const& path, std::string const& where) {
  constexpr int deepest = 64;
  int depth = 0;
  for (std::size_t begin = 0; begin < path.size(); ++depth) {
    std::size_t const end = std::min(path.find('/', begin), path.size());
    if (end - begin > NC_MAX_NAME)
      throw IoError(where + ": its name has " + std::to_string(end - begin) +
                    " bytes, expected at most " + std::to_string(NC_MAX_NAME));
    begin = end + 1;
  }
  if (depth > deepest)
    throw IoError(where + ": lies " + std::to_string(depth) + " groups deep, expected at most " +
                  std::to_string(deepest));
}

unsigned links_to(hid_t object) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info2_t info{};
  return H5Oget_info3(object, &info, H5O_INFO_BASIC) < 0 ? 0 : info.rc;
#else
  H5O_info_t info{};
  return H5Oget_info(object, &info) < 0 ? 0 : info.rc;
#endif
}

[[noreturn]] void refuse_second_name(std::string const& where) {
  throw IoError(where + ": is one of several names of a group, expected a tree of groups");
}

void check_link(hid_t root, std::string const& name, H5L_type_t type, std::string const& file) {
  std::string const where = file + ", object " + quote(name);
  check_path(name, where);
  if (type == H5L_TYPE_SOFT) {  // the library would follow it, in circles if need be
    if (object_kind(root, name) == ObjectKind::group) refuse_second_name(where);
    return;
  }
  if (type != H5L_TYPE_HARD)
    throw IoError(where + ": is a link into another file, expected all in this one");
  Handle const object =
      check({H5Oopen(root, name.c_str(), H5P_DEFAULT), H5Oclose}, where, "cannot be opened");
  H5I_type_t const kind = H5Iget_type(object.id());
  if (kind == H5I_DATASET) check_storage(object.id(), where);
  if (kind == H5I_GROUP && links_to(object.id()) != 1) refuse_second_name(where);
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

// What is open already, for another reader of the same file, opens again with the same degree of
// closing only, and releases of the NetCDF library differ in theirs.
hid_t open_file(std::filesystem::path const& path, hid_t access) {
  hid_t file = H5I_INVALID_HID;
  for (H5F_close_degree_t const degree : {H5F_CLOSE_WEAK, H5F_CLOSE_SEMI, H5F_CLOSE_STRONG}) {
    H5Pset_fclose_degree(access, degree);
    file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access);
    if (file >= 0) break;
  }
  return file;
}

}  // namespace

void check_netcdf4_file(std::filesystem::path const& path, std::string const& where) {
  QuietErrors const quiet;
  Handle const access = check({H5Pcreate(H5P_FILE_ACCESS), H5Pclose}, where, "cannot be opened");
  Handle const file = check({open_file(path, access.id()), H5Fclose}, where,
                            "cannot be read, expected a complete NetCDF-4 file");
  Visit visit{where, nullptr};
  herr_t const status = H5Lvisit(file.id(), H5_INDEX_NAME, H5_ITER_NATIVE, visit_link, &visit);
  if (visit.error) std::rethrow_exception(visit.error);
  if (status < 0) fail(where, "its objects cannot be listed");
}

}  // namespace smnn::io::detail
