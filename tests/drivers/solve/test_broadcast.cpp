// Leading batch dimensions become systems and right-hand sides as NumPy's rules say.
#include <gtest/gtest.h>

#include <numeric>
#include <smnn/io/text.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "solve/broadcast.hpp"

namespace smnn::drivers {
namespace {

using io::Shape;

struct Leading {
  Shape coefficients;
  Shape steps;
  Shape rhs;
  Shape initial_values;
};

BatchAxes axes_of(Leading const& leading) {
  return broadcast({"coefficients", leading.coefficients}, {"steps", leading.steps},
                   {"rhs", leading.rhs}, {"initial_values", leading.initial_values}, "here");
}

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

std::vector<std::int64_t> counted(std::int64_t count) {
  std::vector<std::int64_t> values(static_cast<std::size_t>(count));
  std::iota(values.begin(), values.end(), 0);
  return values;
}

/// The entry that solution (b, m) sees of a gathered array, which may be shared.
std::int64_t seen(BatchMap const& map, std::vector<std::int64_t> const& gathered, std::int64_t b,
                  std::int64_t m) {
  std::int64_t const own_b = map.batch() == 1 ? 0 : b;
  std::int64_t const own_m = map.members() == 1 ? 0 : m;
  return gathered[static_cast<std::size_t>(own_b * map.members() + own_m)];
}

void expect_numpy(BatchAxes const& axes, Shape const& own, BatchMap::Kind kind) {
  using Span = std::span<std::int64_t const>;
  BatchMap const solution(axes, axes.extents, 1, BatchMap::Kind::members);
  auto const order = counted(solution.file_entries());
  std::vector<std::int64_t> flat(order.size());
  solution.gather(Span(order), std::span(flat));

  BatchMap const map(axes, own, 1, kind);
  auto const file = counted(map.file_entries());
  std::vector<std::int64_t> gathered(static_cast<std::size_t>(map.gathered_entries()));
  map.gather(Span(file), std::span(gathered));
  for (std::int64_t b = 0; b < axes.batch; ++b) {
    for (std::int64_t m = 0; m < axes.members; ++m) {
      std::int64_t const index = seen(solution, flat, b, m);
      std::int64_t const expected = broadcast_index(own, axes.extents, index);
      EXPECT_EQ(seen(map, gathered, b, m), expected) << "b " << b << ", m " << m;
      if (!map.in_place()) continue;
      std::int64_t const own_b = map.batch() == 1 ? 0 : b;
      std::int64_t const own_m = map.members() == 1 ? 0 : m;
      EXPECT_EQ(own_b * map.batch_stride(true) + own_m * map.member_stride(true), expected);
    }
  }
}

TEST(Broadcast, FollowsNumPy) {
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
  };
  for (auto const& c : cases) {
    BatchAxes const axes = axes_of(c);
    SCOPED_TRACE(io::to_string(c.coefficients) + io::to_string(c.steps) + io::to_string(c.rhs) +
                 io::to_string(c.initial_values));
    EXPECT_EQ(axes.batch * axes.members, io::entries(axes.extents));
    expect_numpy(axes, c.coefficients, BatchMap::Kind::matrix);
    expect_numpy(axes, c.steps, BatchMap::Kind::matrix);
    expect_numpy(axes, c.rhs, BatchMap::Kind::members);
    expect_numpy(axes, c.initial_values, BatchMap::Kind::members);
    for (std::int64_t i = 0; i < axes.batch * axes.members; ++i) {
      EXPECT_FALSE(leading_index(axes, i).empty());
    }
  }
}

TEST(Broadcast, OneMatrixForManyRightHandSidesIsOneSystem) {
  BatchAxes const axes = axes_of({{1, 3}, {1, 3}, {32, 3}, {32, 3}});
  EXPECT_EQ(axes.batch, 3);
  EXPECT_EQ(axes.members, 32);
  EXPECT_EQ(leading_index(axes, 1 * 32 + 7), "(7, 1)");
}

TEST(Broadcast, NothingIsCopiedWhereStridesWillDo) {
  BatchAxes const axes = axes_of({{1, 3}, {1, 3}, {32, 3}, {32, 3}});
  EXPECT_TRUE(BatchMap(axes, {32, 3}, 50, BatchMap::Kind::members).in_place());
  EXPECT_TRUE(BatchMap(axes, {1, 3}, 3, BatchMap::Kind::matrix).in_place());
}

TEST(Broadcast, GradientsOfSharedEntriesAreSummed) {
  // rhs (3,) serves both rows of the coefficients' (2, 3).
  BatchAxes const axes = axes_of({{2, 3}, {1}, {3}, {2, 3}});
  BatchMap const map(axes, {3}, 2, BatchMap::Kind::members);
  EXPECT_TRUE(map.repeats());
  std::vector<double> const gathered{1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
  std::vector<double> file(6, -1);
  map.scatter(std::span<double const>(gathered), std::span(file));
  EXPECT_EQ(file, (std::vector<double>{11, 22, 33, 44, 55, 66}));
}

TEST(Broadcast, AnEmptyBatchHasNoSolutions) {
  BatchAxes const axes = axes_of({{0}, {1}, {0}, {}});
  EXPECT_TRUE(axes.empty());
  EXPECT_EQ(axes.extents, Shape{0});
  BatchMap const map(axes, {0}, 5, BatchMap::Kind::matrix);
  EXPECT_EQ(map.file_entries(), 0);
  EXPECT_EQ(map.gathered_entries(), 0);
}

TEST(Broadcast, ExtentsThatDifferAreNamed) {
  test::expect_error<IoError>(
      [] {
        axes_of({{3}, {3}, {4}, {3}});
      },
      {"here, dataset 'rhs'", "(4,)", "expected (3,) as in 'coefficients'"});
  test::expect_error<IoError>([] { axes_of({{3}, {1}, {0}, {1}}); }, {"dataset 'rhs'", "(0,)"});
}

TEST(Broadcast, MoreSystemsThanCanBeCountedAreRefused) {
  std::int64_t const large = std::int64_t{1} << 40;
  test::expect_error<IoError>(
      [&] {
        axes_of({{large, 1}, {1, large}, {}, {}});
      },
      {"here: the leading extents broadcast to", "64 bits"});
}

}  // namespace
}  // namespace smnn::drivers
