#include "smnn/io/detail/hdf5_objects.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

char const* class_name(H5T_class_t type) {
  switch (type) {
    case H5T_INTEGER:
      return "integer";
    case H5T_FLOAT:
      return "floating point";
    case H5T_STRING:
      return "string";
    case H5T_ENUM:
      return "enumeration";
    case H5T_COMPOUND:
      return "compound";
    case H5T_REFERENCE:
      return "reference";
    case H5T_VLEN:
      return "variable-length list";
    case H5T_ARRAY:
      return "array";
    default:
      return "opaque";
  }
}

char const* kind_name(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::group:
      return "a group";
    case ObjectKind::dataset:
      return "a dataset";
    default:
      return "another kind of object";
  }
}

/// Never follows a link into another file, not even one that a soft link's path goes through.
herr_t refuse_external_link(char const*, char const*, char const*, char const*, unsigned*, hid_t,
                            void*) noexcept {
  return -1;
}

Handle open_inside(hid_t group, std::string const& name) {
  Handle const access(H5Pcreate(H5P_LINK_ACCESS), H5Pclose);
  H5Pset_elink_cb(access.id(), refuse_external_link, nullptr);
  return {H5Oopen(group, name.c_str(), access.id()), H5Oclose};
}

ObjectKind kind_of(hid_t object) {
  switch (H5Iget_type(object)) {
    case H5I_GROUP:
      return ObjectKind::group;
    case H5I_DATASET:
      return ObjectKind::dataset;
    default:
      return ObjectKind::other;
  }
}

ObjectKind link_kind(hid_t group, std::string const& name) {
  H5L_info_t link{};
  if (name.empty() || H5Lexists(group, name.c_str(), H5P_DEFAULT) <= 0 ||
      H5Lget_info(group, name.c_str(), &link, H5P_DEFAULT) < 0) {
    return ObjectKind::missing;
  }
  bool const inside = link.type == H5L_TYPE_HARD || link.type == H5L_TYPE_SOFT;
  return inside ? ObjectKind::other : ObjectKind::elsewhere;
}

/// An open attribute with one entry.
struct Attribute {
  Handle handle;
  Handle type;
  H5T_class_t type_class = H5T_NO_CLASS;
};

Attribute open_attribute(hid_t group, std::string const& name, std::string const& where) {
  if (H5Aexists(group, name.c_str()) <= 0) throw IoError(where + ": is missing");
  Attribute result;
  result.handle =
      check({H5Aopen(group, name.c_str(), H5P_DEFAULT), H5Aclose}, where, "cannot be read");
  result.type =
      check({H5Aget_type(result.handle.id()), H5Tclose}, where, "its type cannot be read");
  result.type_class = H5Tget_class(result.type.id());
  Handle const space =
      check({H5Aget_space(result.handle.id()), H5Sclose}, where, "its extents cannot be read");
  hssize_t const count = H5Sget_simple_extent_npoints(space.id());
  if (count != 1)
    throw IoError(where + ": has " + std::to_string(count) + " entries, expected one");
  return result;
}

[[noreturn]] void wrong_class(std::string const& where, H5T_class_t got,
                              std::string const& expected) {
  throw IoError(where + ": is of type " + class_name(got) + ", expected " + expected);
}

}  // namespace

ObjectKind object_kind(hid_t group, std::string const& name) {
  QuietErrors const quiet;
  ObjectKind const link = link_kind(group, name);
  if (link != ObjectKind::other) return link;
  Handle const object = open_inside(group, name);
  return object ? kind_of(object.id()) : ObjectKind::missing;
}

Handle open_object(hid_t group, std::string const& name, ObjectKind expected,
                   std::string const& where) {
  ObjectKind const link = link_kind(group, name);
  if (link == ObjectKind::missing) throw IoError(where + ": is missing");
  if (link == ObjectKind::elsewhere) {
    throw IoError(where + ": is a link into another file, expected " + kind_name(expected) +
                  " in this one");
  }
  Handle object = check(open_inside(group, name), where, "cannot be opened");
  ObjectKind const kind = kind_of(object.id());
  if (kind != expected) {
    throw IoError(where + ": is " + kind_name(kind) + ", expected " + kind_name(expected));
  }
  return object;
}

void check_numeric(hid_t dataset, std::string const& where) { number_format(dataset, where); }

NumberFormat number_format(hid_t dataset, std::string const& where) {
  Handle const type = check({H5Dget_type(dataset), H5Tclose}, where, "its type cannot be read");
  H5T_class_t const type_class = H5Tget_class(type.id());
  if (type_class != H5T_FLOAT && type_class != H5T_INTEGER)
    wrong_class(where, type_class, "numbers");
  bool const floating = type_class == H5T_FLOAT;
  return {floating, floating || H5Tget_sign(type.id()) == H5T_SGN_2,
          static_cast<int>(H5Tget_size(type.id()))};
}

void check_storage(hid_t dataset, std::string const& where) {
  Handle const creation =
      check({H5Dget_create_plist(dataset), H5Pclose}, where, "its storage cannot be read");
  H5D_layout_t const layout = H5Pget_layout(creation.id());
  if (layout == H5D_VIRTUAL || H5Pget_external_count(creation.id()) > 0) {
    throw IoError(where + ": keeps its values in other files, expected them in this one");
  }
  if (layout != H5D_CHUNKED) return;
  hsize_t extents[H5S_MAX_RANK] = {};
  int const rank = H5Pget_chunk(creation.id(), H5S_MAX_RANK, extents);
  if (rank < 0) fail(where, "its chunks cannot be read");
  Handle const type = check({H5Dget_type(dataset), H5Tclose}, where, "its type cannot be read");
  Shape const chunk(extents, extents + rank);
  auto const size = bytes(chunk, H5Tget_size(type.id()));
  if (!size)
    throw IoError(where + ": chunks of extents " + to_string(chunk) + " are larger than memory");
  require_memory(static_cast<std::uint64_t>(*size), where + ", one chunk");
}

Shape dataset_shape(hid_t dataset, std::string const& where) {
  Handle const space =
      check({H5Dget_space(dataset), H5Sclose}, where, "its extents cannot be read");
  H5S_class_t const space_class = H5Sget_simple_extent_type(space.id());
  if (space_class == H5S_SCALAR) return {};
  if (space_class != H5S_SIMPLE) throw IoError(where + ": has no extents, expected an array");
  hsize_t extents[H5S_MAX_RANK] = {};
  int const rank = H5Sget_simple_extent_dims(space.id(), extents, nullptr);
  if (rank < 0) fail(where, "its extents cannot be read");
  Shape shape;
  for (int axis = 0; axis < rank; ++axis) {
    if (extents[axis] > static_cast<hsize_t>(std::numeric_limits<std::int64_t>::max())) {
      throw IoError(where + ": extent " + std::to_string(axis) + " is " +
                    std::to_string(extents[axis]) + ", expected less than 2^63");
    }
    shape.push_back(static_cast<std::int64_t>(extents[axis]));
  }
  return shape;
}

double read_number(hid_t group, std::string const& attribute, std::string const& where) {
  Attribute const opened = open_attribute(group, attribute, where);
  if (opened.type_class != H5T_FLOAT && opened.type_class != H5T_INTEGER) {
    wrong_class(where, opened.type_class, "a number");
  }
  double value = 0;
  if (H5Aread(opened.handle.id(), H5T_NATIVE_DOUBLE, &value) < 0)
    fail(where, "its value cannot be read");
  return value;
}

std::int64_t read_integer(hid_t group, std::string const& attribute, std::string const& where) {
  Attribute const opened = open_attribute(group, attribute, where);
  if (opened.type_class == H5T_FLOAT) {
    double const value = read_number(group, attribute, where);
    if (!(std::abs(value) <= 0x1p53) || value != std::floor(value)) {
      throw IoError(where + ": is " + to_string(value) + ", expected an integer");
    }
    return static_cast<std::int64_t>(value);
  }
  if (opened.type_class != H5T_INTEGER && opened.type_class != H5T_ENUM) {
    wrong_class(where, opened.type_class, "an integer");
  }
  std::int64_t value = 0;
  if (H5Aread(opened.handle.id(), H5T_NATIVE_INT64, &value) < 0)
    fail(where, "its value cannot be read");
  return value;
}

std::string read_text(hid_t group, std::string const& attribute, std::string const& where) {
  Attribute const opened = open_attribute(group, attribute, where);
  if (opened.type_class != H5T_STRING) wrong_class(where, opened.type_class, "a string");
  Handle const memory_type =
      check({H5Tcopy(opened.type.id()), H5Tclose}, where, "its type cannot be read");
  if (H5Tis_variable_str(memory_type.id()) > 0) {
    char* value = nullptr;
    if (H5Aread(opened.handle.id(), memory_type.id(), &value) < 0)
      fail(where, "its value cannot be read");
    std::string text = value == nullptr ? "" : value;
    H5free_memory(value);
    return text;
  }
  constexpr std::size_t longest = 65536;  // what an HDF5 object header can hold
  std::size_t const size = H5Tget_size(memory_type.id());
  if (size > longest)
    throw IoError(where + ": has " + std::to_string(size) + " characters, expected a short string");
  std::vector<char> value(size + 1, '\0');
  if (H5Aread(opened.handle.id(), memory_type.id(), value.data()) < 0)
    fail(where, "its value cannot be read");
  std::string text(value.data());                               // up to the first zero byte
  while (!text.empty() && text.back() == ' ') text.pop_back();  // Fortran pads with blanks
  return text;
}

}  // namespace smnn::io::detail
