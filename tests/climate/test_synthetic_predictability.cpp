// What of synthetic climates can be forecast, and how well.
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/climate/synthetic/oscillator.hpp>
#include <vector>

#include "climate/synthetic_fields.hpp"

namespace smnn::climate {
namespace {

struct Mean {
  double value = 0;
  double error = 0;  // standard, of independent samples
};

Mean mean_of(std::vector<double> const& samples) {
  auto const count = static_cast<double>(samples.size());
  double sum = 0;
  for (double const sample : samples) sum += sample;
  double squares = 0;
  for (double const sample : samples) squares += (sample - sum / count) * (sample - sum / count);
  return {sum / count, std::sqrt(squares / (count - 1) / count)};
}

TEST(DelayedOscillator, ItsPeriodIsTheOneAskedFor) {
  DelayedOscillator const oscillator({2001, 0.01, 0, 3});
  std::vector<double> crossings;
  for (std::int64_t i = 1; i < 2001; ++i) {
    double const last = oscillator.sample(i - 1).now;
    double const now = oscillator.sample(i).now;
    if (last < 0 && now >= 0) crossings.push_back(static_cast<double>(i) - now / (now - last));
    EXPECT_NEAR(oscillator.sample(i).before,
                i < 25 ? oscillator.sample(i).before : oscillator.sample(i - 25).now, 0.02);
  }
  ASSERT_GE(crossings.size(), 18U);
  // The delay is rounded to steps of 1/20 at most, which changes the period by up to half a
  // percent.
  double const period =
      (crossings.back() - crossings.front()) / static_cast<double>(crossings.size() - 1);
  EXPECT_NEAR(period, 100, 0.5);
}

TEST(DelayedOscillator, UndisturbedItIsKnownForEver) {
  DelayedOscillator const oscillator({300, 0.02, 0, 3});
  std::vector<DelayedOscillator::Outlook> const outlook = oscillator.outlook(100, 200, 10);
  for (std::int64_t i = 0; i < 200; ++i) {
    auto const& of = outlook[static_cast<std::size_t>(i)];
    ASSERT_EQ(of.mean.now, oscillator.sample(100 + i).now) << i;
    ASSERT_EQ(of.mean.before, oscillator.sample(100 + i).before) << i;
    ASSERT_EQ(of.spread.now, 0);
  }
}

TEST(DelayedOscillator, DisturbedItIsKnownLessAndLess) {
  DelayedOscillator const oscillator({300, 0.02, 0.3, 3});
  double soon = 0;
  double late = 0;
  for (std::int64_t start = 100; start < 200; start += 10) {  // two periods
    auto const outlook = oscillator.outlook(start, 200, 200);
    soon += outlook[0].spread.now;
    late += outlook[199].spread.now;
  }
  EXPECT_GT(soon, 0);
  EXPECT_GT(late, 10 * soon);
  auto const outlook = oscillator.outlook(100, 20, 200);
  EXPECT_EQ(outlook[10].spread.before, 0);  // a quarter of a period, 12.5 steps, is known
  EXPECT_EQ(outlook[10].mean.before, oscillator.sample(110).before);
  EXPECT_GT(outlook[15].spread.before, 0);
}

TEST(DelayedOscillator, EnsemblesMissTheTruthByTheirSpread) {
  DelayedOscillator const oscillator({18'000, 0.02, 0.5, 3});
  for (std::int64_t const lead : {1, 10, 40}) {
    std::vector<double> excess;
    double spread = 0;
    for (std::int64_t start = 100; start < 17'900; start += 41) {
      auto const at_lead = oscillator.outlook(start, lead, 100).back();
      double const off = oscillator.sample(start + lead - 1).now - at_lead.mean.now;
      excess.push_back(off * off - at_lead.spread.now);
      spread += at_lead.spread.now;
    }
    Mean const got = mean_of(excess);
    // The mean of 100 members adds a 100th of their spread.
    double const bias = spread / static_cast<double>(excess.size()) / 100;
    EXPECT_NEAR(got.value, bias, deviations * got.error) << "lead " << lead;
    EXPECT_LT(got.error, 10 * bias);  // a tenth of the spread: something has been tested
  }
}

TEST(SyntheticClimate, TheBestForecastIsAsGoodAsExpectedAndBeatsTheClimatology) {
  SyntheticOptions options = small_options(1200);
  options.noise = 0.2;  // so that the oscillator has a share that shows
  options.oscillator = 3;
  options.forcing = 0.5;
  SyntheticClimate const climate(options);
  std::vector<double> const truth =
      fields(climate, SyntheticClimate::Walk(climate).next(options.steps));
  std::vector<std::int64_t> const leads = {1, 3, 12, 24};
  std::vector<std::vector<double>> best(leads.size());
  std::vector<std::vector<double>> none(leads.size());
  std::vector<std::vector<double>> expected(leads.size());
  auto const cells = static_cast<std::size_t>(climate.grid().rows() * climate.grid().columns());
  auto const error = [&](std::vector<double> const& forecast, std::int64_t start,
                         std::int64_t lead) {
    double sum = 0;
    for (std::int64_t const cell : climate.grid().ocean) {
      auto const at = static_cast<std::size_t>(cell);
      double const off = forecast[static_cast<std::size_t>(lead - 1) * cells + at] -
                         truth[static_cast<std::size_t>(start + lead - 1) * cells + at];
      sum += off * off;
    }
    return sum / static_cast<double>(climate.grid().points());
  };
  // Starts are far apart in units of the noise's 3 months.
  for (std::int64_t start = 10; start + 24 <= options.steps; start += 19) {
    std::vector<double> const forecast = fields(climate, climate.best_forecast(start, 24));
    std::vector<double> const seasons = fields(climate, climate.climatology(start, 24));
    std::vector<ExpectedError> const errors = climate.best_errors(start, leads);
    for (std::size_t i = 0; i < leads.size(); ++i) {
      best[i].push_back(error(forecast, start, leads[i]));
      none[i].push_back(error(seasons, start, leads[i]));
      expected[i].push_back(errors[i].total());
    }
  }
  std::vector<ExpectedError> const over_starts = climate.best_errors(leads);
  for (std::size_t i = 0; i < leads.size(); ++i) {
    Mean const got = mean_of(best[i]);
    Mean const without = mean_of(none[i]);
    double const sure = mean_of(expected[i]).value;
    EXPECT_NEAR(got.value, sure, deviations * got.error) << "lead " << leads[i];
    EXPECT_NEAR(without.value, climate.climatology_error().total(), deviations * without.error);
    EXPECT_LT(got.value, without.value) << "lead " << leads[i];
    // Other starts and fewer members: the oscillator's part differs, the noise's does not.
    EXPECT_NEAR(over_starts[i].total(), sure, 0.2 * sure);
  }
  EXPECT_LT(mean_of(best[0]).value, 0.3 * mean_of(none[0]).value);
  double const memory = climate.noise().memory();
  EXPECT_NEAR(over_starts[1].noise, 0.04 * (1 - std::pow(memory, 6)), 1e-15);
}

}  // namespace
}  // namespace smnn::climate
