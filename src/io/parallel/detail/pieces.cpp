#include "smnn/io/parallel/detail/pieces.hpp"

#include <algorithm>
#include <iterator>

namespace smnn::io::detail {
namespace {

std::int64_t product(Shape const& extents, std::size_t begin, std::size_t end) {
  std::int64_t result = 1;
  for (std::size_t axis = begin; axis < end; ++axis) result *= extents[axis];
  return result;
}

}  // namespace

SlabPieces::SlabPieces(Slab const& slab, std::int64_t entry_bytes, std::int64_t limit,
                       Shape const& chunk)
    : slab_(slab) {
  Shape const& count = slab_.count;
  std::size_t const axes = count.size();
  if (std::find(count.begin(), count.end(), 0) != count.end()) return;
  outer_ = 1;
  ranges_ = 1;
  if (axes == 0) return;
  std::int64_t const limit_entries = std::max<std::int64_t>(limit / entry_bytes, 1);
  while (axis_ + 1 < axes && product(count, axis_ + 1, axes) > limit_entries) ++axis_;
  row_entries_ = product(count, axis_ + 1, axes);
  outer_ = product(count, 0, axis_);
  rows_ = std::max<std::int64_t>(limit_entries / row_entries_, 1);
  std::int64_t const offset = slab_.offset[axis_];
  std::int64_t align = chunk.empty() ? 1 : chunk[axis_];
  if (align > rows_) align = 1;
  rows_ -= rows_ % align;
  base_ = offset - offset % align;
  ranges_ = (offset + count[axis_] - base_ - 1) / rows_ + 1;
}

Piece SlabPieces::operator[](std::int64_t index) const {
  if (slab_.count.empty()) return {slab_, 0};
  std::int64_t outer = index / ranges_;
  std::int64_t const range = index % ranges_;
  std::int64_t const offset = slab_.offset[axis_];
  std::int64_t const begin = std::max(offset, base_ + range * rows_);
  // Not base_ + (range + 1) * rows_, which may be more than 64 bits hold.
  std::int64_t const length =
      std::min(rows_ - (begin - base_ - range * rows_), offset + slab_.count[axis_] - begin);
  Piece piece{slab_, (outer * slab_.count[axis_] + begin - offset) * row_entries_};
  piece.slab.offset[axis_] = begin;
  piece.slab.count[axis_] = length;
  for (std::size_t axis = axis_; axis-- > 0;) {
    piece.slab.offset[axis] += outer % slab_.count[axis];
    piece.slab.count[axis] = 1;
    outer /= slab_.count[axis];
  }
  return piece;
}

Pieces::Pieces(Slabs const& slabs, std::int64_t entry_bytes, std::int64_t limit,
               Shape const& chunk) {
  std::int64_t values = 0;
  for (Slab const& slab : slabs) {
    SlabPieces const pieces(slab, entry_bytes, limit, chunk);
    if (pieces.count() == 0) continue;
    parts_.push_back({pieces, count_, values});
    count_ += pieces.count();
    values += product(slab.count, 0, slab.count.size());
  }
}

Piece Pieces::operator[](std::int64_t index) const {
  auto const after = std::upper_bound(
      parts_.begin(), parts_.end(), index,
      [](std::int64_t wanted, Part const& part) { return wanted < part.first_piece; });
  Part const& part = *std::prev(after);
  Piece piece = part.pieces[index - part.first_piece];
  piece.first_value += part.first_value;
  return piece;
}

}  // namespace smnn::io::detail
