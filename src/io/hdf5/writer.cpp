#include "smnn/io/hdf5_writer.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <utility>

#include "smnn/io/atomic_file.hpp"
#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/detail/hdf5_space.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {

using detail::Handle;
using detail::QuietErrors;

struct Hdf5WriteGroup::State {
  Handle handle;
  std::string where;  // "file 'F', group 'G'"
  std::string file_name;
  std::string path;

  // A group that outlives its file was closed with it; HDF5 would complain aloud.
  ~State() {
    QuietErrors const quiet;
    handle = {};
  }
};

struct Hdf5Writer::State {
  AtomicFile file;
  Handle handle;

  explicit State(std::filesystem::path const& target) : file(target) {}
  std::string where() const { return "file " + quote(file.target().string()); }
};

namespace {

void write_attribute(hid_t group, std::string const& name, hid_t type, void const* value,
                     std::string const& where) {
  std::string const there = where + ", attribute " + quote(name);
  detail::reserve_space(group, 0, there);
  Handle const space = detail::check({H5Screate(H5S_SCALAR), H5Sclose}, there, "cannot be written");
  Handle attribute = detail::check(
      {H5Acreate2(group, name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose},
      there, "cannot be created");
  if (H5Awrite(attribute.id(), type, value) < 0 || !attribute.close())
    detail::fail(there, "cannot be written");
}

}  // namespace

Hdf5Writer::Hdf5Writer(std::filesystem::path const& target)
    : state_(std::make_unique<State>(target)) {
  QuietErrors const quiet;
  Handle const access =
      detail::check({H5Pcreate(H5P_FILE_ACCESS), H5Pclose}, state_->where(), "cannot be created");
  H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
  state_->handle = detail::check(
      {H5Fcreate(state_->file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()), H5Fclose},
      state_->where(), "cannot be created");
  try {
    detail::reserve_space(state_->handle.id(), 0, state_->where());
  } catch (IoError const&) {
    detail::divert_into_memory(state_->handle.id());
    throw;
  }
}

Hdf5Writer::~Hdf5Writer() {
  QuietErrors const quiet;
  if (state_->handle) detail::divert_into_memory(state_->handle.id());
  state_.reset();
}

Hdf5WriteGroup Hdf5Writer::root() const {
  QuietErrors const quiet;
  auto group = std::make_shared<Hdf5WriteGroup::State>();
  group->file_name = state_->file.target().string();
  group->path = "/";
  group->where = state_->where() + ", group '/'";
  group->handle = detail::check({H5Gopen2(state_->handle.id(), "/", H5P_DEFAULT), H5Gclose},
                                group->where, "cannot be opened");
  return Hdf5WriteGroup(std::move(group));
}

void Hdf5Writer::commit() {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::commit");
  QuietErrors const quiet;
  detail::reserve_space(state_->handle.id(), 0, state_->where());
  if (H5Fflush(state_->handle.id(), H5F_SCOPE_LOCAL) < 0)
    detail::fail(state_->where(), "cannot be written");
  if (!state_->handle.close()) detail::fail(state_->where(), "cannot be closed");
  state_->file.commit();
}

Hdf5WriteGroup Hdf5WriteGroup::group(std::string const& name) const {
  QuietErrors const quiet;
  std::shared_ptr<State const> current = state_;
  for (std::size_t begin = 0; begin < name.size();) {
    std::size_t const end = std::min(name.find('/', begin), name.size());
    std::string const part = name.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty()) continue;
    auto inner = std::make_shared<State>();
    inner->file_name = current->file_name;
    inner->path = (current->path == "/" ? "" : current->path) + '/' + part;
    inner->where = "file " + quote(inner->file_name) + ", group " + quote(inner->path);
    hid_t const parent = current->handle.id();
    detail::reserve_space(parent, 0, inner->where);
    bool const exists = H5Lexists(parent, part.c_str(), H5P_DEFAULT) > 0;
    hid_t const id = exists
                         ? H5Gopen2(parent, part.c_str(), H5P_DEFAULT)
                         : H5Gcreate2(parent, part.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    inner->handle = detail::check({id, H5Gclose}, inner->where, "cannot be created");
    current = std::move(inner);
  }
  return Hdf5WriteGroup(std::move(current));
}

template <class T>
void Hdf5WriteGroup::write_as(std::string const& name, Shape const& extents,
                              std::span<T const> values) const {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::write");
  QuietErrors const quiet;
  std::string const there = state_->where + ", dataset " + quote(name);
  auto const count = entries(extents);
  if (!count || static_cast<std::size_t>(*count) != values.size()) {
    throw InvalidArgument(there + ": got " + std::to_string(values.size()) +
                          " values, expected the extents " + to_string(extents));
  }
  detail::reserve_space(state_->handle.id(), values.size_bytes(), there);
  std::vector<hsize_t> const dims(extents.begin(), extents.end());
  hid_t const space_id =
      dims.empty() ? H5Screate(H5S_SCALAR)
                   : H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr);
  Handle const space = detail::check({space_id, H5Sclose}, there,
                                     "extents " + to_string(extents) + " are not possible");
  hid_t const type = detail::native_type<T>();
  Handle dataset = detail::check({H5Dcreate2(state_->handle.id(), name.c_str(), type, space.id(),
                                             H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                                  H5Dclose},
                                 there, "cannot be created");
  bool const written = values.empty() || H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                                  values.data()) >= 0;
  if (!written || !dataset.close()) detail::fail(there, "cannot be written");
}

void Hdf5WriteGroup::write(std::string const& name, Shape const& extents,
                           std::span<double const> values) const {
  write_as(name, extents, values);
}
void Hdf5WriteGroup::write(std::string const& name, Shape const& extents,
                           std::span<float const> values) const {
  write_as(name, extents, values);
}
void Hdf5WriteGroup::write(std::string const& name, Shape const& extents,
                           std::span<std::int64_t const> values) const {
  write_as(name, extents, values);
}

void Hdf5WriteGroup::attribute(std::string const& name, double value) const {
  QuietErrors const quiet;
  write_attribute(state_->handle.id(), name, H5T_NATIVE_DOUBLE, &value, state_->where);
}

void Hdf5WriteGroup::attribute(std::string const& name, std::int64_t value) const {
  QuietErrors const quiet;
  write_attribute(state_->handle.id(), name, H5T_NATIVE_INT64, &value, state_->where);
}

void Hdf5WriteGroup::attribute(std::string const& name, std::uint64_t value) const {
  QuietErrors const quiet;
  write_attribute(state_->handle.id(), name, H5T_NATIVE_UINT64, &value, state_->where);
}

void Hdf5WriteGroup::attribute(std::string const& name, std::string const& value) const {
  QuietErrors const quiet;
  std::string const there = state_->where + ", attribute " + quote(name);
  Handle const type = detail::check({H5Tcopy(H5T_C_S1), H5Tclose}, there, "cannot be written");
  H5Tset_size(type.id(), value.size() + 1);
  H5Tset_cset(type.id(), H5T_CSET_UTF8);
  write_attribute(state_->handle.id(), name, type.id(), value.c_str(), state_->where);
}

}  // namespace smnn::io
