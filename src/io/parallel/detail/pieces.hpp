/// @file
/// Slabs that are too large for one transfer, cut into pieces that are contiguous in memory.
#pragma once

#include <cstdint>
#include <vector>

#include "smnn/io/parallel/slab.hpp"

namespace smnn::io::detail {

struct Piece {
  Slab slab;
  std::int64_t first_value = 0;  ///< Of all values, in the order of slabs and row-major in each.
};

/// Those of one slab.
class SlabPieces {
 public:
  /// Pieces of at most `limit` bytes, but of one entry at least. Where possible they end with the
  /// `chunk`s of the whole array (empty for none), which then need not be written twice.
  SlabPieces(Slab const& slab, std::int64_t entry_bytes, std::int64_t limit, Shape const& chunk);

  std::int64_t count() const { return outer_ * ranges_; }
  Piece operator[](std::int64_t index) const;

 private:
  Slab slab_;
  std::size_t axis_ = 0;          // pieces are ranges along this one
  std::int64_t row_entries_ = 1;  // of the axes after it
  std::int64_t rows_ = 1;         // of a piece
  std::int64_t base_ = 0;         // where the first piece would begin, were it a full one
  std::int64_t ranges_ = 0;
  std::int64_t outer_ = 0;  // entries of the axes before it
};

/// Those of all slabs of a rank. A slab without axes is a scalar.
class Pieces {
 public:
  Pieces(Slabs const& slabs, std::int64_t entry_bytes, std::int64_t limit, Shape const& chunk);

  std::int64_t count() const { return count_; }
  Piece operator[](std::int64_t index) const;

 private:
  struct Part {
    SlabPieces pieces;
    std::int64_t first_piece;
    std::int64_t first_value;
  };
  std::vector<Part> parts_;
  std::int64_t count_ = 0;
};

}  // namespace smnn::io::detail
