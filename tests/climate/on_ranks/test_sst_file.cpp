// All ranks agree on what a file is, and have their tiles of what one rank reads.
#include "smnn/climate/sst_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "small_sst_file.hpp"
#include "smnn/solver/error.hpp"
#include "support/ranks.hpp"

namespace smnn::climate {
namespace {

using distributed::Communicator;
using test::SmallSstFile;
using test::world;

void expect_as_on_one_rank(std::filesystem::path const& path, SstSelection const& selection) {
  SstFile const shared(world(), path, selection);
  SstFile const alone(Communicator(), path, selection);
  EXPECT_EQ(shared.grid().ocean, alone.grid().ocean);
  EXPECT_EQ(shared.grid().latitudes, alone.grid().latitudes);
  EXPECT_EQ(shared.grid().longitudes, alone.grid().longitudes);
  EXPECT_EQ(shared.time().dates, alone.time().dates);
  EXPECT_EQ(shared.missing_values(), alone.missing_values());
  EXPECT_EQ(shared.cells_with_gaps(), alone.cells_with_gaps());
  EXPECT_EQ(shared.land_by_mask(), alone.land_by_mask());
  EXPECT_EQ(shared.mean(), alone.mean());  // in the same order, so to the last bit
  EXPECT_EQ(shared.deviation(), alone.deviation());

  Record const part = shared.read();
  Record const whole = alone.read();
  EXPECT_EQ(part.points, tile(part.grid, world().rank(), world().size()));
  ASSERT_EQ(static_cast<std::int64_t>(part.values.size()), part.points.size() * part.time.size());
  EXPECT_TRUE(std::equal(part.values.begin(), part.values.end(),
                         whole.values.begin() + part.points.begin * whole.time.size()));
}

std::filesystem::path data(std::string const& name) {
  return std::filesystem::path(SMNN_TEST_DATA_DIR) / "climate" / name;
}

TEST(SstFileOnRanks, FilesAreReadAsByOneRank) {
  SstSelection selection;
  for (char const* const name : {"hadisst_monthly.nc", "ersst_monthly.nc", "cobe_monthly.nc"})
    expect_as_on_one_rank(data(name), selection);
  selection.mask_file = data("oisst_mask.nc");
  selection.west = 200;
  selection.east = 100;
  expect_as_on_one_rank(data("oisst_weekly.nc"), selection);
}

TEST(SstFileOnRanks, RanksMayHaveNoRowsOrNoPoints) {
  test::SharedFolder const folder;
  SmallSstFile small;
  small.stored = [&](std::int64_t step, std::size_t row, std::size_t column) {
    return row == 1 && column == 2 ? small.celsius(step, row, column) : -1000.0;
  };
  small.write(folder / "point.nc", world());
  expect_as_on_one_rank(folder / "point.nc", {});
}

TEST(SstFileOnRanks, AnErrorIsTheSameOnAll) {
  test::SharedFolder const folder;
  SmallSstFile small;
  small.times = {0, 1, 2, 4, 5, 6};
  small.write(folder / "gap.nc", world());
  EXPECT_THAT(test::message_of<IoError>([&] { SstFile(world(), folder / "gap.nc"); }),
              testing::HasSubstr("are 2 months apart"));
  EXPECT_THAT(test::message_of<IoError>([&] { SstFile(world(), folder / "none.nc"); }),
              testing::HasSubstr("none.nc"));
  // The mask lies beside the grid on one row alone: rows of one rank.
  small.times = {0, 1, 2, 3, 4, 5};
  small.write(folder / "good.nc", world());
  SmallSstFile mask;
  mask.latitudes = {-30, 0, 31};
  mask.mask = "mask";
  mask.write(folder / "mask.nc", world());
  SstSelection selection;
  selection.mask_file = folder / "mask.nc";
  EXPECT_THAT(test::message_of<IoError>([&] { SstFile(world(), folder / "good.nc", selection); }),
              testing::HasSubstr("the nearest is 31"));
}

}  // namespace
}  // namespace smnn::climate
