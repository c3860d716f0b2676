// Files that other programs have written: ncgen's, made from the CDL beside them in
// tests/data/netcdf.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "expect_error.hpp"
#include "smnn/io/netcdf/reader.hpp"
#include "smnn/solver/error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using testing::ElementsAre;
using Shape = std::vector<std::int64_t>;

std::filesystem::path const data = std::filesystem::path(SMNN_TEST_DATA_DIR) / "netcdf";

std::vector<std::string> names(NetcdfReader const& reader) {
  std::vector<std::string> result;
  for (auto const& one : reader.variables()) result.push_back(one.name);
  return result;
}

/// tests/data/netcdf/sst.cdl, in whatever format.
void expect_sst(NetcdfReader const& reader) {
  EXPECT_THAT(names(reader), ElementsAre("time", "lat", "lon", "sst", "mask", "crs"));
  NetcdfVariable const& sst = reader.variable("sst");
  EXPECT_EQ(sst.type, "short");
  ASSERT_EQ(sst.dimensions.size(), 3U);
  EXPECT_EQ(sst.dimensions[0].name, "time");
  EXPECT_EQ(sst.dimensions[0].size, 3);
  EXPECT_EQ(sst.dimensions[2].name, "lon");
  EXPECT_EQ(sst.dimensions[2].size, 3);
  EXPECT_THAT(reader.read("sst"), ElementsAre(1, 2, 3, 4, 5, -999, 101, 102, 103, 104, 105, -999,
                                              201, 202, 203, 204, 205, -999));
  EXPECT_THAT(reader.read("sst", Shape{1, 0, 1}, Shape{2, 2, 1}), ElementsAre(102, 105, 202, 205));
  EXPECT_THAT(reader.read("sst", Shape{3, 0, 0}, Shape{0, 2, 3}), ElementsAre());
  EXPECT_THAT(reader.read("time"), ElementsAre(0, 31, 59));
  EXPECT_THAT(reader.read("mask"), ElementsAre(1, 0, 1, 1, 1, 0));
  EXPECT_THAT(reader.read("crs"), ElementsAre(7));
  EXPECT_TRUE(reader.variable("crs").dimensions.empty());
  EXPECT_EQ(reader.text("sst", "units"), "degC");
  EXPECT_EQ(reader.number("sst", "scale_factor"), 0.01F);
  EXPECT_EQ(reader.number("sst", "add_offset"), 10);
  EXPECT_EQ(reader.number("sst", "_FillValue"), -999);
  EXPECT_EQ(reader.text("", "title"), "a tiny file");
  EXPECT_EQ(reader.number("", "version"), 3);
  EXPECT_EQ(reader.text("sst", "long_name"), std::nullopt);
  EXPECT_EQ(reader.number("", "nothing"), std::nullopt);
  EXPECT_TRUE(reader.has("sst"));
  EXPECT_FALSE(reader.has("name"));  // characters
  EXPECT_FALSE(reader.has("salinity"));
}

TEST(ForeignNetcdf, EveryClassicFormatReadsTheSame) {
  std::pair<char const*, char const*> const files[] = {{"sst_classic.nc", "classic"},
                                                       {"sst_64bit_offset.nc", "64-bit offset"},
                                                       {"sst_64bit_data.nc", "64-bit data"}};
  for (auto const& [file, format] : files) {
    SCOPED_TRACE(file);
    NetcdfReader const reader(data / file);
    EXPECT_EQ(reader.format(), format);
    expect_sst(reader);
  }
}

TEST(ForeignNetcdf, EveryTypeOfNumberIsRead) {
  NetcdfReader const reader(data / "types.nc");
  EXPECT_EQ(reader.format(), "NetCDF-4");
  EXPECT_THAT(names(reader),
              ElementsAre("b", "ub", "s", "us", "i", "ui", "l", "ul", "f", "d", "r"));
  EXPECT_THAT(reader.read("b"), ElementsAre(-128, 0, 127));
  EXPECT_THAT(reader.read("ub"), ElementsAre(0, 1, 255));
  EXPECT_THAT(reader.read("s"), ElementsAre(-32768, 0, 32767));
  EXPECT_THAT(reader.read("us"), ElementsAre(0, 1, 65535));
  EXPECT_THAT(reader.read("i"), ElementsAre(-2147483648.0, 0, 2147483647));
  EXPECT_THAT(reader.read("ui"), ElementsAre(0, 1, 4294967295.0));
  EXPECT_THAT(reader.read("l"), ElementsAre(-0x1p53, 0, 0x1p53));
  EXPECT_THAT(reader.read("ul"), ElementsAre(0, 1, 0x1p53));
  EXPECT_THAT(reader.read("f"), ElementsAre(-1.5, 0, 3.25));
  EXPECT_THAT(reader.read("d"), ElementsAre(-1e300, 0, 1e-300));
  EXPECT_THAT(reader.read("r", Shape{1, 0}, Shape{1, 3}), ElementsAre(4, 5, 6));
  EXPECT_EQ(reader.variable("ul").type, "uint64");
}

TEST(ForeignNetcdf, BothKindsOfTextAreRead) {
  NetcdfReader const reader(data / "types.nc");
  EXPECT_EQ(reader.text("d", "source"), "of one string");
  EXPECT_EQ(reader.text("d", "text"), "plain");
  EXPECT_EQ(reader.text("d", "none"), "");
}

TEST(ForeignNetcdf, WhatIsOfAnotherKindIsSaidSo) {
  NetcdfReader const reader(data / "types.nc");
  expect_error<IoError>([&] { reader.read("c"); },
                        {"types.nc'", "variable 'c': is of type char, expected numbers"});
  expect_error<IoError>([&] { reader.read("words"); }, {"is of type string, expected numbers"});
  expect_error<IoError>([&] { reader.read("paint"); }, {"a type of the file's own"});
  expect_error<IoError>([&] { reader.variable("hidden"); },  // in a group
                        {"has no variable 'hidden', expected one of 'b', 'ub', ", "'r'"});
  expect_error<IoError>([&] { reader.text("d", "two"); },
                        {"attribute 'two': is of type double, expected text"});
  expect_error<IoError>([&] { reader.text("d", "many"); }, {"has 2 entries, expected one"});
  expect_error<IoError>([&] { reader.number("d", "two"); }, {"has 2 entries, expected one"});
  expect_error<IoError>([&] { reader.number("d", "text"); },
                        {"attribute 'text': is of type char, expected a number"});
  expect_error<IoError>([&] { reader.number("d", "source"); }, {"is of type string"});
  expect_error<IoError>([&] { reader.text("nothing", "units"); }, {"has no variable 'nothing'"});
}

TEST(ForeignNetcdf, ABlockOutsideIsRefused) {
  std::int64_t const far = std::numeric_limits<std::int64_t>::max();
  for (char const* const file : {"sst_classic.nc", "types.nc"}) {
    NetcdfReader const reader(data / file);
    std::string const two = reader.has("r") ? "r" : "mask";  // of (2, 3)
    for (auto const& [start, count] : {std::pair<Shape, Shape>{{0, 0}, {2, 4}},
                                       {{0, 0}, {2}},
                                       {{0, 0, 0}, {1, 1, 1}},
                                       {{-1, 0}, {1, 1}},
                                       {{0, 1}, {1, far}},
                                       {{0, far}, {0, 0}},
                                       {{0, 0}, {-1, 1}}}) {
      expect_error<InvalidArgument>([&] { reader.read(two, start, count); },
                                    {file, two.c_str(), "expected one within (2, 3)"});
    }
  }
}

TEST(ForeignNetcdf, ACopyKeepsTheFileOpen) {
  std::optional<NetcdfReader> first(data / "sst_classic.nc");
  NetcdfReader const second = *first;
  first.reset();
  EXPECT_THAT(second.read("crs"), ElementsAre(7));
}

TEST(ForeignNetcdf, OneOfStrangeNameIsNoAddress) {
  test::TemporaryFolder const folder;
  for (char const* const name : {"a b#mode=zarr.nc", "x?y=[z].nc", "été.nc"}) {
    std::filesystem::copy_file(data / "sst_classic.nc", folder / name);
    expect_sst(NetcdfReader(folder / name));
  }
}

TEST(ForeignNetcdf, WhatNcgenMakesHereIsRead) {
#ifdef SMNN_NCGEN
  test::TemporaryFolder const folder;
  std::pair<char const*, char const*> const kinds[] = {
      {"classic", "classic"},
      {"64-bit offset", "64-bit offset"},
      {"netCDF-4 classic model", "NetCDF-4 classic model"},
      {"nc4", "NetCDF-4"}};
  for (auto const& [kind, format] : kinds) {
    SCOPED_TRACE(kind);
    std::string const command = std::string(SMNN_NCGEN) + " -k '" + kind + "' -o '" +
                                (folder / "made.nc").string() + "' '" +
                                (data / "sst.cdl").string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    NetcdfReader const reader(folder / "made.nc");
    EXPECT_EQ(reader.format(), format);
    expect_sst(reader);
  }
#else
  GTEST_SKIP() << "ncgen (Debian: netcdf-bin) was not found when this was configured";
#endif
}

}  // namespace
}  // namespace smnn::io
