// Losses and gradients of tiles of the ocean add up to those of the whole.
#include <gtest/gtest.h>

#include <numeric>

#include "small_climate.hpp"
#include "support/device_values.hpp"
#include "support/ranks.hpp"

namespace smnn::test {
namespace {

using namespace small_climate;
using climate::ClimateObjective;
using climate::ClimateObjectiveOptions;

constexpr std::int64_t times = 60;
constexpr ClimateObjectiveOptions options{
    .first_start = 24, .last_start = 55, .windows = 2, .seed = 3, .reach = 2};

// Losses, then gradients, of all samples on this tile.
std::vector<double> evaluate(std::vector<float> const& series, distributed::Range const& tile) {
  network::ParameterLayout layout;
  auto const net = model(layout);
  network::Parameters<double, Space> const parameters(Space(), layout, 5);
  climate::SeriesWindows<double, Space> const windows(Space(), months(times), series, form());
  ClimateObjective<double, Space> objective(*net, windows, grid(), tile, options);
  std::vector<std::int64_t> samples(static_cast<std::size_t>(objective.samples()));
  std::iota(samples.begin(), samples.end(), std::int64_t{0});
  std::vector<double> result(3);
  objective.evaluate(Space(), parameters, {samples, true, 0.1}, result);
  std::vector<double> const gradients = to_host(parameters.gradients());
  result.insert(result.end(), gradients.begin(), gradients.end());
  return result;
}

TEST(ClimateOnRanks, GhostsAreThePartnersSeries) {
  Communicator const ranks = world();
  distributed::Range const tile = climate::tile(grid(), ranks.rank(), ranks.size());
  climate::Record const own = record(tile, times);
  climate::Partners const partners(grid(), tile, options.reach);
  std::vector<float> expected = own.values;
  for (std::int64_t const ghost : partners.ghosts()) {
    std::vector<float> const series = record({ghost, ghost + 1}, times).values;
    expected.insert(expected.end(), series.begin(), series.end());
  }
  EXPECT_EQ(climate::with_ghosts(ranks, own, options.reach), expected);
}

// Sums of 22 samples in another order: some roundings of the largest entry.
TEST(ClimateOnRanks, LossesAndGradientsAreThoseOfOneRank) {
  Communicator const ranks = world();
  climate::Record const own = record(climate::tile(grid(), ranks.rank(), ranks.size()), times);
  std::vector<double> sums = evaluate(climate::with_ghosts(ranks, own, options.reach), own.points);
  ranks.sum_in_rank_order(std::span(sums));
  std::vector<double> const expected = evaluate(record({0, 11}, times).values, {0, 11});
  ASSERT_EQ(sums.size(), expected.size());
  double largest = 0;
  for (double const value : expected) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < sums.size(); ++i)
    ASSERT_NEAR(sums[i], expected[i], 1e-14 * largest) << i;
}

}  // namespace
}  // namespace smnn::test
