/// @file
/// A rank's slabs of an array that it has the whole of.
#pragma once

#include <span>

#include "smnn/io/parallel/slab.hpp"

namespace smnn::io::detail {

/// Copies the slabs, which lie within the extents, of an array with these `values` into
/// `own_values`, which has as many entries as they: both row-major, one slab after the other.
template <class From, class To>
void copy_slabs(std::span<From const> values, Shape const& extents, Slabs const& own,
                std::span<To> own_values);

}  // namespace smnn::io::detail
