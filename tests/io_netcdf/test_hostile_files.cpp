// Files that are no NetCDF files, and HDF5 files that no NetCDF library should be shown.
#include <gtest/gtest.h>

#include "expect_error.hpp"
#include "hdf5/raw_file.hpp"
#include "original.hpp"
#include "smnn/io/netcdf/reader.hpp"
#include "smnn/solver/error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using test::RawFile;

class HostileNetcdf : public testing::Test {
 public:
  void expect_refused(std::initializer_list<char const*> parts) const {
    testing::internal::CaptureStderr();
    expect_error<IoError>([&] { NetcdfReader const reader(file); }, parts);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");  // HDF5 likes to print
  }

  test::TemporaryFolder const folder;
  std::filesystem::path const file = folder / "x.nc";
};

TEST_F(HostileNetcdf, AMissingFile) { expect_refused({"x.nc': no such file"}); }

TEST_F(HostileNetcdf, AFolder) {
  std::filesystem::create_directory(file);
  expect_refused({"x.nc': not a regular file"});
}

TEST_F(HostileNetcdf, AnEmptyFile) {
  test::write_text(file, "");
  expect_refused({"x.nc': is empty, expected a NetCDF file"});
}

TEST_F(HostileNetcdf, AnotherKindOfFile) {
  test::write_text(file, "year,temperature\n1990,13.5\n");
  expect_refused({"begins with 'year,tem', expected a NetCDF file, classic or NetCDF-4"});
  test::write_text(file, "CD");
  expect_refused({"begins with 'CD'"});
}

TEST_F(HostileNetcdf, ACutOffNetcdf4File) {
  std::string const bytes = test::original("types.nc");
  for (std::size_t const size : {bytes.size() - 1, bytes.size() / 2, std::size_t{100}}) {
    test::write_text(file, bytes.substr(0, size));
    expect_refused({"x.nc'", "expected a complete NetCDF-4 file"});
  }
}

TEST_F(HostileNetcdf, ALinkIntoAnotherFile) {
  {
    RawFile other(folder / "other.h5");
    other.dataset("secret", {2}, {1, 2});
    RawFile raw(file);
    raw.dataset("x", {2}, {1, 2});
    raw.group("g");
    raw.external_link("g/link", (folder / "other.h5").string(), "/secret");
  }
  expect_refused({"x.nc', object 'g/link': is a link into another file"});
}

TEST_F(HostileNetcdf, ValuesInAnotherFile) {
  test::write_text(folder / "other.bin", std::string(64, 'x'));
  RawFile(file).dataset_in_other_file("x", {4}, (folder / "other.bin").string());
  expect_refused({"object 'x': keeps its values in other files"});
}

TEST_F(HostileNetcdf, ExtentsWhoseProductOverflows) {
  std::uint64_t const wide = std::uint64_t{1} << 32;
  RawFile(file).unwritten_dataset("x", {wide, wide}, {1, 1});
  expect_refused({"variable 'x': has extents (4294967296, 4294967296)", "less than 2^63 bytes"});
}

TEST_F(HostileNetcdf, MoreValuesThanMemory) {
  std::uint64_t const wide = std::uint64_t{1} << 28;
  RawFile(file).unwritten_dataset("x", {wide, wide}, {1, 1});
  NetcdfReader const reader(file);
  EXPECT_EQ(reader.variable("x").dimensions.at(0).size, std::int64_t{1} << 28);
  expect_error<IoError>([&] { reader.read("x"); }, {"variable 'x': needs", "of memory"});
}

TEST_F(HostileNetcdf, GroupsInCircles) {
  {
    RawFile raw(file);
    raw.group("g");
    raw.hard_link("g/again", "/g");
  }
  expect_refused({"object 'g", "is one of several names of a group"});
  RawFile(file).hard_link("again", "/");
  expect_refused({"object 'again': is one of several names of a group"});
  RawFile(file).soft_link("again", "/");
  expect_refused({"object 'again': is one of several names of a group"});
}

TEST_F(HostileNetcdf, GroupsTooDeep) {
  {
    RawFile raw(file);
    std::string path;
    for (int depth = 0; depth < 65; ++depth) raw.group(path += "/g");
  }
  expect_refused({"lies 65 groups deep, expected at most 64"});
}

TEST_F(HostileNetcdf, ASecondNameOfAVariableIsOneMore) {
  {
    RawFile raw(file);
    raw.dataset("x", {2}, {1, 2});
    raw.soft_link("y", "/x");
  }
  EXPECT_EQ(NetcdfReader(file).read("x"), (std::vector<double>{1, 2}));
}

TEST_F(HostileNetcdf, ANameLongerThanTheLibraryExpects) {
  RawFile(file).dataset(std::string(300, 'n'), {1}, {1});
  expect_refused({"its name has 300 bytes, expected at most 256"});
}

TEST_F(HostileNetcdf, APlainHdf5FileIsReadAsFarAsNetcdfGoes) {
  {
    RawFile raw(file);
    raw.dataset("x", {2, 2}, {1, 2, 3, 4}, test::Stored::as_big_endian_double);
    raw.text_dataset("words", {2});
    raw.text_attribute("x", "units", "K", true);
  }
  NetcdfReader const reader(file);
  EXPECT_EQ(reader.read("x"), (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(reader.text("x", "units"), "K");
  EXPECT_FALSE(reader.has("words"));
}

}  // namespace
}  // namespace smnn::io
