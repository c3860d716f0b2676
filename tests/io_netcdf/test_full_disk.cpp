// A disk that fills up while ranks write: an error on all, no file, and the older one as it was.
#include <gtest/gtest.h>

#include "expect_error.hpp"
#include "shared_small_disk.hpp"
#include "smnn/io/netcdf/writer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using Shape = std::vector<std::int64_t>;

void write_numbers(distributed::Communicator const& ranks, std::filesystem::path const& target,
                   std::int64_t each, bool compress = false) {
  NetcdfWriter writer(ranks, target);
  writer.dimension("x", each * ranks.size());
  writer.variable("x", {"x"}, {.type = NetcdfType::float64, .compress = compress});
  std::vector<double> const values(static_cast<std::size_t>(each), ranks.rank() + 0.5);
  writer.write("x", Shape{each * ranks.rank()}, Shape{each}, values);
  writer.commit();
}

TEST(NetcdfOnAFullDisk, AnOlderFileSurvives) {
  auto const ranks = test::world();
  test::SharedFolder const folder;
  test::SharedSmallDisk const disk(folder, 768);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  auto const target = disk.path() / "out.nc";
  write_numbers(ranks, target, 100);
  for (bool const compress : {false, true}) {
    expect_error<IoError>([&] { write_numbers(ranks, target, 100'000, compress); },
                          {"out.nc'", "variable 'x'", "No space left on device"});
    EXPECT_EQ(NetcdfReader(ranks, target).variable("x").dimensions[0].size, 100 * ranks.size());
    EXPECT_EQ(disk.entries(), 1);
  }
  write_numbers(ranks, target, 200);  // the failures took nothing with them
  EXPECT_EQ(NetcdfReader(ranks, target).variable("x").dimensions[0].size, 200 * ranks.size());
}

TEST(NetcdfOnAFullDisk, WithoutAnyRoomThereIsAnError) {
  auto const ranks = test::world();
  test::SharedFolder const folder;
  test::SharedSmallDisk const disk(folder, 64);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  ranks.on_root([&] { test::write_text(disk.path() / "fill", std::string(65536, 'x')); });
  expect_error<IoError>([&] { write_numbers(ranks, disk.path() / "out.nc", 10); }, {"out.nc'"});
  EXPECT_EQ(disk.entries(), 1);
}

}  // namespace
}  // namespace smnn::io
