// What some ranks write, any other number of ranks reads, in other parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "numbers.hpp"
#include "ranks.hpp"
#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/reader.hpp"
#include "smnn/io/parallel/writer.hpp"

namespace smnn::io {
namespace {

using test::Communicator;
using test::entries_of;
using test::first_ranks;

/// How an array of three axes is shared out.
using Partition = Slab (*)(Shape const& extents, Communicator const& ranks);

Slab along_first(Shape const& extents, Communicator const& ranks) {
  return even_slab(extents, 0, ranks.rank(), ranks.size());
}
Slab along_last(Shape const& extents, Communicator const& ranks) {
  return even_slab(extents, 2, ranks.rank(), ranks.size());
}
/// All to the last rank, save one row for the first.
Slab uneven(Shape const& extents, Communicator const& ranks) {
  if (ranks.size() == 1 || extents[1] == 0) return ranks.rank() == 0 ? whole(extents) : Slab{};
  Slab slab = whole(extents);
  if (ranks.rank() == 0) {
    slab.count[1] = 1;
  } else if (ranks.rank() == ranks.size() - 1) {
    slab.offset[1] = 1;
    slab.count[1] -= 1;
  } else {
    return {};
  }
  return slab;
}

struct Layout {
  Shape extents;
  Shape chunk;
  std::int64_t transfer_bytes = 1 << 29;
};

template <class T>
void write(Communicator const& ranks, std::filesystem::path const& file, Layout const& layout,
           Partition partition) {
  ParallelHdf5Writer writer(ranks, file);
  Slab const own = partition(layout.extents, ranks);
  auto const values = entries_of<T>(own, layout.extents);
  writer.root().group("a/b").write(
      "x", layout.extents, own, std::span<T const>(values),
      {.chunk = layout.chunk, .transfer_bytes = layout.transfer_bytes});
  writer.commit();
}

template <class T>
void expect_readable(Communicator const& ranks, std::filesystem::path const& file,
                     Layout const& layout, Partition partition) {
  for (auto const& options : test::both_ways_to_read) {
    auto const group = open_hdf5(ranks, file, options).group("a").group("b");
    EXPECT_EQ(group.shape("x"), layout.extents);
    Slab const own = partition(layout.extents, ranks);
    EXPECT_EQ(group.read<T>("x", own), entries_of<T>(own, layout.extents))
        << "written by others, read by rank " << ranks.rank() << " of " << ranks.size();
  }
}

template <class T>
class RoundTrip : public testing::Test {
 public:
  test::SharedFolder const folder;
  int const most = test::world().size();

  void expect_round_trips(Layout const& layout) const {
    std::filesystem::path const file = folder / "x.h5";
    for (int writers = 1; writers <= most; ++writers) {
      for (Partition const written : {along_first, along_last, uneven}) {
        if (auto const ranks = first_ranks(writers)) write<T>(*ranks, file, layout, written);
        test::world().barrier();
        for (int readers = 1; readers <= most; ++readers) {
          for (Partition const read : {along_first, along_last, uneven}) {
            if (auto const ranks = first_ranks(readers))
              expect_readable<T>(*ranks, file, layout, read);
          }
        }
        test::world().barrier();
      }
    }
  }
};
using Types = testing::Types<double, float, std::int32_t, std::int64_t>;
TYPED_TEST_SUITE(RoundTrip, Types);

TYPED_TEST(RoundTrip, OfOneBlock) { this->expect_round_trips({{5, 4, 3}, {}}); }

TYPED_TEST(RoundTrip, OfChunksThatCrossTheSlabs) {
  this->expect_round_trips({{5, 4, 3}, {2, 3, 2}});
}

TYPED_TEST(RoundTrip, InManySmallTransfers) {
  this->expect_round_trips({{5, 4, 3}, {2, 3, 2}, 40});
}

TYPED_TEST(RoundTrip, OfFewerRowsThanRanks) { this->expect_round_trips({{1, 2, 1}, {}}); }

TYPED_TEST(RoundTrip, OfNothing) { this->expect_round_trips({{3, 0, 2}, {}}); }

TEST(ParallelFile, OfOneRankIsTheSameForAllReaders) {
  test::SharedFolder const folder;
  auto const ranks = test::world();
  std::vector<double> const values{1, 2, 3};
  ParallelHdf5Writer writer(ranks, folder / "x.h5");
  writer.root().write_replicated("x", {3}, std::span(values));
  writer.root().write_replicated("scalar", {}, std::span(values).first(1));
  writer.root().write_replicated("n", {2}, std::vector<std::int32_t>{4, 5});
  writer.commit();
  auto const root = open_hdf5(ranks, folder / "x.h5");
  EXPECT_EQ(root.read_replicated<double>("x"), values);
  EXPECT_EQ(root.read_replicated<float>("x"), (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(root.read_replicated<double>("scalar"), std::vector<double>{1});
  EXPECT_EQ(root.read_replicated<std::int32_t>("n"), (std::vector<std::int32_t>{4, 5}));
  for (auto const& options : test::both_ways_to_read) {
    auto const all = open_hdf5(ranks, folder / "x.h5", options);
    EXPECT_EQ(all.read<double>("scalar", whole({})), std::vector<double>{1});
    EXPECT_EQ(all.read<std::int64_t>("n", whole({2})), (std::vector<std::int64_t>{4, 5}));
  }
  EXPECT_EQ(open_hdf5(folder / "x.h5").read<double>("x"), values);  // the serial reader
  EXPECT_EQ(open_hdf5(folder / "x.h5").shape("scalar"), Shape{});
}

TEST(ParallelFile, ReadersMayOverlapAndLeaveOut) {
  test::SharedFolder const folder;
  auto const ranks = test::world();
  Shape const extents{6, 5};
  ParallelHdf5Writer writer(ranks, folder / "x.h5");
  Slab const own = even_slab(extents, 0, ranks.rank(), ranks.size());
  writer.root().write("x", extents, own, std::span<double const>(entries_of<double>(own, extents)));
  writer.commit();
  Slab const middle{{1 + ranks.rank() % 2, 2}, {3, 2}};
  Slab const corner{{5, 1}, {1, 4}};
  auto both = entries_of<double>(corner, extents);
  for (double const entry : entries_of<double>(middle, extents)) both.push_back(entry);
  for (auto const& options : test::both_ways_to_read) {
    auto const root = open_hdf5(ranks, folder / "x.h5", options);
    EXPECT_EQ(root.read<double>("x", middle), entries_of<double>(middle, extents));
    EXPECT_EQ(root.read<double>("x", std::vector<Slab>{corner, middle}), both);
    EXPECT_EQ(root.read<double>("x", {}), std::vector<double>());
  }
}

TEST(ParallelFile, HasTheSameValuesForAnyNumberOfRanks) {
  test::SharedFolder const folder;
  Shape const extents{300, 40};
  for (int count = 1; count <= test::world().size(); ++count) {
    auto const file = folder / std::to_string(count);
    if (auto const ranks = first_ranks(count)) {
      ParallelHdf5Writer writer(*ranks, file);
      Slab const own = even_slab(extents, 0, ranks->rank(), ranks->size());
      writer.root().write("x", extents, own,
                          std::span<double const>(entries_of<double>(own, extents)),
                          {.chunk = {50, 10}});
      writer.commit();
    }
    test::world().barrier();
    auto const values = open_hdf5(file).read<double>("x");
    EXPECT_EQ(values, entries_of<double>(whole(extents), extents)) << count << " ranks";
  }
}

}  // namespace
}  // namespace smnn::io
