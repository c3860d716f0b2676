// What a share of the systems sees of an array whose batch was broadcast: NumPy's rules, whoever
// has which systems.
#include <gtest/gtest.h>

#include <numeric>
#include <smnn/io/text.hpp>

#include "solve/batch_map.hpp"

namespace smnn::drivers {
namespace {

using distributed::Range;
using io::Shape;
using Numbers = std::vector<std::int64_t>;

struct Leading {
  Shape coefficients;
  Shape steps;
  Shape rhs;
  Shape initial_values;

  BatchAxes axes() const {
    return broadcast({"coefficients", coefficients}, {"steps", steps}, {"rhs", rhs},
                     {"initial_values", initial_values}, "here");
  }
};

/// Index into an array of leading extents `own` of entry `flat` of one of extents `all`: NumPy's
/// rule, in the plainest words.
std::int64_t broadcast_index(Shape const& own, Shape const& all, std::int64_t flat) {
  std::int64_t index = 0;
  std::int64_t stride = 1;
  for (std::size_t axis = all.size(); axis-- > 0;) {
    std::int64_t const place = flat % all[axis];
    flat /= all[axis];
    std::size_t const missing = all.size() - own.size();
    if (axis < missing) continue;
    std::int64_t const extent = own[axis - missing];
    if (extent != 1) index += place * stride;
    stride *= extent;
  }
  return index;
}

/// The entries of a block, as their places in the array.
void append_places(io::Slab const& block, Shape const& extents, Numbers& places) {
  std::int64_t const count = io::entries(block.count).value();
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t rest = i;
    std::int64_t place = 0;
    std::int64_t stride = 1;
    for (std::size_t axis = extents.size(); axis-- > 0;) {
      place += (block.offset[axis] + rest % block.count[axis]) * stride;
      rest /= block.count[axis];
      stride *= extents[axis];
    }
    places.push_back(place);
  }
}

/// What is read from an array whose entries are their own places.
Numbers read_blocks(BatchMap const& map, Shape const& extents) {
  Numbers places;
  for (auto const& block : map.blocks()) append_places(block, extents, places);
  EXPECT_EQ(static_cast<std::int64_t>(places.size()), map.block_entries());
  return places;
}

/// Of shape (B, M), with extent 1 where one entry serves all.
Numbers gathered(BatchMap const& map, Numbers const& blocks) {
  Numbers values(static_cast<std::size_t>(map.batch() * map.members()));
  map.gather(std::span<std::int64_t const>(blocks), std::span(values), 1);
  if (map.in_order()) {
    EXPECT_EQ(values, blocks);
  }
  return values;
}

std::int64_t seen(BatchMap const& map, Numbers const& values, std::int64_t b, std::int64_t m) {
  std::int64_t const own_b = map.batch() == 1 ? 0 : b;
  std::int64_t const own_m = map.members() == 1 ? 0 : m;
  return values[static_cast<std::size_t>(own_b * map.members() + own_m)];
}

Range share(std::int64_t count, std::int64_t rank, std::int64_t ranks) {
  return {count * rank / ranks, count * (rank + 1) / ranks};
}

/// Every rank's systems see what NumPy says; the blocks of distinct entries have each once.
void expect_numpy(BatchAxes const& axes, Shape const& own, BatchMap::Kind kind,
                  std::int64_t ranks) {
  Numbers read_by_all;
  for (std::int64_t rank = 0; rank < ranks; ++rank) {
    Range const systems = share(axes.batch, rank, ranks);
    BatchMap const solution(axes, axes.extents, BatchMap::Kind::members, systems);
    Numbers const flat = gathered(solution, read_blocks(solution, axes.extents));
    BatchMap const map(axes, own, kind, systems);
    Numbers const blocks = read_blocks(map, own);
    if (map.use() == BatchMap::Use::distinct)
      read_by_all.insert(read_by_all.end(), blocks.begin(), blocks.end());
    Numbers const values = gathered(map, blocks);
    for (std::int64_t b = 0; b < systems.size(); ++b) {
      for (std::int64_t m = 0; m < axes.members; ++m) {
        std::int64_t const index = flat[static_cast<std::size_t>(b * axes.members + m)];
        EXPECT_EQ(seen(map, values, b, m), broadcast_index(own, axes.extents, index))
            << "b " << systems.begin + b << ", m " << m << ", " << ranks << " ranks";
      }
    }
  }
  if (read_by_all.empty()) return;
  std::sort(read_by_all.begin(), read_by_all.end());
  Numbers expected(static_cast<std::size_t>(io::entries(own).value()));
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(read_by_all, expected) << ranks << " ranks";
}

TEST(BatchMap, FollowsNumPyOnAnyNumberOfRanks) {
  std::vector<Leading> const cases{
      {{}, {}, {}, {}},
      {{4}, {4}, {4}, {4}},
      {{3, 16}, {3, 16}, {3, 16}, {3, 16}},
      {{1, 3}, {1, 3}, {32, 3}, {32, 3}},
      {{}, {}, {5}, {5}},
      {{3}, {}, {2, 1}, {2, 3}},
      {{3}, {2, 1}, {3}, {1}},
      {{2, 1, 3}, {3}, {4, 1}, {2, 4, 1}},
      {{2, 1, 2, 1}, {1}, {3, 1, 5}, {1, 1, 1, 5}},
      {{1, 1}, {1}, {1, 1, 1}, {}},
      {{2}, {2}, {}, {7, 1}},
      {{3, 4, 5}, {3, 4, 5}, {3, 4, 5}, {5}},
  };
  for (auto const& c : cases) {
    BatchAxes const axes = c.axes();
    SCOPED_TRACE(io::to_string(c.coefficients) + io::to_string(c.steps) + io::to_string(c.rhs) +
                 io::to_string(c.initial_values));
    EXPECT_EQ(axes.batch * axes.members, io::entries(axes.extents));
    for (std::int64_t const ranks : {1, 2, 3, 7, 100}) {
      expect_numpy(axes, c.coefficients, BatchMap::Kind::matrix, ranks);
      expect_numpy(axes, c.steps, BatchMap::Kind::matrix, ranks);
      expect_numpy(axes, c.rhs, BatchMap::Kind::members, ranks);
      expect_numpy(axes, c.initial_values, BatchMap::Kind::members, ranks);
    }
    for (std::int64_t i = 0; i < axes.batch * axes.members; ++i)
      EXPECT_FALSE(leading_index(axes, i).empty());
  }
}

TEST(BatchMap, AShareIsFewBlocks) {
  Leading const leading{{3, 4, 5}, {3, 4, 5}, {3, 4, 5}, {5}};
  BatchMap const map(leading.axes(), {3, 4, 5}, BatchMap::Kind::matrix, {7, 52});
  // (0,1,2..4), (0,2..3,*), (1,*,*), (2,0..1,*), (2,2,0..1)
  EXPECT_EQ(map.blocks().size(), 5U);
  EXPECT_TRUE(map.in_order());
  BatchMap const all(leading.axes(), {3, 4, 5}, BatchMap::Kind::matrix, {0, 60});
  EXPECT_EQ(all.blocks(), std::vector<io::Slab>{io::whole({3, 4, 5})});
}

TEST(BatchMap, TellsHowEntriesAreUsed) {
  Leading const leading{{2, 3}, {1}, {3}, {2, 3}};
  auto const use = [&](Shape const& own, BatchMap::Kind kind) {
    return BatchMap(leading.axes(), own, kind, {0, 6}).use();
  };
  EXPECT_EQ(use({2, 3}, BatchMap::Kind::matrix), BatchMap::Use::distinct);
  EXPECT_EQ(use({1}, BatchMap::Kind::matrix), BatchMap::Use::shared);
  EXPECT_EQ(use({3}, BatchMap::Kind::members), BatchMap::Use::repeated);
}

TEST(BatchMap, GradientsOfSharedEntriesAreSummed) {
  // rhs (3,) serves both rows of the coefficients' (2, 3).
  Leading const leading{{2, 3}, {1}, {3}, {2, 3}};
  BatchMap const map(leading.axes(), {3}, BatchMap::Kind::members, {0, 6});
  std::vector<double> const gathered{1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
  std::vector<double> file(6, -1);
  map.scatter(std::span<double const>(gathered), std::span(file), 2);
  EXPECT_EQ(file, (std::vector<double>{11, 22, 33, 44, 55, 66}));
}

}  // namespace
}  // namespace smnn::drivers
