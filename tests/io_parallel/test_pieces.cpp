// Slabs too large for one transfer are cut into pieces, none of which is lost.
#include <gtest/gtest.h>

#include "numbers.hpp"
#include "smnn/io/parallel/dataset_options.hpp"
#include "smnn/io/parallel/detail/pieces.hpp"

namespace smnn::io {
namespace {

using detail::Pieces;

void expect_pieces_cover(Slab const& slab, Shape const& extents, std::int64_t limit,
                         Shape const& chunk) {
  auto const expected = test::entries_of<std::int64_t>(slab, extents);
  std::vector<std::int64_t> values;
  Pieces const pieces(slab, 8, limit, chunk);
  for (std::int64_t i = 0; i < pieces.count(); ++i) {
    auto const piece = pieces[i];
    EXPECT_EQ(piece.first_value, static_cast<std::int64_t>(values.size()));
    auto const part = test::entries_of<std::int64_t>(piece.slab, extents);
    EXPECT_FALSE(part.empty());
    EXPECT_LE(part.size() * 8, static_cast<std::size_t>(std::max<std::int64_t>(limit, 8)));
    values.insert(values.end(), part.begin(), part.end());
  }
  EXPECT_EQ(values, expected) << "limit " << limit;
}

TEST(Pieces, CoverTheSlabInOrder) {
  Shape const extents{7, 6, 9};
  for (std::int64_t const limit : {1, 8, 40, 72, 200, 432, 1000, 1 << 20}) {
    expect_pieces_cover(whole(extents), extents, limit, {});
    expect_pieces_cover({{2, 1, 3}, {4, 5, 5}}, extents, limit, {});
    expect_pieces_cover({{2, 1, 3}, {4, 5, 5}}, extents, limit, {3, 2, 4});
    expect_pieces_cover({{6, 5, 8}, {1, 1, 1}}, extents, limit, {3, 2, 4});
  }
}

TEST(Pieces, OfNothingAreNone) {
  EXPECT_EQ(Pieces({{0, 0}, {0, 5}}, 8, 100, {}).count(), 0);
  EXPECT_EQ(Pieces({{0}, {0}}, 8, 100, {4}).count(), 0);
}

TEST(Pieces, EndWithTheChunks) {
  Pieces const pieces({{3}, {20}}, 8, 80, {4});
  ASSERT_EQ(pieces.count(), 3);
  EXPECT_EQ(pieces[0].slab, (Slab{{3}, {5}}));
  EXPECT_EQ(pieces[1].slab, (Slab{{8}, {8}}));
  EXPECT_EQ(pieces[2].slab, (Slab{{16}, {7}}));
}

TEST(Pieces, CountIn64Bits) {
  std::int64_t const many = std::int64_t{1} << 40;
  Pieces const pieces({{many, 0}, {many, 2}}, 8, 1 << 29, {});
  ASSERT_EQ(pieces.count(), many / (1 << 25));
  auto const last = pieces[pieces.count() - 1];
  EXPECT_EQ(last.slab, (Slab{{2 * many - (1 << 25), 0}, {1 << 25, 2}}));
  EXPECT_EQ(last.first_value, 2 * (many - (1 << 25)));
}

TEST(EvenSlab, SharesAllEntriesOnce) {
  for (int ranks = 1; ranks < 9; ++ranks) {
    std::int64_t next = 0;
    for (int rank = 0; rank < ranks; ++rank) {
      Slab const slab = even_slab({2, 5}, 1, rank, ranks);
      EXPECT_EQ(slab.offset, (Shape{0, next}));
      EXPECT_EQ(slab.count[0], 2);
      next += slab.count[1];
    }
    EXPECT_EQ(next, 5);
  }
}

TEST(AutomaticChunk, IsTheArrayOrAtMostFourMebibytes) {
  EXPECT_EQ(automatic_chunk({100, 3}, 8), (Shape{100, 3}));
  EXPECT_EQ(automatic_chunk({0, 3}, 8), (Shape{1, 3}));
  EXPECT_EQ(automatic_chunk({}, 8), Shape{});
  Shape const huge = automatic_chunk({std::int64_t{1} << 40, std::int64_t{1} << 20, 3}, 8);
  EXPECT_LE(*bytes(huge, 8), 4 << 20);
  EXPECT_GE(*bytes(huge, 8), 1 << 20);
  EXPECT_EQ(huge[2], 3);
}

}  // namespace
}  // namespace smnn::io
