// Files that are cut, wrong or absurd: one error on all ranks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "expect_error.hpp"
#include "hdf5/raw_file.hpp"
#include "numbers.hpp"
#include "ranks.hpp"
#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using test::RawFile;

class HostileFilesTest : public testing::Test {
 public:
  void SetUp() override { test::silence_hdf5(); }

  /// What only rank 0 does, before the others go on.
  template <class Action>
  void on_root(Action const& action) const {
    ranks.on_root(action);
  }

  std::string contents() const {
    std::string bytes = test::read_text(file);
    ranks.barrier();  // only then may it be changed
    return bytes;
  }

  Slab half() const { return even_slab({4}, 0, ranks.rank(), ranks.size()); }

  template <class T>
  void expect_read_error(std::initializer_list<char const*> parts) const {
    for (auto const& options : test::both_ways_to_read)
      expect_error<IoError>([&] { open_hdf5(ranks, file, options).read<T>("x", half()); }, parts);
  }

  /// The structure goes first, the values last: a file cut behind the middle lacks values.
  void write_valid_file(DatasetOptions const& options) const {
    Shape const extents{40, 50};
    Slab const own = even_slab(extents, 0, ranks.rank(), ranks.size());
    ParallelHdf5Writer writer(ranks, file);
    writer.root().write("x", extents, own,
                        std::span<double const>(test::entries_of<double>(own, extents)), options);
    writer.commit();
  }

  test::SharedFolder const folder;
  distributed::Communicator const ranks = test::world();
  std::filesystem::path const file = folder / "in.h5";
};

TEST_F(HostileFilesTest, NoFile) {
  expect_error<IoError>([&] { open_hdf5(ranks, file); }, {"in.h5'", "no such file"});
}

TEST_F(HostileFilesTest, AnotherFormat) {
  on_root([&] { test::write_text(file, "time,value\n0,1\n"); });
  expect_error<IoError>([&] { open_hdf5(ranks, file); },
                        {"in.h5'", "expected a complete HDF5 file"});
}

TEST_F(HostileFilesTest, CutAtEverySixteenth) {
  for (DatasetOptions const& options :
       {DatasetOptions{}, DatasetOptions{.chunk = {10, 10}}, DatasetOptions{.deflate = 3}}) {
    write_valid_file(options);
    std::string const bytes = contents();
    for (std::size_t part = 0; part < 16; ++part) {
      SCOPED_TRACE(part);
      on_root([&] { test::write_text(file, bytes.substr(0, bytes.size() * part / 16)); });
      for (auto const& way : test::both_ways_to_read) {
        expect_error<IoError>(
            [&] {
              open_hdf5(ranks, file, way)
                  .read<double>("x", even_slab({40, 50}, 1, ranks.rank(), ranks.size()));
            },
            {"in.h5'", "expected"});
      }
      ranks.barrier();
    }
  }
}

TEST_F(HostileFilesTest, FlippedBytesNeverHangNorCrash) {
  write_valid_file({.chunk = {10, 10}, .deflate = 3});
  std::string const bytes = contents();
  std::uint64_t state = 20261125;
  for (int trial = 0; trial < 60; ++trial) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    std::string damaged = bytes;
    damaged[(state >> 33) % bytes.size()] ^= static_cast<char>(1 + (state >> 20) % 255);
    on_root([&] { test::write_text(file, damaged); });
    SCOPED_TRACE(trial);
    for (auto const& options : test::both_ways_to_read) {
      try {
        auto const root = open_hdf5(ranks, file, options);
        // Twice: what is left of the first error must not make ranks wait in the second.
        for (std::size_t const axis : {0, 1}) {
          try {
            root.read<double>("x", even_slab({40, 50}, axis, ranks.rank(), ranks.size()));
          } catch (Error const&) {
          }
        }
      } catch (Error const&) {
      }
    }
    ranks.barrier();
  }
}

TEST_F(HostileFilesTest, TextForNumbers) {
  on_root([&] { RawFile(file).text_dataset("/x", {4}); });
  expect_read_error<double>({"in.h5'", "dataset 'x'", "is of type string, expected numbers"});
}

TEST_F(HostileFilesTest, AGroupForADataset) {
  on_root([&] { RawFile(file).group("/x"); });
  expect_read_error<double>({"dataset 'x'", "is a group, expected a dataset"});
}

TEST_F(HostileFilesTest, FractionsForIntegers) {
  on_root([&] { RawFile(file).dataset("/x", {4}, {1, 2, 3, 4.5}); });
  expect_read_error<std::int64_t>({"dataset 'x'", "floating point, expected integers"});
}

TEST_F(HostileFilesTest, LongIntegersForShort) {
  {
    ParallelHdf5Writer writer(ranks, file);
    writer.root().write_replicated("x", {4}, std::vector<std::int64_t>{1, 2, 3, 4});
    writer.commit();
  }
  expect_read_error<std::int32_t>({"dataset 'x'", "of 8 bytes", "of 4"});
}

TEST_F(HostileFilesTest, NumbersOfOtherTypesAreConverted) {
  on_root([&] {
    RawFile raw(file);
    raw.dataset("/x", {4}, {1, 2, 3, 4}, test::Stored::as_big_endian_double);
    raw.dataset("/y", {4}, {1, 2, 3, 4}, test::Stored::as_uint8);
  });
  std::vector<float> const expected = {1, 2, 3, 4};
  for (auto const& options : test::both_ways_to_read) {
    auto const root = open_hdf5(ranks, file, options);
    EXPECT_EQ(root.read<float>("x", whole({4})), expected);
    EXPECT_EQ(root.read<std::int32_t>("y", whole({4})), (std::vector<std::int32_t>{1, 2, 3, 4}));
  }
}

TEST_F(HostileFilesTest, AnotherRankOfArray) {
  on_root([&] { RawFile(file).dataset("/x", {2, 2}, {1, 2, 3, 4}); });
  for (auto const& options : test::both_ways_to_read)
    expect_error<InvalidArgument>(
        [&] { open_hdf5(ranks, file, options).read<double>("x", half()); },
        {"dataset 'x'", "expected one within (2, 2)"});
}

TEST_F(HostileFilesTest, ExtentsBeyondMemory) {
  std::uint64_t const large = std::uint64_t{1} << 40;
  on_root([&] { RawFile(file).unwritten_dataset("/x", {large, large}, {1, 1}); });
  auto const root = open_hdf5(ranks, file);
  EXPECT_THROW(root.read_replicated<double>("x"), IoError);
  auto const extent = static_cast<std::int64_t>(large);
  EXPECT_THROW(root.read<double>("x", whole({extent, extent})), Error);
  EXPECT_THROW(root.read<double>("x", {{0, 0}, {extent, 8}}), IoError);
}

TEST_F(HostileFilesTest, ValuesInAnotherFile) {
  on_root([&] {
    RawFile raw(file);
    raw.dataset_in_other_file("/x", {4}, "/etc/passwd");
  });
  expect_read_error<double>({"dataset 'x'", "in other files"});
}

}  // namespace
}  // namespace smnn::io
