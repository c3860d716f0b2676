#include <gtest/gtest.h>

#include <set>
#include <smnn/climate/record.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::climate {
namespace {

TimeAxis axis(Sampling sampling, Date const& first, std::int64_t size) {
  TimeAxis const start{sampling, {first}};
  TimeAxis result = start.following(size - 1);
  result.dates.insert(result.dates.begin(), first);
  return result;
}

Grid grid_with(std::int64_t points) {
  Grid grid{{-1, 0, 1}, {0, 90, 180, 270}, {}};
  for (std::int64_t i = 0; i < points; ++i) grid.ocean.push_back(i);
  return grid;
}

TEST(TimeAxis, MonthsGoOnAcrossYears) {
  TimeAxis const time = axis(Sampling::monthly, {1999, 11, 1}, 4);
  EXPECT_EQ(time.dates.back(), (Date{2000, 2, 1}));
  EXPECT_EQ(time.phases(), 12);
  EXPECT_EQ(time.phase(0), 10);
  EXPECT_EQ(time.phase(2), 0);
  EXPECT_EQ(steps_later({2000, 1, 1}, Sampling::monthly, -1), (Date{1999, 12, 1}));
}

TEST(TimeAxis, WeeksAndDaysGoOnAcrossLeapDays) {
  EXPECT_EQ(axis(Sampling::weekly, {2000, 2, 27}, 2).dates.back(), (Date{2000, 3, 5}));
  EXPECT_EQ(axis(Sampling::daily, {2000, 2, 28}, 3).dates.back(), (Date{2000, 3, 1}));
}

TEST(TimeAxis, EveryPhaseOfWeeksAndDaysOccursAndNoneBeyond) {
  for (Sampling const sampling : {Sampling::weekly, Sampling::daily}) {
    TimeAxis const time = axis(sampling, {1996, 1, 1}, sampling == Sampling::weekly ? 600 : 2000);
    std::set<std::int64_t> phases;
    for (std::int64_t i = 0; i < time.size(); ++i) phases.insert(time.phase(i));
    EXPECT_EQ(static_cast<std::int64_t>(phases.size()), time.phases());
    EXPECT_EQ(*phases.begin(), 0);
    EXPECT_EQ(*phases.rbegin(), time.phases() - 1);
  }
}

TEST(TimeAxis, DaysOfACommonYearAreItsPhases) {
  TimeAxis const time = axis(Sampling::daily, {2001, 1, 1}, 365);
  for (std::int64_t i = 0; i < 365; ++i) ASSERT_EQ(time.phase(i), i);
}

TEST(TimeAxis, DatesAreFoundAndPartsCut) {
  TimeAxis const time = axis(Sampling::weekly, {1990, 1, 3}, 10);
  EXPECT_EQ(time.find({1980, 1, 1}), 0);
  EXPECT_EQ(time.find({1990, 1, 10}), 1);
  EXPECT_EQ(time.find({1990, 1, 11}), 2);
  EXPECT_EQ(time.find({1991, 1, 1}), 10);
  TimeAxis const part = time.part(2, 4);
  EXPECT_EQ(part.size(), 2);
  EXPECT_EQ(part.dates.front(), time.dates[2]);
  EXPECT_THROW((void)time.part(4, 11), InvalidArgument);
  EXPECT_THROW((void)TimeAxis{}.following(1), InvalidArgument);
}

TEST(Grid, PointsKnowWhereTheyAre) {
  Grid grid = grid_with(0);
  grid.ocean = {1, 6, 11};
  EXPECT_EQ(grid.latitude(1), 0);
  EXPECT_EQ(grid.longitude(1), 180);
  EXPECT_EQ(grid.latitude(2), 1);
  EXPECT_EQ(grid.longitude(2), 270);
}

TEST(Tile, TilesFollowEachOtherAndDifferByOneAtMost) {
  for (std::int64_t const points : {0, 1, 5, 12}) {
    for (int const ranks : {1, 2, 3, 5, 7}) {
      std::int64_t end = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        distributed::Range const range = tile(grid_with(points), rank, ranks);
        EXPECT_EQ(range.begin, end);
        EXPECT_GE(range.size(), points / ranks);
        EXPECT_LE(range.size(), points / ranks + 1);
        end = range.end;
      }
      EXPECT_EQ(end, points);
    }
  }
  EXPECT_THROW(tile(grid_with(1), 2, 2), InvalidArgument);
}

}  // namespace
}  // namespace smnn::climate
