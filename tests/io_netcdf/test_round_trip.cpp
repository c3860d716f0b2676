// What ranks write together is what any number of them reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "ranks.hpp"
#include "smnn/io/netcdf/writer.hpp"

namespace smnn::io {
namespace {

using testing::ElementsAre;
using Shape = std::vector<std::int64_t>;

class NetcdfRoundTrip : public testing::Test {
 public:
  distributed::Communicator const ranks = test::world();
  test::SharedFolder const folder;
  std::filesystem::path const file = folder / "x.nc";
};

/// Of a field, by place: different everywhere, and exact in every type.
double value(std::int64_t row, std::int64_t column) {
  return static_cast<double>(100 * row + column - 300);
}

std::vector<double> block(Shape const& start, Shape const& count) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count[0]; ++i)
    for (std::int64_t j = 0; j < count[1]; ++j) values.push_back(value(start[0] + i, start[1] + j));
  return values;
}

/// Columns are shared so that rank r has r of them: rank 0 none, the last the most.
void write_columns(distributed::Communicator const& ranks, std::filesystem::path const& file,
                   std::int64_t rows, NetcdfVariableOptions const& options) {
  std::int64_t const rank = ranks.rank();
  bool const alone = ranks.size() == 1;
  std::int64_t const columns = alone ? 3 : std::int64_t{ranks.size()} * (ranks.size() - 1) / 2;
  NetcdfWriter writer(ranks, file);
  writer.dimension("row", rows);
  writer.dimension("column", columns);
  writer.variable("x", {"row", "column"}, options);
  Shape const start{0, alone ? 0 : rank * (rank - 1) / 2};
  Shape const count{rows, alone ? columns : rank};
  writer.write("x", start, count, block(start, count));
  writer.commit();
}

TEST_F(NetcdfRoundTrip, EveryTypeAndUnevenBlocksWithNone) {
  for (bool const compress : {false, true}) {
    for (auto const& [type, name] :
         {std::pair{NetcdfType::int16, "short"}, std::pair{NetcdfType::int32, "int"},
          std::pair{NetcdfType::float32, "float"}, std::pair{NetcdfType::float64, "double"}}) {
      SCOPED_TRACE(std::string(name) + (compress ? ", compressed" : ""));
      write_columns(ranks, file, 5, {.type = type, .compress = compress});
      NetcdfReader const reader(ranks, file);
      EXPECT_EQ(reader.format(), "NetCDF-4");
      auto const& x = reader.variable("x");
      EXPECT_EQ(x.type, name);
      Shape const whole{x.dimensions[0].size, x.dimensions[1].size};
      EXPECT_EQ(x.dimensions[0].name, "row");
      EXPECT_EQ(reader.read("x"), block({0, 0}, whole));
      // Another share than the one it was written by.
      Shape const start{ranks.rank(), 0};
      Shape const count{1, whole[1]};
      EXPECT_EQ(reader.read("x", start, count), block(start, count));
    }
  }
}

TEST_F(NetcdfRoundTrip, FewerRanksReadWhatMoreHaveWritten) {
  write_columns(ranks, file, 4, {});
  for (int count = 1; count <= ranks.size(); ++count) {
    if (auto const some = test::first_ranks(count)) {
      NetcdfReader const reader(*some, file);
      EXPECT_EQ(reader.read("x").size(),
                static_cast<std::size_t>(4 * reader.variable("x").dimensions[1].size));
    }
    ranks.barrier();
  }
}

TEST_F(NetcdfRoundTrip, CompressedBlocksOfSeveralChunks) {
  // 8 MiB of numbers, hence more than one chunk of 4 MiB, and ranks that share chunks.
  std::int64_t const columns = 4096;
  std::int64_t const rows = 257;
  std::int64_t const begin = columns * ranks.rank() / ranks.size();
  Shape const start{0, begin};
  Shape const count{rows, columns * (ranks.rank() + 1) / ranks.size() - begin};
  {
    NetcdfWriter writer(ranks, file);
    writer.dimension("row", rows);
    writer.dimension("column", columns);
    writer.variable("x", {"row", "column"}, {.type = NetcdfType::float64, .compress = true});
    writer.write("x", start, count, block(start, count));
    writer.commit();
  }
  EXPECT_EQ(NetcdfReader(ranks, file).read("x", start, count), block(start, count));
  auto const uncompressed = static_cast<std::uintmax_t>(columns * rows) * sizeof(double);
  EXPECT_LT(std::filesystem::file_size(file), uncompressed / 2);
}

TEST_F(NetcdfRoundTrip, AttributesOfEveryKind) {
  {
    NetcdfWriter writer(ranks, file);
    writer.attribute(NetcdfText{"title", "a\ntitle"});
    writer.attribute(NetcdfText{"empty", ""});
    writer.attribute(NetcdfNumber{"version", 3, NetcdfType::int32});
    writer.dimension("x", 2);
    writer.variable("packed", {"x"},
                    {.type = NetcdfType::int16,
                     .texts = {{"units", "degC"}},
                     .numbers = {{"scale_factor", 0.01}, {"_FillValue", -32768, NetcdfType::int16}},
                     .compress = false});
    writer.write_replicated("packed", std::vector<double>{1, -32768});
    writer.commit();
  }
  NetcdfReader const reader(ranks, file);
  EXPECT_EQ(reader.text("", "title"), "a\ntitle");
  EXPECT_EQ(reader.text("", "empty"), "");
  EXPECT_EQ(reader.number("", "version"), 3);
  EXPECT_EQ(reader.text("packed", "units"), "degC");
  EXPECT_EQ(reader.number("packed", "scale_factor"), 0.01);
  EXPECT_EQ(reader.number("packed", "_FillValue"), -32768);
  EXPECT_THAT(reader.read("packed"), ElementsAre(1, -32768));
}

TEST_F(NetcdfRoundTrip, WhatAllHaveIsWrittenOnce) {
  std::vector<double> const times{0, 31, 59};
  {
    NetcdfWriter writer(ranks, file);
    writer.dimension("time", 3);
    writer.variable("time", {"time"}, {.type = NetcdfType::float64});
    writer.variable("crs", {}, {.type = NetcdfType::int32, .compress = true});
    writer.variable("squeezed", {"time"}, {.type = NetcdfType::float64, .compress = true});
    writer.write_replicated("time", times);
    writer.write_replicated("crs", std::vector<double>{7});
    writer.write_replicated("squeezed", times);
    writer.commit();
  }
  NetcdfReader const reader(ranks, file);
  EXPECT_EQ(reader.read("time"), times);
  EXPECT_EQ(reader.read("squeezed"), times);
  EXPECT_THAT(reader.read("crs"), ElementsAre(7));
}

TEST_F(NetcdfRoundTrip, IntegersAreRoundedAndFloatsKeepWhatIsNone) {
  double const none = std::numeric_limits<double>::quiet_NaN();
  double const far = std::numeric_limits<double>::infinity();
  {
    NetcdfWriter writer(ranks, file);
    writer.dimension("x", 3);
    writer.variable("i", {"x"}, {.type = NetcdfType::int16});
    writer.variable("f", {"x"}, {.type = NetcdfType::float32});
    writer.write_replicated("i", std::vector<double>{-1.6, 32767.4, 2.4});
    writer.write_replicated("f", std::vector<double>{none, far, -0.5});
    writer.commit();
  }
  NetcdfReader const reader(ranks, file);
  EXPECT_THAT(reader.read("i"), ElementsAre(-2, 32767, 2));
  auto const floats = reader.read("f");
  EXPECT_TRUE(std::isnan(floats[0]));
  EXPECT_EQ(floats[1], far);
  EXPECT_EQ(floats[2], -0.5);
}

TEST_F(NetcdfRoundTrip, WhatNobodyWroteIsTheFillValue) {
  {
    NetcdfWriter writer(ranks, file);
    writer.dimension("x", 2);
    writer.variable("x", {"x"},
                    {.type = NetcdfType::float32,
                     .numbers = {{"_FillValue", -99, NetcdfType::float32}},
                     .compress = false});
    writer.variable("y", {"x"}, {.type = NetcdfType::float64});
    writer.write_replicated("y", std::vector<double>{1, 2});
    writer.commit();
  }
  EXPECT_THAT(NetcdfReader(ranks, file).read("x"), ElementsAre(-99, -99));
}

TEST_F(NetcdfRoundTrip, EachRankReadsWhatItWants) {
  write_columns(ranks, file, 5, {.type = NetcdfType::float64, .texts = {{"units", "K"}}});
  NetcdfReader const reader(ranks, file);
  if (ranks.rank() == 0) {  // the others must not be waited for
    EXPECT_EQ(reader.text("x", "units"), "K");
    EXPECT_EQ(reader.read("x", Shape{2, 0}, Shape{1, 1}), block({2, 0}, {1, 1}));
  }
}

}  // namespace
}  // namespace smnn::io
