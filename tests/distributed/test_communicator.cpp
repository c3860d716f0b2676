// What ranks tell each other, and how they agree on errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mpi.h>

#include <cmath>
#include <new>
#include <vector>

#include "smnn/distributed/communicator.hpp"
#include "smnn/kernels/random.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using distributed::Communicator;
using testing::HasSubstr;
using testing::ThrowsMessage;

// Entry i of a rank: of any sign and of sizes that differ, so that the order of a sum shows.
double entry(int rank, std::size_t i) {
  auto const stream = static_cast<std::uint64_t>(rank);
  double const size = std::exp2(20 * kernels::random_uniform(1, stream, i));
  return size * kernels::random_normal(2, stream, i);
}

template <class Real>
std::vector<Real> entries(int rank, std::size_t count) {
  std::vector<Real> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<Real>(entry(rank, i));
  return values;
}

// One after the other, in double.
template <class Real>
std::vector<Real> sum_of_all(int ranks, std::size_t count) {
  std::vector<Real> sums(count);
  for (std::size_t i = 0; i < count; ++i) {
    double sum = static_cast<double>(static_cast<Real>(entry(0, i)));
    for (int rank = 1; rank < ranks; ++rank)
      sum += static_cast<double>(static_cast<Real>(entry(rank, i)));
    sums[i] = static_cast<Real>(sum);
  }
  return sums;
}

template <class Real>
class SumOnRanks : public testing::Test {
 public:
  Communicator const world{MPI_COMM_WORLD};

  // That the expected bits come out on every rank says that they are the same on all.
  void expect_serial_sum(std::size_t count) const {
    std::vector<Real> values = entries<Real>(world.rank(), count);
    world.sum_in_rank_order(values);
    EXPECT_EQ(values, sum_of_all<Real>(world.size(), count)) << "count " << count;
  }
};
using Reals = testing::Types<double, float>;
TYPED_TEST_SUITE(SumOnRanks, Reals);

TYPED_TEST(SumOnRanks, IsTheSumInRankOrderBitByBit) {
  for (std::size_t const count : {std::size_t{1000}, std::size_t{1003}})
    this->expect_serial_sum(count);
}

TYPED_TEST(SumOnRanks, WorksForFewerEntriesThanRanks) {
  for (std::size_t const count : {std::size_t{0}, std::size_t{1}, std::size_t{3}})
    this->expect_serial_sum(count);
}

TYPED_TEST(SumOnRanks, WorksForMoreEntriesThanOneMessageHolds) {
  std::size_t const count = (std::size_t{1} << 22) + 5;
  std::vector<TypeParam> values(count, TypeParam(this->world.rank() + 1));
  this->world.sum_in_rank_order(values);
  int const ranks = this->world.size();
  EXPECT_EQ(values, std::vector<TypeParam>(count, TypeParam(ranks * (ranks + 1) / 2)));
}

TYPED_TEST(SumOnRanks, ComesFromTheDeviceAndGoesBack) {
  Kokkos::DefaultExecutionSpace const space;
  std::vector<TypeParam> const own = entries<TypeParam>(this->world.rank(), 77);
  Kokkos::View<TypeParam*> const values("values", own.size());
  auto const host = Kokkos::create_mirror_view(values);
  std::copy(own.begin(), own.end(), host.data());
  Kokkos::deep_copy(values, host);
  this->world.sum_in_rank_order(space, values, host);
  auto const result = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), values);
  EXPECT_EQ(std::vector<TypeParam>(result.data(), result.data() + result.size()),
            sum_of_all<TypeParam>(this->world.size(), own.size()));
}

TEST(Communicator, BroadcastsNumbersAndText) {
  Communicator const world(MPI_COMM_WORLD);
  int const last = world.size() - 1;
  std::vector<double> numbers(5, world.rank());
  world.broadcast(std::span(numbers), last);
  EXPECT_EQ(numbers, std::vector<double>(5, last));
  std::string text = world.rank() == last ? "from the last" : "a longer text that is replaced";
  world.broadcast(text, last);
  EXPECT_EQ(text, "from the last");
  world.barrier();
}

TEST(Communicator, GathersTextsOfAnyLengthOnOneRank) {
  Communicator const world(MPI_COMM_WORLD);
  auto const text_of = [](int rank) {
    return std::string(static_cast<std::size_t>(3 * rank), 'a');
  };
  int const last = world.size() - 1;
  auto const texts = world.gather(text_of(world.rank()), last);
  if (world.rank() != last) {
    EXPECT_TRUE(texts.empty());
    return;
  }
  ASSERT_EQ(texts.size(), static_cast<std::size_t>(world.size()));
  for (int rank = 0; rank < world.size(); ++rank)
    EXPECT_EQ(texts[static_cast<std::size_t>(rank)], text_of(rank)) << rank;
}

TEST(Communicator, ThrowsTheErrorOfTheLowestRankOnAll) {
  Communicator const world(MPI_COMM_WORLD);
  int const last = world.size() - 1;
  std::string const prefix = last > 0 ? "rank " + std::to_string(last) + ": " : "";
  EXPECT_THAT(
      [&] {
        world.together([&] {
          if (world.rank() == last) throw IoError("the file is gone");
        });
      },
      ThrowsMessage<IoError>(prefix + "the file is gone"));
  EXPECT_THAT([&] { world.together([&] { throw NumericalError(std::to_string(world.rank())); }); },
              ThrowsMessage<NumericalError>(last > 0 ? "rank 0: 0" : "0"));
  EXPECT_NO_THROW(world.together([] {}));
}

TEST(Communicator, KeepsTheKindOfAnError) {
  Communicator const world(MPI_COMM_WORLD);
  if (world.size() == 1) GTEST_SKIP() << "an error stays as it is on one rank";
  EXPECT_THAT([&] { world.on_root([] { throw InvalidArgument("x"); }); },
              ThrowsMessage<InvalidArgument>("rank 0: x"));
  EXPECT_THAT([&] { world.on_root([] { throw std::bad_alloc(); }); },
              ThrowsMessage<Error>("rank 0: out of memory"));
  EXPECT_THAT([&] { world.on_root([] { throw std::runtime_error("y"); }); },
              ThrowsMessage<Error>("rank 0: y"));
  EXPECT_THAT([&] { world.on_root([] { throw 7; }); },
              ThrowsMessage<Error>("rank 0: an unknown error"));
}

TEST(Communicator, IsAloneWithoutMpi) {
  Communicator const alone;
  EXPECT_EQ(alone.rank(), 0);
  EXPECT_EQ(alone.size(), 1);
  std::vector<double> values{1, 2};
  alone.sum_in_rank_order(values);
  EXPECT_EQ(values, (std::vector<double>{1, 2}));
  EXPECT_THAT([&] { alone.together([] { throw IoError("as it was"); }); },
              ThrowsMessage<IoError>("as it was"));
}

}  // namespace
}  // namespace smnn::test
