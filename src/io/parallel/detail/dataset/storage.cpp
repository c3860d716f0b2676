#include "smnn/io/parallel/detail/dataset/storage.hpp"

#include <hdf5.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

void check_chunk(Shape const& chunk, Shape const& extents, std::size_t entry_bytes,
                 std::string const& where) {
  bool fits = chunk.size() == extents.size();
  for (std::size_t axis = 0; fits && axis < chunk.size(); ++axis)
    fits = chunk[axis] >= 1 && chunk[axis] <= std::max<std::int64_t>(extents[axis], 1);
  if (!fits) {
    throw InvalidArgument(where + ": got chunks of " + to_string(chunk) +
                          ", expected at least 1 and at most the extents " + to_string(extents));
  }
  auto const size = bytes(chunk, entry_bytes);
  if (!size || *size > std::int64_t{std::numeric_limits<std::uint32_t>::max()}) {
    throw InvalidArgument(where + ": got chunks of " + to_string(chunk) +
                          ", expected less than 4 GiB each");
  }
}

void check_deflate(int deflate, std::string const& where) {
  if (deflate < 0 || deflate > 9) {
    throw InvalidArgument(where + ": got deflate " + std::to_string(deflate) +
                          ", expected 0 (not compressed) to 9");
  }
  if (deflate > 0 && H5Zfilter_avail(H5Z_FILTER_DEFLATE) <= 0)
    throw InvalidArgument(where + ": the HDF5 library cannot compress; expected deflate 0");
}

/// Whole chunks and the nodes of the tree that finds them; nothing if that is beyond 64 bits.
std::optional<std::int64_t> chunked_bytes(Shape const& chunk, Shape const& extents,
                                          std::size_t entry_bytes) {
  Shape counts(extents.size());
  for (std::size_t axis = 0; axis < extents.size(); ++axis)
    counts[axis] = extents[axis] / chunk[axis] + (extents[axis] % chunk[axis] == 0 ? 0 : 1);
  auto const chunks = entries(counts);
  auto const chunk_bytes = bytes(chunk, entry_bytes);
  auto const key_bytes = static_cast<std::int64_t>(8 * (extents.size() + 3));
  std::int64_t result = 0;
  if (!chunks || !chunk_bytes ||
      __builtin_mul_overflow(*chunks, *chunk_bytes + 4 * key_bytes, &result))
    return std::nullopt;
  return result;
}

}  // namespace

Storage plan_storage(Shape const& extents, std::size_t entry_bytes, DatasetOptions const& options,
                     std::string const& where) {
  auto const size = bytes(extents, entry_bytes);
  if (!size || extents.size() > H5S_MAX_RANK) {
    throw InvalidArgument(where + ": got extents " + to_string(extents) +
                          ", expected at most 32 that are not negative, and less than 2^63 bytes");
  }
  if (options.transfer_bytes < 1) {
    throw InvalidArgument(where + ": got transfers of " + std::to_string(options.transfer_bytes) +
                          " bytes, expected at least 1");
  }
  check_deflate(options.deflate, where);
  Storage storage;
  Shape const automatic = automatic_chunk(extents, entry_bytes);
  if (!options.chunk.empty()) {
    check_chunk(options.chunk, extents, entry_bytes, where);
    storage.chunk = options.chunk;
  } else if (options.deflate > 0 || automatic != extents) {
    storage.chunk = automatic;
  }
  if (*size == 0 || extents.empty()) storage.chunk.clear();  // HDF5 has no chunks of nothing
  if (!storage.chunk.empty()) storage.deflate = options.deflate;
  auto const needed =
      storage.chunk.empty() ? size : chunked_bytes(storage.chunk, extents, entry_bytes);
  if (!needed) {
    throw InvalidArgument(where + ": chunks of " + to_string(storage.chunk) + " for extents " +
                          to_string(extents) + " need more than 2^63 bytes");
  }
  storage.bytes = static_cast<std::uint64_t>(*needed);
  return storage;
}

}  // namespace smnn::io::detail
