// An error on one rank ends the file on all, with one message and without anyone waiting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "expect_error.hpp"
#include "numbers.hpp"
#include "ranks.hpp"
#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

using test::expect_error;

class FailuresTest : public testing::Test {
 public:
  test::SharedFolder const folder;
  distributed::Communicator const ranks = test::world();
  std::filesystem::path const file = folder / "x.h5";
  int const last = ranks.size() - 1;
  std::vector<double> const four = {1, 2, 3, 4};

  void write_older_file() const {
    ParallelHdf5Writer writer(ranks, file);
    writer.root().write_replicated("older", {4}, std::span(four));
    writer.commit();
  }

  /// `action` gets the root of a new file and must throw; the older file must survive.
  template <class Error, class Action>
  void expect_write_error(Action const& action, std::initializer_list<char const*> parts) const {
    write_older_file();
    auto const message = test::message_of<Error>([&] {
      ParallelHdf5Writer writer(ranks, file);
      action(writer.root());
      writer.commit();
    });
    for (char const* const part : parts) EXPECT_THAT(message, testing::HasSubstr(part));
    EXPECT_EQ(folder.entries(), 1);
    EXPECT_EQ(open_hdf5(ranks, file).read_replicated<double>("older"), four);
  }
};

TEST_F(FailuresTest, OneRankHasTooManyValues) {
  expect_write_error<InvalidArgument>(
      [&](ParallelWriteGroup const& root) {
        std::vector<double> const values(ranks.rank() == last ? 3 : 2);
        root.write("x", {2 * ranks.size()}, {{2 * ranks.rank()}, {2}}, std::span(values));
      },
      {"x.h5'", "dataset 'x'", "got 3 values for a slab", "count (2,)"});
}

TEST_F(FailuresTest, OneRankHasASlabOutside) {
  std::int64_t const far = std::numeric_limits<std::int64_t>::max();
  for (Slab const& bad :
       {Slab{{-1}, {2}}, Slab{{1}, {far}}, Slab{{far}, {2}}, Slab{{0, 0}, {2, 1}}}) {
    expect_write_error<InvalidArgument>(
        [&](ParallelWriteGroup const& root) {
          Slab const own = ranks.rank() == last ? bad : Slab{{2 * ranks.rank()}, {2}};
          root.write("x", {2 * ranks.size()}, own, std::span(four).first(2));
        },
        {"x.h5'", "dataset 'x'", "expected one within"});
  }
}

TEST_F(FailuresTest, SlabsThatMissEntries) {
  expect_write_error<InvalidArgument>(
      [&](ParallelWriteGroup const& root) {
        root.write("x", {4 * ranks.size() + 1}, {{4 * ranks.rank()}, {4}}, std::span(four));
      },
      {"dataset 'x'", "the slabs of all ranks have", "expected each of the"});
}

TEST_F(FailuresTest, RanksThatWriteDifferentThings) {
  if (ranks.size() == 1) GTEST_SKIP() << "takes two ranks";
  auto const name = ranks.rank() == last ? "y" : "x";
  expect_write_error<InvalidArgument>(
      [&](ParallelWriteGroup const& root) { root.write_replicated(name, {4}, std::span(four)); },
      {"ranks make different calls", "dataset 'y'", "dataset 'x'"});
  expect_write_error<InvalidArgument>(
      [&](ParallelWriteGroup const& root) {
        if (ranks.rank() == last) {
          root.group("a");
        } else {
          root.attribute("a", 1);
        }
      },
      {"ranks make different calls"});
  expect_write_error<InvalidArgument>(
      [&](ParallelWriteGroup const& root) {
        root.write_replicated("x", {4}, std::span(four), {.deflate = ranks.rank() == last ? 1 : 2});
      },
      {"ranks make different calls", "deflate 1", "deflate 2"});
}

TEST_F(FailuresTest, ArgumentsThatCannotBe) {
  auto const refuse = [&](DatasetOptions const& options, std::initializer_list<char const*> parts) {
    expect_write_error<InvalidArgument>(
        [&](ParallelWriteGroup const& root) {
          root.write_replicated("x", {2, 2}, std::span(four), options);
        },
        parts);
  };
  refuse({.chunk = {2}}, {"got chunks of (2,)", "(2, 2)"});
  refuse({.chunk = {3, 1}}, {"got chunks of (3, 1)"});
  refuse({.chunk = {0, 1}}, {"got chunks of (0, 1)"});
  refuse({.deflate = 10}, {"got deflate 10"});
  refuse({.dimensions = {"time"}}, {"got 1 names of dimensions"});
  refuse({.dimensions = {"time", "a b"}}, {"the dimension 'a b'"});
  refuse({.transfer_bytes = 0}, {"got transfers of 0 bytes"});
}

TEST_F(FailuresTest, ExtentsThatOverflow) {
  std::int64_t const large = std::int64_t{1} << 32;
  expect_write_error<InvalidArgument>(
      [&](ParallelWriteGroup const& root) {
        root.write("x", {large, large}, {}, std::span<double const>());
      },
      {"dataset 'x'", "less than 2^63 bytes"});
}

TEST_F(FailuresTest, ADatasetThatExists) {
  expect_write_error<IoError>(
      [&](ParallelWriteGroup const& root) {
        root.write_replicated("x", {4}, std::span(four));
        root.write_replicated("x", {4}, std::span(four));
      },
      {"dataset 'x'", "cannot be created", "exists"});
}

TEST_F(FailuresTest, ADimensionOfAnotherLength) {
  expect_write_error<InvalidArgument>(
      [&](ParallelWriteGroup const& root) {
        root.write_replicated("time", {4}, std::span(four));
        root.write_replicated("x", {2, 2}, std::span(four), {.dimensions = {"time", "y"}});
      },
      {"dataset 'x', dimension 'time'", "(4,)", "(2,)"});
}

TEST_F(FailuresTest, AFolderThatIsMissing) {
  auto const message =
      test::message_of<IoError>([&] { ParallelHdf5Writer(ranks, folder / "none" / "x.h5"); });
  EXPECT_THAT(message, testing::HasSubstr("does not exist"));
}

TEST_F(FailuresTest, AnEndedFileTakesNothingMore) {
  ParallelHdf5Writer writer(ranks, file);
  auto const root = writer.root();
  writer.commit();
  expect_error<InvalidArgument>([&] { root.group("a"); }, {"x.h5'", "was committed or given up"});
  expect_error<InvalidArgument>([&] { writer.commit(); }, {"was committed or given up"});
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(FailuresTest, WhatIsNotCommittedDisappears) {
  write_older_file();
  {
    ParallelHdf5Writer writer(ranks, file);
    writer.root().write_replicated("x", {4}, std::span(four));
    writer.discard();
  }
  EXPECT_EQ(folder.entries(), 1);
  {
    ParallelHdf5Writer const writer(ranks, file);
    writer.root().write_replicated("x", {4}, std::span(four));
  }
  EXPECT_EQ(folder.entries(), 1);
  EXPECT_TRUE(open_hdf5(ranks, file).has_dataset("older"));
}

TEST_F(FailuresTest, OneRankLeavesWithoutTheOthers) {
  // Its destructor must not wait for them: they may never come.
  std::optional<ParallelHdf5Writer> writer(std::in_place, ranks, file);
  if (ranks.rank() == last) writer.reset();
  ranks.barrier();
  writer.reset();
  EXPECT_EQ(folder.entries(), 0);
}

TEST_F(FailuresTest, OneRankReadsOutside) {
  write_older_file();
  for (auto const& options : test::both_ways_to_read) {
    auto const root = open_hdf5(ranks, file, options);
    auto const message = test::message_of<InvalidArgument>([&] {
      root.read<double>("older", ranks.rank() == last ? Slab{{3}, {2}} : Slab{{0}, {2}});
    });
    EXPECT_THAT(message, testing::HasSubstr("dataset 'older'"));
    EXPECT_THAT(message, testing::HasSubstr("expected one within (4,)"));
    EXPECT_EQ(root.read_replicated<double>("older"), four);  // still of use
    EXPECT_EQ(root.read<double>("older", whole({4})), four);
  }
}

}  // namespace
}  // namespace smnn::io
