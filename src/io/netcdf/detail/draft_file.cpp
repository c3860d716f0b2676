#include "smnn/io/netcdf/detail/draft_file.hpp"

#include <netcdf.h>
#ifdef SMNN_HAVE_NETCDF_PAR
#include <netcdf_par.h>
#endif

#include <Kokkos_Profiling_ScopedRegion.hpp>

#include "smnn/io/detail/hdf5_space.hpp"
#include "smnn/io/netcdf/detail/library.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

constexpr std::uint64_t structure = 32768;  // what a variable, dimension or attribute adds at most

int create_file(distributed::Communicator const& ranks, std::string const& path, int& id) {
  int const mode = NC_NETCDF4 | NC_CLOBBER;
#ifdef SMNN_HAVE_NETCDF_PAR
  if (ranks.size() > 1)
    return nc_create_par(path.c_str(), mode, ranks.handle(), MPI_INFO_NULL, &id);
#else
  if (ranks.size() > 1) return NC_ENOPAR;
#endif
  return nc_create(path.c_str(), mode, &id);
}

}  // namespace

DraftFile::DraftFile(distributed::Communicator ranks, std::filesystem::path const& target)
    : ranks_(std::move(ranks)), name_(target.string()) {
  QuietErrors const quiet;
  require_same_call(ranks_, "the creation of " + where());
  ranks_.on_root([&] {
    draft_.emplace(target);
    room_.emplace(draft_->path());
  });
  make_room(structure, where());
  create();
  try {
    make_room(0, where());  // creation has emptied the file
  } catch (...) {
    give_up();
    throw;
  }
}

void DraftFile::create() {
  std::string path = draft_ ? library_path(draft_->path().string()) : std::string();
  ranks_.broadcast(path);
  try {
    ranks_.together(
        [&] { require_success(create_file(ranks_, path, id_), where(), "cannot be created"); });
  } catch (...) {
    id_ = -1;  // closing it would wait for ranks that have none
    throw;
  }
}

// Without a commit a rank lets go by itself: an exception may have taken it away from the others.
DraftFile::~DraftFile() {
  if (ranks_.size() > 1) id_ = -1;
  give_up();
}

std::string DraftFile::where(std::string const& variable) const {
  std::string text = "file " + quote(name_);
  if (!variable.empty()) text += ", variable " + quote(variable);
  return text;
}

void DraftFile::require_open() const {
  if (id_ >= 0) return;
  throw InvalidArgument(where() +
                        ": was committed or given up after an error, expected an open file");
}

void DraftFile::make_room(std::uint64_t bytes, std::string const& where) {
  largest_size_ += bytes + structure;
  ranks_.together([&] {
    require_allowed_size(largest_size_, where);
    if (room_) room_->ensure(largest_size_, where);
  });
}

void DraftFile::commit() {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::commit");
  step("the commit of " + where(), [&] {
    ranks_.together([&] { require_success(nc_sync(id_), where(), "cannot be written"); });
    ranks_.together(
        [&] { require_success(nc_close(std::exchange(id_, -1)), where(), "cannot be closed"); });
    ranks_.on_root([&] {
      room_->give_back_rest();
      draft_->commit();
    });
  });
  draft_.reset();
  room_.reset();
}

void DraftFile::give_up() noexcept {
  QuietErrors const quiet;
  if (id_ >= 0) nc_abort(std::exchange(id_, -1));
  room_.reset();
  draft_.reset();
}

}  // namespace smnn::io::detail
