#include "smnn/io/hdf5_reader.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/detail/hdf5_objects.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

using detail::Handle;
using detail::QuietErrors;

struct Hdf5ReadGroup::State {
  std::shared_ptr<Handle const> file;
  std::string file_name;
  Handle group;
};

namespace {

/// Throws IoError unless there is a file at `path` that can be an HDF5 file.
void check_file(std::filesystem::path const& path, std::string const& where) {
  std::error_code error;
  auto const status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw IoError(where + ": no such file");
  if (!std::filesystem::is_regular_file(status)) throw IoError(where + ": not a regular file");
  if (std::filesystem::file_size(path, error) == 0)
    throw IoError(where + ": is empty, expected an HDF5 file");
}

herr_t collect_name(hid_t /*group*/, char const* name, H5L_info_t const* /*info*/,
                    void* names) noexcept {
  try {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  } catch (...) {
    return -1;
  }
  return 0;
}

}  // namespace

Hdf5ReadGroup::Hdf5ReadGroup(std::shared_ptr<State const> state, std::string path)
    : state_(std::move(state)), path_(std::move(path)) {}

Hdf5ReadGroup open_hdf5(std::filesystem::path const& path) {
  QuietErrors const quiet;
  std::string const where = "file " + quote(path.string());
  check_file(path, where);
  Handle const access =
      detail::check({H5Pcreate(H5P_FILE_ACCESS), H5Pclose}, where, "cannot be opened");
  H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose);
  if (!file) detail::fail(where, "cannot be read, expected a complete HDF5 file");
  auto state = std::make_shared<Hdf5ReadGroup::State>();
  state->file_name = path.string();
  state->group = detail::check({H5Gopen2(file.id(), "/", H5P_DEFAULT), H5Gclose}, where,
                               "has no readable root group");
  state->file = std::make_shared<Handle const>(std::move(file));
  return {std::move(state), "/"};
}

std::string Hdf5ReadGroup::where(std::string const& dataset) const {
  std::string text = "file " + quote(state_->file_name) + ", group " + quote(path_);
  if (!dataset.empty()) text += ", dataset " + quote(dataset);
  return text;
}

std::vector<std::string> Hdf5ReadGroup::members() const {
  QuietErrors const quiet;
  std::vector<std::string> names;
  hsize_t position = 0;
  if (H5Literate(state_->group.id(), H5_INDEX_NAME, H5_ITER_INC, &position, collect_name, &names) <
      0) {
    detail::fail(where(), "its members cannot be listed");
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> Hdf5ReadGroup::groups() const {
  auto names = members();
  std::erase_if(names, [this](std::string const& name) { return !has_group(name); });
  return names;
}

std::vector<std::string> Hdf5ReadGroup::datasets() const {
  auto names = members();
  std::erase_if(names, [this](std::string const& name) { return !has_dataset(name); });
  return names;
}

bool Hdf5ReadGroup::has_group(std::string const& name) const {
  return detail::object_kind(state_->group.id(), name) == detail::ObjectKind::group;
}

bool Hdf5ReadGroup::has_dataset(std::string const& name) const {
  return detail::object_kind(state_->group.id(), name) == detail::ObjectKind::dataset;
}

Hdf5ReadGroup Hdf5ReadGroup::group(std::string const& name) const {
  QuietErrors const quiet;
  Hdf5ReadGroup current = *this;
  for (std::size_t begin = 0; begin < name.size();) {
    std::size_t const end = std::min(name.find('/', begin), name.size());
    std::string const part = name.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty()) continue;
    std::string const inner = (current.path_ == "/" ? "" : current.path_) + '/' + part;
    std::string const there = "file " + quote(state_->file_name) + ", group " + quote(inner);
    Handle opened =
        detail::open_object(current.state_->group.id(), part, detail::ObjectKind::group, there);
    auto state = std::make_shared<State>();
    state->file = state_->file;
    state->file_name = state_->file_name;
    state->group = std::move(opened);
    current = {std::move(state), inner};
  }
  return current;
}

Shape Hdf5ReadGroup::shape(std::string const& dataset) const {
  QuietErrors const quiet;
  std::string const there = where(dataset);
  Handle const opened =
      detail::open_object(state_->group.id(), dataset, detail::ObjectKind::dataset, there);
  detail::check_numeric(opened.id(), there);
  detail::check_storage(opened.id(), there);
  return detail::dataset_shape(opened.id(), there);
}

NumberFormat Hdf5ReadGroup::number_format(std::string const& dataset) const {
  QuietErrors const quiet;
  std::string const there = where(dataset);
  Handle const opened =
      detail::open_object(state_->group.id(), dataset, detail::ObjectKind::dataset, there);
  return detail::number_format(opened.id(), there);
}

std::size_t Hdf5ReadGroup::checked_entries(std::string const& dataset,
                                           std::size_t entry_bytes) const {
  Shape const extents = shape(dataset);
  auto const size = bytes(extents, entry_bytes);
  if (!size) {
    throw IoError(where(dataset) + ": extents " + to_string(extents) +
                  " are more entries than memory can address");
  }
  require_memory(static_cast<std::uint64_t>(*size), where(dataset));
  return static_cast<std::size_t>(*entries(extents));
}

template <class T>
void Hdf5ReadGroup::read_as(std::string const& dataset, std::span<T> values) const {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::read");
  QuietErrors const quiet;
  std::string const there = where(dataset);
  Shape const extents = shape(dataset);
  auto const count = entries(extents);
  if (!count || static_cast<std::size_t>(*count) != values.size()) {
    throw IoError(there + ": extents are " + to_string(extents) + ", expected " +
                  std::to_string(values.size()) + " entries");
  }
  if (values.empty()) return;
  Handle const opened =
      detail::open_object(state_->group.id(), dataset, detail::ObjectKind::dataset, there);
  if (H5Dread(opened.id(), detail::native_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) <
      0) {
    detail::fail(there, "its values cannot be read");
  }
}

void Hdf5ReadGroup::read(std::string const& dataset, std::span<double> values) const {
  read_as(dataset, values);
}
void Hdf5ReadGroup::read(std::string const& dataset, std::span<float> values) const {
  read_as(dataset, values);
}
void Hdf5ReadGroup::read(std::string const& dataset, std::span<std::int64_t> values) const {
  read_as(dataset, values);
}

std::string Hdf5ReadGroup::where_attribute(std::string const& attribute) const {
  return where() + ", attribute " + quote(attribute);
}

bool Hdf5ReadGroup::has_attribute(std::string const& name) const {
  QuietErrors const quiet;
  return H5Aexists(state_->group.id(), name.c_str()) > 0;
}

bool Hdf5ReadGroup::has_attribute(std::string const& dataset, std::string const& name) const {
  QuietErrors const quiet;
  Handle const opened =
      detail::open_object(state_->group.id(), dataset, detail::ObjectKind::dataset, where(dataset));
  return H5Aexists(opened.id(), name.c_str()) > 0;
}

double Hdf5ReadGroup::number(std::string const& attribute) const {
  QuietErrors const quiet;
  return detail::read_number(state_->group.id(), attribute, where_attribute(attribute));
}

std::int64_t Hdf5ReadGroup::integer(std::string const& attribute) const {
  QuietErrors const quiet;
  return detail::read_integer(state_->group.id(), attribute, where_attribute(attribute));
}

bool Hdf5ReadGroup::flag(std::string const& attribute) const {
  std::int64_t const value = integer(attribute);
  if (value != 0 && value != 1) {
    throw IoError(where_attribute(attribute) + ": is " + std::to_string(value) +
                  ", expected 0 or 1");
  }
  return value == 1;
}

std::string Hdf5ReadGroup::text(std::string const& attribute) const {
  QuietErrors const quiet;
  return detail::read_text(state_->group.id(), attribute, where_attribute(attribute));
}

std::string Hdf5ReadGroup::text(std::string const& dataset, std::string const& attribute) const {
  QuietErrors const quiet;
  Handle const opened =
      detail::open_object(state_->group.id(), dataset, detail::ObjectKind::dataset, where(dataset));
  return detail::read_text(opened.id(), attribute,
                           where(dataset) + ", attribute " + quote(attribute));
}

}  // namespace smnn::io
