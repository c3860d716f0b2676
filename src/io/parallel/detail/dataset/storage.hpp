/// @file
/// How a dataset will lie in its file.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/io/parallel/dataset_options.hpp"

namespace smnn::io::detail {

struct Storage {
  Shape chunk;              ///< Empty: one contiguous block.
  int deflate = 0;          ///< 0: not compressed.
  std::uint64_t bytes = 0;  ///< At most, with the index of the chunks.
};

/// Throws InvalidArgument unless extents and options are possible and fit each other.
Storage plan_storage(Shape const& extents, std::size_t entry_bytes, DatasetOptions const& options,
                     std::string const& where);

}  // namespace smnn::io::detail
