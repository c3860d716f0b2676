#include "smnn/io/parallel/writer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "smnn/io/detail/hdf5_handle.hpp"
#include "smnn/io/parallel/detail/dataset/attributes.hpp"
#include "smnn/io/parallel/detail/dataset/write_dataset.hpp"
#include "smnn/io/parallel/detail/file/writer_file.hpp"
#include "smnn/io/text.hpp"

namespace smnn::io {

using detail::Handle;
using detail::WriterFile;

ParallelHdf5Writer::ParallelHdf5Writer(distributed::Communicator const& ranks,
                                       std::filesystem::path const& target)
    : file_(std::make_shared<WriterFile>(ranks, target)) {}

// A group that outlives the writer must not keep the file open.
ParallelHdf5Writer::~ParallelHdf5Writer() { file_->leave(); }

ParallelWriteGroup ParallelHdf5Writer::root() const { return {file_, "/"}; }

void ParallelHdf5Writer::commit() { file_->commit(); }

void ParallelHdf5Writer::discard() { file_->give_up(); }

ParallelWriteGroup::ParallelWriteGroup(std::shared_ptr<WriterFile> file, std::string path)
    : file_(std::move(file)), path_(std::move(path)) {}

namespace {

/// "/a" and "b/c" to "/a/b" and "/a/b/c": the groups to be entered one after the other.
std::vector<std::string> groups_along(std::string const& from, std::string const& name) {
  std::vector<std::string> paths;
  std::string path = from == "/" ? "" : from;
  for (std::size_t begin = 0; begin < name.size();) {
    std::size_t const end = std::min(name.find('/', begin), name.size());
    std::string const part = name.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty()) continue;
    path += '/' + part;
    paths.push_back(path);
  }
  return paths;
}

void enter_group(hid_t file, std::string const& path, std::string const& where) {
  bool const exists = H5Lexists(file, path.c_str(), H5P_DEFAULT) > 0;
  hid_t const id = exists ? H5Gopen2(file, path.c_str(), H5P_DEFAULT)
                          : H5Gcreate2(file, path.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  detail::check({id, H5Gclose}, where, "cannot be created");
}

}  // namespace

ParallelWriteGroup ParallelWriteGroup::group(std::string const& name) const {
  auto const paths = groups_along(path_, name);
  file_->step(file_->where(path_) + ": the group " + quote(name), [&] {
    for (auto const& path : paths) {
      file_->make_room(0, file_->where(path));
      file_->ranks().together([&] { enter_group(file_->id(), path, file_->where(path)); });
    }
  });
  return {file_, paths.empty() ? path_ : paths.back()};
}

void ParallelWriteGroup::attribute(std::string const& name, AttributeValue const& value) const {
  attribute_of({}, name, value);
}

void ParallelWriteGroup::attribute_of(std::string const& dataset, std::string const& name,
                                      AttributeValue const& value) const {
  std::string const where = file_->where(path_, dataset);
  file_->step(where + ", attribute " + quote(name), [&] {
    std::string bytes = detail::pack(value);
    file_->ranks().broadcast(bytes);
    file_->make_room(bytes.size(), where);
    file_->ranks().together([&] {
      std::string const path = dataset.empty() ? path_ : path_ + '/' + dataset;
      Handle const object =
          detail::check({H5Oopen(file_->id(), path.c_str(), H5P_DEFAULT), H5Oclose}, where,
                        "cannot be opened, expected an object that was written before");
      detail::put_attribute(object.id(), name, detail::unpack(bytes), where);
    });
  });
}

#define SMNN_WRITE(T)                                                                              \
  void ParallelWriteGroup::write(std::string const& name, Shape const& extents, Slabs const& own,  \
                                 std::span<T const> values, DatasetOptions const& options) const { \
    detail::write_dataset(*file_, path_, name, extents, own, values, options);                     \
  }                                                                                                \
  void ParallelWriteGroup::write_replicated(std::string const& name, Shape const& extents,         \
                                            std::span<T const> values,                             \
                                            DatasetOptions const& options) const {                 \
    bool const writes = file_->ranks().rank() == 0;                                                \
    detail::write_dataset(*file_, path_, name, extents, writes ? whole(extents) : Slabs(),         \
                          writes ? values : std::span<T const>(), options);                        \
  }
SMNN_WRITE(double)
SMNN_WRITE(float)
SMNN_WRITE(std::int32_t)
SMNN_WRITE(std::int64_t)
#undef SMNN_WRITE

}  // namespace smnn::io
