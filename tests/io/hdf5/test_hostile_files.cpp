// Files that are cut, wrong, absurd or malicious: each is an error that names file and object.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>
#include <smnn/io/hdf5_reader.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "raw_file.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using test::RawFile;

class HostileFileTest : public testing::Test {
 public:
  void SetUp() override { test::silence_hdf5(); }

  /// Reads all that there is, as a program would.
  static void read_everything(Hdf5ReadGroup const& group) {
    for (char const* name : {"x", "y"}) {
      if (group.has_dataset(name)) group.read<double>(name);
    }
    if (group.has_attribute("w")) group.number("w");
    if (group.has_attribute("s")) group.text("s");
    for (auto const& name : group.groups()) read_everything(group.group(name));
  }

  /// Without strings of variable length: HDF5 1.10 itself never returns from some damaged heaps of
  /// those.
  void write_valid_file() const {
    RawFile raw(file);
    raw.group("/a");
    raw.attribute("/a", "w", 1.5);
    raw.text_attribute("/a", "s", "taylor", false);
    raw.dataset("/a/x", {50, 8}, std::vector<double>(400, 0.25));
    raw.dataset("/y", {3}, {1, 2, 3});
  }

  void expect_dataset_error(std::initializer_list<char const*> parts) const {
    expect_error<IoError>([&] { open_hdf5(file).read<double>("x"); }, parts);
  }

  test::TemporaryFolder folder;
  std::filesystem::path const file = folder / "in.h5";
};

TEST_F(HostileFileTest, NoFile) {
  expect_error<IoError>([&] { open_hdf5(file); }, {"in.h5'", "no such file"});
}

TEST_F(HostileFileTest, AFolder) {
  expect_error<IoError>([&] { open_hdf5(folder.path()); }, {"not a regular file"});
}

TEST_F(HostileFileTest, ADeviceWithoutEnd) {
  expect_error<IoError>([] { open_hdf5("/dev/zero"); }, {"'/dev/zero'", "not a regular file"});
}

TEST_F(HostileFileTest, AnEmptyFile) {
  test::write_text(file, "");
  expect_error<IoError>([&] { open_hdf5(file); }, {"in.h5'", "is empty, expected an HDF5 file"});
}

TEST_F(HostileFileTest, AnotherFormat) {
  test::write_text(file, "time,value\n0,1\n");
  expect_error<IoError>([&] { open_hdf5(file); },
                        {"in.h5'", "expected a complete HDF5 file", "signature"});
}

TEST_F(HostileFileTest, CutAtEverySixteenth) {
  write_valid_file();
  std::string const whole = test::read_text(file);
  ASSERT_NO_THROW(read_everything(open_hdf5(file)));
  for (std::size_t part = 0; part < 16; ++part) {
    SCOPED_TRACE(part);
    test::write_text(file, whole.substr(0, whole.size() * part / 16));
    expect_error<IoError>([&] { read_everything(open_hdf5(file)); }, {"in.h5'", "expected"});
  }
  test::write_text(file, whole.substr(0, whole.size() - 1));
  expect_error<IoError>([&] { open_hdf5(file); }, {"in.h5'", "truncated"});
}

TEST_F(HostileFileTest, FlippedBytesNeverCrash) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "HDF5 1.10 itself reads behind its buffers in some damaged files";
#endif
  write_valid_file();
  std::string const whole = test::read_text(file);
  unsigned const seed = 20260131;
  std::mt19937 random(seed);
  int refused = 0;
  for (int trial = 0; trial < 400; ++trial) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", trial " + std::to_string(trial));
    std::string damaged = whole;
    std::size_t const place = random() % whole.size();
    damaged[place] = static_cast<char>(random());
    test::write_text(file, damaged);
    try {
      read_everything(open_hdf5(file));
    } catch (IoError const&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
}

TEST_F(HostileFileTest, TextForNumbers) {
  RawFile(file).text_dataset("/x", {4});
  expect_dataset_error({"in.h5'", "dataset 'x'", "is of type string, expected numbers"});
}

TEST_F(HostileFileTest, ComplexNumbers) {
  RawFile(file).compound_dataset("/x", {4});
  expect_dataset_error({"is of type compound, expected numbers"});
}

TEST_F(HostileFileTest, AGroupForADataset) {
  RawFile(file).group("/x");
  expect_dataset_error({"dataset 'x': is a group, expected a dataset"});
}

TEST_F(HostileFileTest, ADatasetForAGroup) {
  RawFile(file).dataset("/x", {1}, {1});
  expect_error<IoError>([&] { open_hdf5(file).group("x"); },
                        {"group '/x': is a dataset, expected a group"});
}

TEST_F(HostileFileTest, WithoutExtents) {
  RawFile(file).null_dataset("/x");
  expect_dataset_error({"dataset 'x'", "has no extents"});
}

TEST_F(HostileFileTest, MoreThanTheMemory) {
  RawFile(file).unwritten_dataset("/x", {1u << 20, 1u << 20, 64}, {16, 16, 16});
  expect_dataset_error({"dataset 'x'", "needs 512.0 TiB of memory", "expected at most"});
}

TEST_F(HostileFileTest, MoreThanCanBeCounted) {
  std::uint64_t const large = std::uint64_t{1} << 33;
  RawFile(file).unwritten_dataset("/x", {large, large}, {16, 16});
  expect_dataset_error({"dataset 'x'", "(8589934592, 8589934592)", "more entries than"});
}

TEST_F(HostileFileTest, ValuesInAnotherFile) {
  test::write_text(folder / "secret", std::string(64, 'x'));
  RawFile(file).dataset_in_other_file("/x", {8}, (folder / "secret").string());
  expect_dataset_error({"dataset 'x'", "in other files"});
}

TEST_F(HostileFileTest, ALinkIntoAnotherFile) {
  RawFile(folder / "other.h5").dataset("/x", {1}, {42});
  {
    RawFile raw(file);
    raw.external_link("/x", (folder / "other.h5").string(), "/x");
    raw.external_link("/g", (folder / "other.h5").string(), "/");
    raw.soft_link("/soft", "/g/x");
  }
  expect_dataset_error({"dataset 'x'", "is a link into another file"});
  Hdf5ReadGroup const root = open_hdf5(file);
  EXPECT_TRUE(root.groups().empty());
  expect_error<IoError>([&] { root.group("g"); }, {"group '/g'", "into another file"});
  expect_error<IoError>([&] { root.read<double>("soft"); }, {"dataset 'soft'", "cannot be opened"});
}

TEST_F(HostileFileTest, LinksInACircle) {
  {
    RawFile raw(file);
    raw.soft_link("/x", "/y");
    raw.soft_link("/y", "/x");
  }
  expect_dataset_error({"dataset 'x'", "cannot be opened"});
}

TEST_F(HostileFileTest, AttributesOfAnotherKind) {
  {
    RawFile raw(file);
    raw.text_attribute("/", "text", "one", false);
    raw.list_attribute("/", "list", {1, 2});
    raw.attribute("/", "fraction", 1.5);
    raw.attribute("/", "huge", 1e300);
    raw.attribute("/", "nan", std::nan(""));
    raw.attribute("/", "two", 2);
  }
  Hdf5ReadGroup const root = open_hdf5(file);
  expect_error<IoError>([&] { root.number("text"); },
                        {"attribute 'text': is of type string, expected a number"});
  expect_error<IoError>([&] { root.integer("text"); }, {"expected an integer"});
  expect_error<IoError>([&] { root.number("list"); }, {"has 2 entries, expected one"});
  expect_error<IoError>([&] { root.integer("fraction"); }, {"is 1.5, expected an integer"});
  expect_error<IoError>([&] { root.integer("huge"); }, {"is 1e+300, expected an integer"});
  expect_error<IoError>([&] { root.integer("nan"); }, {"is nan, expected an integer"});
  expect_error<IoError>([&] { root.flag("two"); }, {"is 2, expected 0 or 1"});
  expect_error<IoError>([&] { root.text("two"); }, {"expected a string"});
}

TEST_F(HostileFileTest, NamesThatWouldChangeTheTerminal) {
  RawFile(file).group("/a");
  expect_error<IoError>([&] { open_hdf5(file).group("\x1b[2J"); }, {"'/\\x1b[2J'"});
}

}  // namespace
}  // namespace smnn::io
