/// @file
/// The part of an array that one rank has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "smnn/io/memory.hpp"

namespace smnn::io {

/// A block of a larger array: `count` entries from `offset` on along every axis, slowest first. One
/// without axes is nothing (or all of a scalar), one with a count of 0 is nothing too.
struct Slab {
  Shape offset;
  Shape count;

  bool operator==(Slab const&) const = default;
};

/// What a rank has of an array: a slab, several (whose values stand one after the other), or none.
class Slabs {
 public:
  Slabs() = default;
  Slabs(Slab slab) : slabs_{std::move(slab)} {}  // NOLINT: a slab is one of these
  Slabs(Shape offset, Shape count) : slabs_{{std::move(offset), std::move(count)}} {}
  Slabs(std::vector<Slab> slabs) : slabs_(std::move(slabs)) {}  // NOLINT: so are several

  std::size_t size() const { return slabs_.size(); }
  auto begin() const { return slabs_.begin(); }
  auto end() const { return slabs_.end(); }

 private:
  std::vector<Slab> slabs_;
};

/// All of an array.
Slab whole(Shape const& extents);

/// The share of `rank` if one axis is cut into parts as even as can be; nothing for the last ranks
/// of more ranks than entries.
Slab even_slab(Shape const& extents, std::size_t axis, int rank, int ranks);

/// Entries of the slabs. Throws InvalidArgument, starting with `where`, unless every slab lies
/// within the extents.
std::int64_t checked_entries(Slabs const& slabs, Shape const& extents, std::string const& where);
/// The same, unless they have as many entries as there are `values`.
std::int64_t checked_entries(Slabs const& slabs, Shape const& extents, std::size_t values,
                             std::string const& where);

}  // namespace smnn::io
