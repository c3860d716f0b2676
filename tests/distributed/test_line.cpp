// How an axis is cut.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "ranks.hpp"
#include "smnn/network/line.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using network::Line;
using testing::HasSubstr;

TEST(Line, SharesAreEqualToOneMultiple) {
  for (std::int64_t const multiple : {1, 4}) {
    Line const line(world(), 17 * multiple, multiple);
    std::int64_t end = 0;
    for (int r = 0; r < line.ranks(); ++r) {
      EXPECT_EQ(line.points(r).begin, end);
      end = line.points(r).end;
      EXPECT_EQ(end % multiple, 0);
      std::int64_t const shares = line.points(r).size() / multiple;
      EXPECT_GE(shares, 17 / line.ranks());
      EXPECT_LE(shares, 17 / line.ranks() + 1);
    }
    EXPECT_EQ(end, line.length());
    EXPECT_EQ(line.points(), line.points(line.rank()));
  }
}

TEST(Line, NeighboursGoRound) {
  Line const line(world(), 100);
  int const last = line.ranks() - 1;
  EXPECT_EQ(line.right(), line.rank() == last ? 0 : line.rank() + 1);
  EXPECT_EQ(line.left(), line.rank() == 0 ? last : line.rank() - 1);
}

TEST(Line, GivenCutsAreKeptAndStrided) {
  Communicator const ranks = world();
  std::vector<std::int64_t> cuts{0};
  for (int r = 0; r < ranks.size(); ++r) cuts.push_back(cuts.back() + 6 * (ranks.size() - r));
  Line const line(ranks, cuts);
  EXPECT_EQ(line.narrowest_rank(), ranks.size() - 1);
  EXPECT_EQ(line.points().size(), 6 * (ranks.size() - ranks.rank()));
  Line const strided = line.strided(3);
  EXPECT_EQ(strided.points().size(), 2 * (ranks.size() - ranks.rank()));
  EXPECT_EQ(strided.length() * 3, line.length());
}

TEST(Line, CutsThatDoNotFitAreRefusedByAllRanks) {
  Communicator const ranks = world();
  auto const message = [&](std::vector<std::int64_t> const& cuts) {
    return message_of<InvalidArgument>([&] { Line(ranks, cuts); });
  };
  std::vector<std::int64_t> cuts;
  for (int r = 0; r <= ranks.size(); ++r) cuts.push_back(5 * r);
  std::vector<std::int64_t> changed = cuts;
  changed.back() = changed[changed.size() - 2];
  EXPECT_THAT(message(changed),
              HasSubstr("rank " + std::to_string(ranks.size() - 1) + " has the "));
  changed = cuts;
  changed.push_back(1000);
  EXPECT_THAT(message(changed), HasSubstr("cuts for " + std::to_string(ranks.size()) + " ranks"));
  changed = cuts;
  changed[0] = 1;
  EXPECT_THAT(message(changed), HasSubstr("the first cut is 1, expected 0"));
  if (ranks.size() == 1) return;
  changed = cuts;
  if (ranks.rank() == 1) changed.back() += 1;
  EXPECT_EQ(message(changed), "rank 1: line: the cuts are not those of rank 0");
}

TEST(Line, LengthsThatDoNotFitAreRefused) {
  int const ranks = world().size();
  EXPECT_EQ(
      message_of<InvalidArgument>([&] { Line(world(), 4 * ranks + 1, 4); }),
      "line: length " + std::to_string(4 * ranks + 1) + ", expected a positive multiple of 4");
  if (ranks > 1) {
    EXPECT_EQ(message_of<InvalidArgument>([&] { Line(world(), 4, 4); }),
              "line: length 4 for " + std::to_string(ranks) +
                  " ranks, expected at least 4 points a rank");
  }
  Line const line(world(), 3 * ranks);
  EXPECT_EQ(message_of<InvalidArgument>([&] { line.strided(2, "layer 'x'"); }),
            std::string("layer 'x': ") + (ranks == 1 ? "the axis ends" : "rank 1 begins") +
                " at point 3, expected a multiple of the stride 2");
}

}  // namespace
}  // namespace smnn::test
