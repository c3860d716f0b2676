#include "smnn/io/parallel/detail/dataset/read_dataset.hpp"

#include <Kokkos_Profiling_ScopedRegion.hpp>
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>

#include "smnn/io/detail/hdf5_objects.hpp"
#include "smnn/io/parallel/detail/access.hpp"
#include "smnn/io/parallel/detail/agreement.hpp"
#include "smnn/io/parallel/detail/pieces.hpp"
#include "smnn/io/parallel/detail/transfer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

constexpr std::int64_t transfer_bytes = std::int64_t{1} << 29;

/// Collective.
Handle open_file(distributed::Communicator const& ranks, std::filesystem::path const& path,
                 std::string const& where) {
  ranks.together([&] {  // a node may lack the file system
    if (!std::ifstream(path, std::ios::binary)) throw IoError(where + ": cannot be opened");
  });
  Handle file;
  try {
    ranks.together([&] {
      Handle const access = file_access(ranks, Purpose::reading, where);
      file = check({H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose}, where,
                   "cannot be read, expected a complete HDF5 file");
    });
  } catch (...) {
    if (ranks.size() > 1) file.release();  // closing it would wait for ranks that have none
    throw;
  }
  return file;
}

Handle open_dataset(hid_t file, std::string const& group, std::string const& dataset,
                    std::string const& where) {
  Handle current =
      check({H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose}, where, "its root group cannot be opened");
  for (std::size_t begin = 0; begin < group.size();) {
    std::size_t const end = std::min(group.find('/', begin), group.size());
    std::string const part = group.substr(begin, end - begin);
    begin = end + 1;
    if (!part.empty()) current = open_object(current.id(), part, ObjectKind::group, where);
  }
  return open_object(current.id(), dataset, ObjectKind::dataset, where);
}

/// Collective where no rank can fail by itself: on one block whose place in the file is sound. A
/// damaged chunk fails on the rank that reads it, and would leave the others waiting.
Transfer choose_transfer(hid_t file, hid_t dataset, std::string const& where) {
  Handle const creation =
      check({H5Dget_create_plist(dataset), H5Pclose}, where, "its storage cannot be read");
  haddr_t const begin = H5Dget_offset(dataset);
  if (H5Pget_layout(creation.id()) != H5D_CONTIGUOUS || begin == HADDR_UNDEF)
    return Transfer::independent;
  hsize_t size = 0;
  hsize_t const stored = H5Dget_storage_size(dataset);
  if (H5Fget_filesize(file, &size) < 0) fail(where, "the size of its file cannot be read");
  if (begin > size || stored > size - begin)
    throw IoError(where + ": its values lie beyond the end of the file, which is " +
                  std::to_string(size) + " bytes long");
  return Transfer::collective;
}

}  // namespace

template <class T>
void require_fitting(NumberFormat const& stored, std::string const& where) {
  if constexpr (std::numeric_limits<T>::is_integer) {
    if (stored.is_floating) throw IoError(where + ": is of type floating point, expected integers");
    int const needed = stored.is_signed ? stored.bytes : stored.bytes + 1;
    if (needed > static_cast<int>(sizeof(T))) {
      throw IoError(where + ": has " + (stored.is_signed ? "signed" : "unsigned") +
                    " integers of " + std::to_string(stored.bytes) +
                    " bytes, expected what fits into signed ones of " + std::to_string(sizeof(T)));
    }
  }
}

template <class T>
void read_dataset(distributed::Communicator const& ranks, std::filesystem::path const& path,
                  std::string const& group, std::string const& dataset, Shape const& extents,
                  Slabs const& own, std::span<T> values, std::string const& where) {
  Kokkos::Profiling::ScopedRegion const region("smnn::io::read");
  QuietErrors const quiet;
  std::int64_t own_entries = 0;
  ranks.together([&] { own_entries = checked_entries(own, extents, values.size(), where); });
  Pieces const pieces(own_entries == 0 ? Slabs() : own, sizeof(T), transfer_bytes, {});
  Transfers const transfers = gather_transfers(ranks, own_entries, pieces.count());
  if (transfers.entries == 0) return;
  Handle file = open_file(ranks, path, where);
  Handle opened;
  Transfer mode = Transfer::independent;
  ranks.together([&] {
    opened = open_dataset(file.id(), group, dataset, where);
    check_storage(opened.id(), where);
    if (dataset_shape(opened.id(), where) != extents)
      throw IoError(where + ": was replaced while it was read");
    mode = choose_transfer(file.id(), opened.id(), where);
  });
  Handle const access = value_access(ranks, mode, where);
  T no_value{};
  auto const read_piece = [&](hid_t memory, hid_t space, std::int64_t first) {
    T* const data = values.empty() ? &no_value : values.data() + first;
    return H5Dread(opened.id(), native_type<T>(), memory, space, access.id(), data);
  };
  transfer_pieces(ranks, opened.id(), pieces, transfers.rounds, read_piece, where,
                  "its values cannot be read");
}

#define SMNN_READ_DATASET(T)                                                                    \
  template void require_fitting<T>(NumberFormat const&, std::string const&);                    \
  template void read_dataset<T>(distributed::Communicator const&, std::filesystem::path const&, \
                                std::string const&, std::string const&, Shape const&,           \
                                Slabs const&, std::span<T>, std::string const&);
SMNN_READ_DATASET(double)
SMNN_READ_DATASET(float)
SMNN_READ_DATASET(std::int32_t)
SMNN_READ_DATASET(std::int64_t)

}  // namespace smnn::io::detail
