// Values from one way of sharing points to another.
#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <vector>

#include "ranks.hpp"
#include "smnn/distributed/redistribution.hpp"

namespace smnn::distributed {
namespace {

using test::world;

// Rank r's share of so many points, the more the higher its rank.
Range uneven(std::int64_t points, std::int64_t rank) {
  std::int64_t const ranks = world().size();
  auto const cut = [&](std::int64_t r) { return points * r * r / (ranks * ranks); };
  return {cut(rank), cut(rank + 1)};
}

std::vector<double> places(Range const& range) {
  std::vector<double> result(static_cast<std::size_t>(range.size()));
  std::iota(result.begin(), result.end(), static_cast<double>(range.begin));
  return result;
}

TEST(RedistributionTest, BringsEveryValueToItsPoint) {
  int const rank = world().rank();
  for (std::int64_t const points : {1, 7, 64}) {
    // From shares that grow to one rank that has all.
    Range const before = uneven(points, rank);
    Range after{0, 0};
    if (rank == world().size() - 1) after = {0, points};
    Redistribution const there(world(), before, after);
    Redistribution const back(world(), after, before);
    std::vector<double> values(static_cast<std::size_t>(after.size()), -1.0);
    there(places(before), values);
    EXPECT_EQ(values, places(after)) << points;
    std::vector<double> again(static_cast<std::size_t>(before.size()), -1.0);
    back(values, again);
    EXPECT_EQ(again, places(before)) << points;
  }
}

TEST(RedistributionTest, LeavesWhatNobodyHad) {
  // The last rank wants two points beyond those that rank 0 has.
  Range const before{-3, world().rank() == 0 ? 2 : -3};
  Range const after{-3, world().rank() == world().size() - 1 ? 4 : -3};
  Redistribution const there(world(), before, after);
  std::vector<double> values(static_cast<std::size_t>(after.size()), 7.0);
  there(places(before), values);
  std::vector<double> expected{-3, -2, -1, 0, 1, 7, 7};
  expected.resize(values.size());
  EXPECT_EQ(values, expected);
}

}  // namespace
}  // namespace smnn::distributed
