// Who gets which samples when.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "smnn/network/training/sampler.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::test {
namespace {

using network::Sampler;
using network::share;
using network::shuffled;
using Indices = std::vector<std::int64_t>;

Indices one_to(std::int64_t count) {
  Indices result(static_cast<std::size_t>(count));
  std::iota(result.begin(), result.end(), std::int64_t{0});
  return result;
}

Indices sorted(Indices values) {
  std::sort(values.begin(), values.end());
  return values;
}

Indices whole_epoch(Sampler const& sampler) {
  Indices result;
  for (std::int64_t i = 0; i < sampler.batches(); ++i) {
    auto const batch = sampler.batch(i);
    result.insert(result.end(), batch.begin(), batch.end());
  }
  return result;
}

TEST(Shuffle, IsAPermutation) {
  for (std::int64_t const samples : {1, 2, 3, 100, 4096})
    EXPECT_EQ(sorted(shuffled(samples, 7, 0)), one_to(samples));
}

TEST(Shuffle, DependsOnSeedAndEpochOnly) {
  EXPECT_EQ(shuffled(50, 7, 3), shuffled(50, 7, 3));
  EXPECT_NE(shuffled(50, 7, 3), shuffled(50, 7, 4));
  EXPECT_NE(shuffled(50, 7, 3), shuffled(50, 8, 3));
  EXPECT_NE(shuffled(50, 7, 3), one_to(50));
}

TEST(Shuffle, IsTheSameOnEveryMachine) {
  // Stored figures: a change would break the resumption of older checkpoints.
  EXPECT_EQ(shuffled(8, 1, 0), (Indices{0, 6, 2, 5, 3, 7, 1, 4}));
}

TEST(Shuffle, PutsEverySampleEverywhere) {
  constexpr int samples = 5;
  constexpr int epochs = 20000;
  std::vector<int> counts(samples * samples);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    Indices const order = shuffled(samples, 11, epoch);
    for (std::size_t place = 0; place < samples; ++place)
      ++counts[place * samples + static_cast<std::size_t>(order[place])];
  }
  // Binomial with deviation sqrt(20000 * 0.2 * 0.8) = 57: five of them.
  for (int const count : counts) EXPECT_NEAR(count, epochs / samples, 285);
}

TEST(Share, OfAllRanksMakesUpTheBatch) {
  Indices const batch = shuffled(13, 1, 0);
  for (int const ranks : {1, 2, 4, 13, 20}) {
    Indices together;
    for (int rank = 0; rank < ranks; ++rank) {
      auto const own = share(batch, rank, ranks);
      together.insert(together.end(), own.begin(), own.end());
      EXPECT_LE(own.size(), (batch.size() + static_cast<std::size_t>(ranks) - 1) /
                                static_cast<std::size_t>(ranks));
    }
    EXPECT_EQ(together, batch) << ranks << " ranks";
  }
}

TEST(SamplerTest, GoesThroughAllSamplesOnce) {
  Sampler sampler(23, {.batch = 5, .seed = 3});
  EXPECT_EQ(sampler.batches(), 5);
  sampler.start(0);
  EXPECT_EQ(sampler.batch(4).size(), 3U);
  Indices const first = whole_epoch(sampler);
  EXPECT_EQ(sorted(first), one_to(23));
  sampler.start(1);
  EXPECT_NE(whole_epoch(sampler), first);
  sampler.start(0);
  EXPECT_EQ(whole_epoch(sampler), first);
}

TEST(SamplerTest, DropsTheLastBatchIfAsked) {
  Sampler sampler(23, {.batch = 5, .drop_last = true});
  EXPECT_EQ(sampler.batches(), 4);
  EXPECT_EQ(whole_epoch(sampler).size(), 20U);
  Sampler const exact(20, {.batch = 5, .drop_last = true});
  EXPECT_EQ(exact.batches(), 4);
}

TEST(SamplerTest, KeepsTheOrderIfAsked) {
  Sampler sampler(6, {.batch = 4, .shuffle = false});
  sampler.start(5);
  EXPECT_EQ(whole_epoch(sampler), one_to(6));
}

TEST(SamplerTest, TakesAllSamplesForABatchThatIsTooLarge) {
  for (std::int64_t const batch : {0, 100}) {
    Sampler const sampler(6, {.batch = batch});
    EXPECT_EQ(sampler.batches(), 1);
    EXPECT_EQ(sampler.batch_size(), 6);
  }
}

TEST(SamplerTest, RefusesWhatLeavesNothing) {
  EXPECT_THAT([] { Sampler(0, {}); }, testing::ThrowsMessage<InvalidArgument>(
                                          "training: got 0 samples, expected at least 1"));
  EXPECT_THROW(Sampler(5, {.batch = -1}), InvalidArgument);
  EXPECT_THROW(Sampler(5, {.batch = 6, .drop_last = true}), InvalidArgument);
}

}  // namespace
}  // namespace smnn::test
