/// @file
/// What a dataset says about itself, and how it is stored.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/io/memory.hpp"

namespace smnn::io {

struct DatasetOptions {
  /// A name for every axis, slowest first, or none. The dataset of that name in the same group, if
  /// it was written before, has the coordinates along the axis.
  std::vector<std::string> dimensions = {};
  std::string units = {};        ///< "m s-1"; "1" for numbers without; empty: does not say.
  std::string description = {};  ///< Becomes the attribute "long_name".
  Shape chunk = {};  ///< Extents of a chunk; empty: `automatic_chunk`, or one contiguous block.
  int deflate = 0;   ///< 0 (not compressed) to 9 (smallest, slowest).
  /// What a rank hands to HDF5 at once; more goes in parts.
  std::int64_t transfer_bytes = std::int64_t{1} << 29;
};

/// Extents of a chunk of at most 4 MiB: as long as the array where possible, else cut along its
/// longest axes. They follow from the array alone, so that files of any number of ranks are alike.
Shape automatic_chunk(Shape const& extents, std::size_t entry_bytes);

}  // namespace smnn::io
