// Files as others write them are read.
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/io/hdf5.hpp>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "raw_file.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using test::RawFile;
using test::Stored;
using Numbers = std::vector<double>;

class Hdf5ReaderTest : public testing::Test {
 public:
  test::TemporaryFolder folder;
  std::filesystem::path const file = folder / "in.h5";
};

TEST_F(Hdf5ReaderTest, ConvertsEveryTypeOfNumber) {
  Numbers const values{0, 1, 2, 250};
  {
    RawFile raw(file);
    raw.dataset("/a", {4}, values, Stored::as_float);
    raw.dataset("/b", {2, 2}, values, Stored::as_big_endian_double);
    raw.dataset("/c", {4, 1}, values, Stored::as_int32);
    raw.dataset("/d", {4}, values, Stored::as_uint8);
  }
  Hdf5ReadGroup const root = open_hdf5(file);
  for (char const* name : {"a", "b", "c", "d"}) EXPECT_EQ(root.read<double>(name), values) << name;
  EXPECT_EQ(root.read<std::int64_t>("d"), (std::vector<std::int64_t>{0, 1, 2, 250}));
  EXPECT_EQ(root.read<float>("a"), (std::vector<float>{0, 1, 2, 250}));
  EXPECT_EQ(root.shape("b"), (Shape{2, 2}));
}

TEST_F(Hdf5ReaderTest, NotANumberIsANumber) {
  RawFile(file).dataset("/a", {2}, {std::nan(""), INFINITY});
  Numbers const values = open_hdf5(file).read<double>("a");
  EXPECT_TRUE(std::isnan(values[0]));
  EXPECT_EQ(values[1], INFINITY);
}

TEST_F(Hdf5ReaderTest, ZeroExtentsAreEmpty) {
  RawFile(file).dataset("/a", {3, 0, 2}, {});
  EXPECT_EQ(open_hdf5(file).shape("a"), (Shape{3, 0, 2}));
  EXPECT_TRUE(open_hdf5(file).read<double>("a").empty());
}

TEST_F(Hdf5ReaderTest, ListsGroupsSortedAndNothingElse) {
  {
    RawFile raw(file);
    for (char const* name : {"/b", "/a", "/b/inner"}) raw.group(name);
    raw.dataset("/c", {1}, {1});
    raw.soft_link("/d", "/a");
    raw.soft_link("/dangling", "/nowhere");
  }
  EXPECT_EQ(open_hdf5(file).groups(), (std::vector<std::string>{"a", "b", "d"}));
}

TEST_F(Hdf5ReaderTest, FollowsPaths) {
  {
    RawFile raw(file);
    raw.group("/a");
    raw.group("/a/b");
  }
  EXPECT_EQ(open_hdf5(file).group("/a//b/").path(), "/a/b");
  EXPECT_EQ(open_hdf5(file).group("/").path(), "/");
}

TEST_F(Hdf5ReaderTest, TheFileStaysOpenWithItsGroups) {
  {
    RawFile raw(file);
    raw.group("/a");
    raw.dataset("/a/x", {1}, {4});
  }
  Hdf5ReadGroup const group = open_hdf5(file).group("a");
  EXPECT_EQ(group.read<double>("x"), Numbers{4});
}

TEST_F(Hdf5ReaderTest, ReadsAttributesAsOthersStoreThem) {
  {
    RawFile raw(file);
    raw.attribute("/", "float", 0.5, Stored::as_float);
    raw.attribute("/", "int", 7, Stored::as_int32);
    raw.attribute("/", "integral_float", 7);
    raw.list_attribute("/", "list_of_one", {3});
    raw.bool_attribute("/", "yes", true);
    raw.attribute("/", "no", 0, Stored::as_uint8);
    raw.text_attribute("/", "fixed", "pade", false);
    raw.text_attribute("/", "variable", "central", true);
    raw.text_attribute("/", "padded", "taylor   ", false);
  }
  Hdf5ReadGroup const root = open_hdf5(file);
  EXPECT_EQ(root.number("float"), 0.5);
  EXPECT_EQ(root.number("int"), 7);
  EXPECT_EQ(root.integer("int"), 7);
  EXPECT_EQ(root.integer("integral_float"), 7);
  EXPECT_EQ(root.integer("list_of_one"), 3);
  EXPECT_TRUE(root.flag("yes"));
  EXPECT_FALSE(root.flag("no"));
  EXPECT_EQ(root.text("fixed"), "pade");
  EXPECT_EQ(root.text("variable"), "central");
  EXPECT_EQ(root.text("padded"), "taylor");
  EXPECT_TRUE(root.has_attribute("fixed"));
  EXPECT_FALSE(root.has_attribute("none"));
}

TEST_F(Hdf5ReaderTest, TellsWhatIsMissing) {
  RawFile(file).group("/a");
  Hdf5ReadGroup const root = open_hdf5(file);
  expect_error<IoError>([&] { root.group("a/b"); }, {"in.h5'", "group '/a/b'", "is missing"});
  expect_error<IoError>([&] { root.group("a").shape("x"); },
                        {"group '/a', dataset 'x': is missing"});
  expect_error<IoError>([&] { root.number("w"); }, {"group '/', attribute 'w': is missing"});
}

TEST_F(Hdf5ReaderTest, RefusesAnotherNumberOfEntries) {
  RawFile(file).dataset("/a", {4}, {1, 2, 3, 4});
  Numbers values(3);
  expect_error<IoError>([&] { open_hdf5(file).read("a", std::span<double>(values)); },
                        {"extents are (4,), expected 3 entries"});
}

TEST(Hdf5Library, HasAVersion) { EXPECT_EQ(hdf5_version().find_first_of("123456789"), 0u); }

}  // namespace
}  // namespace smnn::io
