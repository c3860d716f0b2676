#include "smnn/io/parallel/detail/dataset/read_dataset.hpp"

#include <cstdint>
#include <exception>
#include <limits>

#include "smnn/io/detail/hdf5_objects.hpp"
#include "smnn/io/parallel/detail/agreement.hpp"
#include "smnn/io/parallel/detail/file/access.hpp"
#include "smnn/io/parallel/detail/pieces.hpp"
#include "smnn/io/parallel/detail/transfer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

constexpr std::int64_t transfer_bytes = std::int64_t{1} << 29;

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
void read_dataset(ReaderFile& file, std::string const& group, std::string const& dataset,
                  Shape const& extents, Slabs const& own, Destination<T> const& destination,
                  std::string const& where) {
  QuietErrors const quiet;
  auto const& ranks = file.ranks();
  std::span<T> values;
  Pieces pieces({}, sizeof(T), transfer_bytes, {});
  std::exception_ptr error;
  try {
    values = destination(extents);
    if (!values.empty()) pieces = Pieces(own, sizeof(T), transfer_bytes, {});
  } catch (...) {
    error = std::current_exception();
  }
  Transfers const transfers =
      gather_transfers(ranks, static_cast<std::int64_t>(values.size()), pieces.count(), error);
  if (transfers.entries == 0) return;
  file.open(where);
  try {
    Handle opened;
    Transfer mode = Transfer::independent;
    ranks.together([&] {
      opened = open_object(file.group(group, where), dataset, ObjectKind::dataset, where);
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
  } catch (...) {  // on all ranks
    file.close();
    throw;
  }
}

#define SMNN_READ_DATASET(T)                                                                       \
  template void require_fitting<T>(NumberFormat const&, std::string const&);                       \
  template void read_dataset<T>(ReaderFile&, std::string const&, std::string const&, Shape const&, \
                                Slabs const&, Destination<T> const&, std::string const&);
SMNN_READ_DATASET(double)
SMNN_READ_DATASET(float)
SMNN_READ_DATASET(std::int32_t)
SMNN_READ_DATASET(std::int64_t)

}  // namespace smnn::io::detail
