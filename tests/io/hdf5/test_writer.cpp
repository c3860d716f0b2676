// What is written is read back; what cannot be written is said.
#include <gtest/gtest.h>

#include <limits>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/io/hdf5_writer.hpp>
#include <smnn/solver/error.hpp>
#include <vector>

#include "expect_error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;

class Hdf5WriterTest : public testing::Test {
 public:
  test::TemporaryFolder folder;
  std::filesystem::path const target = folder / "out.h5";
};

template <class T>
void expect_round_trip(std::filesystem::path const& target, Shape const& shape,
                       std::vector<T> const& values) {
  Hdf5Writer writer(target);
  writer.root().group("a/b").write("x", shape, std::span<T const>(values));
  writer.commit();
  Hdf5ReadGroup const group = open_hdf5(target).group("a/b");
  EXPECT_EQ(group.shape("x"), shape);
  EXPECT_EQ(group.read<T>("x"), values);
}

TEST_F(Hdf5WriterTest, NumbersComeBackBitByBit) {
  expect_round_trip<double>(target, {2, 3}, {0.1, -0.0, 1e-310, 1e308, 3, 1.0 / 3});
  expect_round_trip<float>(target, {3}, {0.1f, 1e-40f, 3e38f});
  expect_round_trip<std::int64_t>(target, {2}, {std::numeric_limits<std::int64_t>::min(), 42});
}

TEST_F(Hdf5WriterTest, ScalarsAndEmptyArraysKeepTheirShapes) {
  expect_round_trip<double>(target, {}, {2.5});
  expect_round_trip<double>(target, {2, 0, 3}, {});
  expect_round_trip<std::int64_t>(target, {0}, {});
}

TEST_F(Hdf5WriterTest, AttributesComeBack) {
  Hdf5Writer writer(target);
  writer.root().attribute("number", 0.25);
  writer.root().attribute("integer", std::int64_t{7});
  writer.root().attribute("text", std::string("Pad\xc3\xa9"));
  writer.root().attribute("nothing", std::string());
  writer.commit();
  Hdf5ReadGroup const root = open_hdf5(target);
  EXPECT_EQ(root.number("number"), 0.25);
  EXPECT_EQ(root.integer("integer"), 7);
  EXPECT_EQ(root.text("text"), "Pad\xc3\xa9");
  EXPECT_EQ(root.text("nothing"), "");
}

TEST_F(Hdf5WriterTest, GroupsThatExistAreEntered) {
  Hdf5Writer writer(target);
  std::vector<double> const value{1};
  writer.root().group("a").write("x", {1}, std::span<double const>(value));
  writer.root().group("/a/").write("y", {1}, std::span<double const>(value));
  writer.commit();
  EXPECT_TRUE(open_hdf5(target).group("a").has_dataset("y"));
}

TEST_F(Hdf5WriterTest, RefusesAnotherNumberOfValues) {
  Hdf5Writer const writer(target);
  std::vector<double> const values(5);
  expect_error<InvalidArgument>(
      [&] {
        writer.root().write("x", {2, 3}, std::span<double const>(values));
      },
      {"out.h5'", "dataset 'x'", "got 5 values", "(2, 3)"});
}

TEST_F(Hdf5WriterTest, RefusesASecondDatasetOfAName) {
  Hdf5Writer const writer(target);
  std::vector<double> const value{1};
  writer.root().write("x", {1}, std::span<double const>(value));
  expect_error<IoError>([&] { writer.root().write("x", {1}, std::span<double const>(value)); },
                        {"out.h5'", "group '/'", "dataset 'x'"});
  expect_error<IoError>([&] { writer.root().group("x"); }, {"group '/x'"});
}

TEST_F(Hdf5WriterTest, WithoutCommitNothingStays) {
  { Hdf5Writer(target).root().attribute("a", 1.0); }
  EXPECT_EQ(folder.entries(), 0);
}

TEST_F(Hdf5WriterTest, WithoutCommitAnOlderFileStays) {
  test::write_text(target, "old");
  { Hdf5Writer(target).root().attribute("a", 1.0); }
  EXPECT_EQ(test::read_text(target), "old");
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(Hdf5WriterTest, AGroupMayOutliveItsFile) {
  testing::internal::CaptureStderr();
  {
    auto writer = std::make_unique<Hdf5Writer>(target);
    Hdf5WriteGroup const group = writer->root().group("a");
    writer->commit();
    writer.reset();
    expect_error<IoError>([&] { group.attribute("late", 1.0); }, {"group '/a'"});
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace smnn::io
