#include "smnn/io/parallel/detail/file/reader_file.hpp"

#include <algorithm>
#include <exception>
#include <fstream>
#include <utility>

#include "smnn/io/detail/hdf5_objects.hpp"
#include "smnn/io/parallel/detail/file/access.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {

ReaderFile::ReaderFile(distributed::Communicator ranks, std::filesystem::path path)
    : ranks_(std::move(ranks)), path_(std::move(path)), exceptions_(std::uncaught_exceptions()) {}

ReaderFile::~ReaderFile() {
  if (ranks_.size() > 1 && std::uncaught_exceptions() > exceptions_) handle_.release();
  close();
}

void ReaderFile::open(std::string const& where) {
  if (handle_) return;
  ranks_.together([&] {  // a node may lack the file system
    if (!std::ifstream(path_, std::ios::binary)) throw IoError(where + ": cannot be opened");
  });
  try {
    ranks_.together([&] {
      Handle const access = file_access(ranks_, Purpose::reading, where);
      handle_ = check({H5Fopen(path_.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose}, where,
                      "cannot be read, expected a complete HDF5 file");
    });
  } catch (...) {
    if (ranks_.size() > 1) handle_.release();  // closing it would wait for ranks that have none
    throw;
  }
}

hid_t ReaderFile::group(std::string const& path, std::string const& where) {
  if (auto const found = groups_.find(path); found != groups_.end()) return found->second.id();
  Handle current =
      check({H5Gopen2(id(), "/", H5P_DEFAULT), H5Gclose}, where, "its root group cannot be opened");
  for (std::size_t begin = 0; begin < path.size();) {
    std::size_t const end = std::min(path.find('/', begin), path.size());
    std::string const part = path.substr(begin, end - begin);
    begin = end + 1;
    if (!part.empty()) current = open_object(current.id(), part, ObjectKind::group, where);
  }
  return groups_.emplace(path, std::move(current)).first->second.id();
}

void ReaderFile::close() noexcept {
  QuietErrors const quiet;
  groups_.clear();
  handle_ = {};
}

}  // namespace smnn::io::detail
