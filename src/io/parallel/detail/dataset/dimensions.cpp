#include "smnn/io/parallel/detail/dataset/dimensions.hpp"

#include <hdf5_hl.h>

#include <cstdio>
#include <sstream>

#include "smnn/io/detail/hdf5_objects.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

// A scale without coordinates has an entry per index; longer axes have their label alone.
constexpr std::int64_t longest_scale = std::int64_t{1} << 24;

/// What netCDF makes of a dimension without coordinates: a dataset that is never written.
Handle make_scale(hid_t group, std::string const& name, std::int64_t extent,
                  std::string const& where) {
  auto const size = static_cast<hsize_t>(extent);
  Handle const space =
      check({H5Screate_simple(1, &size, nullptr), H5Sclose}, where, "cannot be created");
  Handle const creation =
      check({H5Pcreate(H5P_DATASET_CREATE), H5Pclose}, where, "cannot be created");
  H5Pset_fill_time(creation.id(), H5D_FILL_TIME_NEVER);
  Handle scale = check({H5Dcreate2(group, name.c_str(), H5T_STD_I8LE, space.id(), H5P_DEFAULT,
                                   creation.id(), H5P_DEFAULT),
                        H5Dclose},
                       where, "cannot be created");
  char title[80];
  std::snprintf(title, sizeof(title), "This is a netCDF dimension but not a netCDF variable.%10lld",
                static_cast<long long>(extent));
  if (H5DSset_scale(scale.id(), title) < 0) fail(where, "cannot become a dimension");
  return scale;
}

Handle open_scale(hid_t group, std::string const& name, std::int64_t extent,
                  std::string const& where) {
  Handle scale = check({H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose}, where,
                       "cannot be opened as a dimension");
  if (dataset_shape(scale.id(), where) != Shape{extent}) {
    throw InvalidArgument(where + ": has extents " + to_string(dataset_shape(scale.id(), where)) +
                          ", expected (" + std::to_string(extent) +
                          ",) as for the dimension of that name");
  }
  if (H5DSis_scale(scale.id()) <= 0 && H5DSset_scale(scale.id(), name.c_str()) < 0)
    fail(where, "cannot become a dimension");
  return scale;
}

}  // namespace

void check_dimensions(std::vector<std::string> const& names, Shape const& extents,
                      std::string const& where) {
  if (!names.empty() && names.size() != extents.size()) {
    throw InvalidArgument(where + ": got " + std::to_string(names.size()) +
                          " names of dimensions, expected one for each of the extents " +
                          to_string(extents));
  }
  for (auto const& name : names) {
    if (name.empty() || name == "." || name.find_first_of("/ \t\n") != std::string::npos)
      throw InvalidArgument(where + ": got the dimension " + quote(name) +
                            ", expected a name without blanks and slashes");
  }
}

std::uint64_t dimension_bytes(std::vector<std::string> const& names, Shape const& extents) {
  constexpr std::uint64_t structure = 8192;
  std::uint64_t total = 0;
  for (std::size_t axis = 0; axis < names.size(); ++axis) {
    bool const may_be_made = extents[axis] <= longest_scale;
    total += structure + (may_be_made ? static_cast<std::uint64_t>(extents[axis]) : 0);
  }
  return total;
}

void put_dimensions(hid_t group, hid_t dataset, std::string const& name, Shape const& extents,
                    std::vector<std::string> const& names, std::string const& where) {
  bool const is_coordinate = names.size() == 1 && names[0] == name;
  if (is_coordinate) {
    if (H5DSset_scale(dataset, name.c_str()) < 0) fail(where, "cannot become a dimension");
    return;
  }
  for (std::size_t axis = 0; axis < names.size(); ++axis) {
    std::string const there = where + ", dimension " + quote(names[axis]);
    auto const index = static_cast<unsigned>(axis);
    if (H5DSset_label(dataset, index, names[axis].c_str()) < 0) fail(there, "cannot be named");
    bool const exists = H5Lexists(group, names[axis].c_str(), H5P_DEFAULT) > 0;
    if (names[axis] == name || (!exists && extents[axis] > longest_scale)) continue;
    Handle const scale = exists ? open_scale(group, names[axis], extents[axis], there)
                                : make_scale(group, names[axis], extents[axis], there);
    if (H5DSattach_scale(dataset, scale.id(), index) < 0) fail(there, "cannot be attached");
  }
}

std::string join_dimensions(std::vector<std::string> const& names) {
  std::string text;
  for (auto const& name : names) text += (text.empty() ? "" : " ") + name;
  return text;
}

std::vector<std::string> split_dimensions(std::string const& text) {
  std::istringstream in(text);
  std::vector<std::string> names;
  for (std::string name; in >> name;) names.push_back(name);
  return names;
}

}  // namespace smnn::io::detail
