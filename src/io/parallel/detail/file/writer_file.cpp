#include "smnn/io/parallel/detail/file/writer_file.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include "smnn/io/detail/hdf5_space.hpp"
#include "smnn/io/parallel/detail/file/access.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

constexpr std::uint64_t structure = 16384;  // what one object adds beside its values

}  // namespace

WriterFile::WriterFile(distributed::Communicator ranks, std::filesystem::path const& target)
    : ranks_(std::move(ranks)), name_(target.string()) {
  QuietErrors const quiet;
  require_same_call(ranks_, "the creation of " + where());
  require_parallel_hdf5(ranks_, where());
  ranks_.on_root([&] {
    draft_.emplace(target);
    if (ranks_.size() > 1) room_.emplace(draft_->path()).ensure(structure, where());
  });
  create();
  try {
    make_room(0, where());
  } catch (...) {
    give_up();
    throw;
  }
}

void WriterFile::create() {
  std::string path = draft_ ? draft_->path().string() : std::string();
  ranks_.broadcast(path);
  try {
    ranks_.together([&] {
      Handle const access = file_access(ranks_, Purpose::writing, where());
      handle_ = check({H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()), H5Fclose},
                      where(), "cannot be created");
    });
  } catch (...) {
    if (ranks_.size() > 1) handle_.release();  // closing it would wait for ranks that have none
    throw;
  }
}

WriterFile::~WriterFile() { leave(); }

void WriterFile::leave() noexcept {
  if (ranks_.size() > 1) handle_.release();
  give_up();
}

std::string WriterFile::where() const { return "file " + quote(name_); }

std::string WriterFile::where(std::string const& group, std::string const& dataset) const {
  std::string text = where() + ", group " + quote(group);
  if (!dataset.empty()) text += ", dataset " + quote(dataset);
  return text;
}

void WriterFile::require_open() const {
  if (!handle_) {
    throw InvalidArgument(where() +
                          ": was committed or given up after an error, expected an open file");
  }
}

void WriterFile::make_room(std::uint64_t bytes, std::string const& where) {
  if (ranks_.size() == 1) {
    reserve_space(handle_.id(), bytes, where);
    return;
  }
  // HDF5 does not tell how long a file is that several ranks write.
  largest_size_ += bytes + structure;
  ranks_.together([&] {
    require_allowed_size(largest_size_, where);
    if (room_) room_->ensure(largest_size_, where);
  });
}

void WriterFile::commit() {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::commit");
  step("the commit of " + where(), [&] {
    make_room(0, where());
    ranks_.together([&] {  // through MPI this waits for the disk, on every rank
      if (H5Fflush(handle_.id(), H5F_SCOPE_GLOBAL) < 0) fail(where(), "cannot be written");
    });
    ranks_.together([&] {
      if (!handle_.close()) fail(where(), "cannot be closed");
    });
    ranks_.on_root([&] {
      if (room_) room_->give_back_rest();
      draft_->commit();
    });
  });
  draft_.reset();
  room_.reset();
}

void WriterFile::give_up() noexcept {
  QuietErrors const quiet;
  if (handle_ && ranks_.size() == 1) divert_into_memory(handle_.id());
  handle_ = {};
  room_.reset();
  draft_.reset();
}

}  // namespace smnn::io::detail
