/// @file
/// The part of an array that one rank has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "smnn/io/memory.hpp"

namespace smnn::io {

/// A block of a larger array: `count` entries from `offset` on along every axis, slowest first. One
/// without axes is nothing (or all of a scalar), one with a count of 0 is nothing too.
struct Slab {
  Shape offset;
  Shape count;

  bool operator==(Slab const&) const = default;
};

/// All of an array.
Slab whole(Shape const& extents);

/// The share of `rank` if one axis is cut into parts as even as can be; nothing for the last ranks
/// of more ranks than entries.
Slab even_slab(Shape const& extents, std::size_t axis, int rank, int ranks);

/// Entries of the slab. Throws InvalidArgument, starting with `where`, unless the slab lies within
/// the extents and has as many entries as there are `values`.
std::int64_t checked_entries(Slab const& slab, Shape const& extents, std::size_t values,
                             std::string const& where);

}  // namespace smnn::io
