#include <gtest/gtest.h>

#include <smnn/climate/baselines.hpp>
#include <smnn/climate/skill/scores.hpp>

#include "small_record.hpp"
#include "support/ranks.hpp"

namespace smnn::climate {
namespace {

using test::world;

// A season, and anomalies that last for five months: of none that lasts, damping leaves nothing.
double seasonal_sst(std::int64_t point, std::int64_t time) {
  return static_cast<double>((time % 12) * (time % 12)) / 16 +
         static_cast<double>((7 * point + 3 * (time / 5) * (time / 5)) % 11) / 8;
}

struct Result {
  std::vector<double> mse, weighted, correlation, index;
};

// Of every baseline, on the tiles of so many ranks.
Result judge(distributed::Communicator const& ranks) {
  TimeAxis const time = test::axis_from(Sampling::monthly, {1980, 1, 1}, 200);
  Record const record =
      test::record_of(test::small_grid(), time, seasonal_sst, ranks.rank(), ranks.size());
  std::int64_t const start = 160, steps = 40;
  auto const values = part_of(record, start, start + steps);
  auto const all = baselines(ranks, 48);
  auto const climatology = all.front().forecast(record, start, steps);
  Truth const truth{record.grid, record.points, steps, values, climatology, 3.0};
  Result result;
  for (Baseline const& baseline : all) {
    auto const forecast = baseline.forecast(record, start, steps);
    Scores const scores = score(ranks, truth, forecast);
    for (std::size_t region = 0; region < regions().size(); ++region) {
      result.mse.push_back(scores.overall(region).mse());
      result.weighted.push_back(scores.overall(region).weighted_mse());
      if (baseline.name != all.front().name)
        result.correlation.push_back(scores.overall(region).anomaly_correlation());
    }
    for (double const value :
         area_mean(ranks, record.grid, record.points, steps, forecast, regions()[nino34]))
      result.index.push_back(value);
  }
  return result;
}

void expect_near(std::vector<double> const& values, std::vector<double> const& expected) {
  ASSERT_EQ(values.size(), expected.size());
  // Sums of some 20 000 positive numbers, made in another order; correlations have signs, but of
  // order 1.
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(values[i], expected[i], 1e-11 * (1 + std::abs(expected[i]))) << i;
}

TEST(ScoresOnRanks, AreThoseOfOneRank) {
  Result const shared = judge(world());
  Result const alone = judge(distributed::Communicator());
  expect_near(shared.mse, alone.mse);
  expect_near(shared.weighted, alone.weighted);
  expect_near(shared.correlation, alone.correlation);
  expect_near(shared.index, alone.index);
}

TEST(ScoresOnRanks, AreTheSameBitsOnAllAndInEveryRun) {
  Result const first = judge(world());
  Result const again = judge(world());
  EXPECT_EQ(first.mse, again.mse);
  auto of_root = first.mse;
  world().broadcast(of_root);
  EXPECT_EQ(first.mse, of_root);
}

}  // namespace
}  // namespace smnn::climate
