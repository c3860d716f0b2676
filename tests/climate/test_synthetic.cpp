#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <smnn/climate/synthetic/climate.hpp>
#include <smnn/climate/synthetic/land.hpp>
#include <smnn/climate/synthetic/seasons.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

namespace smnn::climate {
namespace {

constexpr double deviations = 5;  // a correct statistic fails once in a million times

SyntheticOptions small_options(std::int64_t steps) {
  SyntheticOptions options;
  options.rows = 18;
  options.columns = 36;
  options.steps = steps;
  options.seed = 7;
  return options;
}

// Everything off, for tests that turn on what they look at.
SyntheticOptions silent_options(std::int64_t steps) {
  SyntheticOptions options = small_options(steps);
  options.season = options.trend = options.oscillator = options.noise = 0;
  return options;
}

std::vector<double> fields(SyntheticClimate const& climate, ClimateStates const& states) {
  std::vector<double> values(static_cast<std::size_t>(states.times.size() * climate.grid().rows() *
                                                      climate.grid().columns()));
  climate.evaluate(states, {0, climate.grid().rows()}, values);
  return values;
}

// All times of a cell.
std::vector<double> series(SyntheticClimate const& climate, std::int64_t row, std::int64_t column) {
  std::int64_t const steps = climate.time().size();
  std::vector<double> values(static_cast<std::size_t>(steps * climate.grid().columns()));
  climate.evaluate(SyntheticClimate::Walk(climate).next(steps), {row, row + 1}, values);
  std::vector<double> cell;
  for (std::int64_t time = 0; time < steps; ++time)
    cell.push_back(values[static_cast<std::size_t>(time * climate.grid().columns() + column)]);
  return cell;
}

// x of (A^T A) x = A^T b by elimination, for well conditioned A.
template <std::size_t N>
std::array<double, N> least_squares(std::vector<std::array<double, N>> const& rows,
                                    std::vector<double> const& rhs) {
  std::array<std::array<double, N + 1>, N> system{};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < N; ++j) {
      for (std::size_t k = 0; k < N; ++k) system[j][k] += rows[i][j] * rows[i][k];
      system[j][N] += rows[i][j] * rhs[i];
    }
  }
  for (std::size_t pivot = 0; pivot < N; ++pivot) {
    for (std::size_t j = 0; j < N; ++j) {
      if (j == pivot) continue;
      double const factor = system[j][pivot] / system[pivot][pivot];
      for (std::size_t k = 0; k <= N; ++k) system[j][k] -= factor * system[pivot][k];
    }
  }
  std::array<double, N> x{};
  for (std::size_t j = 0; j < N; ++j) x[j] = system[j][N] / system[j][j];
  return x;
}

void expect_refused(std::function<void(SyntheticOptions&)> const& spoil, std::string const& name) {
  SyntheticOptions options;
  spoil(options);
  try {
    SyntheticClimate const climate(options);
    ADD_FAILURE() << name << " was accepted";
  } catch (InvalidArgument const& error) {
    EXPECT_EQ(std::string(error.what()).rfind(name + ": got ", 0), 0U) << error.what();
  }
}

TEST(SyntheticClimate, OptionsOutOfRangeAreRefusedByName) {
  using Options = SyntheticOptions;
  expect_refused([](Options& options) { options.rows = 1; }, "rows");
  expect_refused([](Options& options) { options.columns = 0; }, "columns");
  expect_refused([](Options& options) { options.steps = 0; }, "steps");
  expect_refused([](Options& options) { options.steps = 99'000; }, "steps");  // year 10232
  expect_refused([](Options& options) { options.first = {1982, 1, 2}; }, "first");
  expect_refused([](Options& options) { options.first = {1982, 13, 1}; }, "first");
  expect_refused([](Options& options) { options.first = {0, 1, 1}; }, "first");
  expect_refused([](Options& options) { options.season = -1; }, "season");
  expect_refused([](Options& options) { options.trend = std::nan(""); }, "trend");
  expect_refused([](Options& options) { options.oscillator = 11; }, "oscillator");
  expect_refused([](Options& options) { options.noise = -0.1; }, "noise");
  expect_refused([](Options& options) { options.period = 0; }, "period");
  expect_refused([](Options& options) { options.forcing = 1.5; }, "forcing");
  expect_refused([](Options& options) { options.noise_time = 0; }, "noise_time");
  expect_refused([](Options& options) { options.noise_scale = 1; }, "noise_scale");
}

TEST(SyntheticClimate, ForecastsStartAfterTheFirstTimeAndNotAfterTheLastButOne) {
  SyntheticClimate const climate(small_options(24));
  EXPECT_THROW(climate.best_forecast(0, 1), InvalidArgument);
  EXPECT_THROW(climate.best_forecast(25, 1), InvalidArgument);
  EXPECT_THROW(climate.best_forecast(24, 0), InvalidArgument);
  EXPECT_EQ(climate.best_forecast(24, 3).times, (distributed::Range{24, 27}));
}

TEST(SyntheticClimate, AThirdOfTheCellsIsLandAtEveryResolution) {
  for (std::int64_t const rows : {18, 36, 90, 180, 360}) {
    SyntheticOptions options = silent_options(1);
    options.rows = rows;
    options.columns = 2 * rows;
    SyntheticClimate const climate(options);
    auto const cells = static_cast<double>(rows * options.columns);
    double const land = 1 - static_cast<double>(climate.grid().points()) / cells;
    EXPECT_NEAR(land, 1.0 / 3, 0.04) << rows << " rows";
  }
  EXPECT_TRUE(is_land(-80, 10));
  EXPECT_TRUE(is_land(50, 80));
  for (double longitude = 141; longitude < 279; longitude += 1)  // where El Nino travels
    EXPECT_FALSE(is_land(0, longitude)) << longitude;
}

TEST(SyntheticClimate, LatitudesDescendAndLongitudesAreMiddlesOfCells) {
  SyntheticOptions options = silent_options(1);
  options.rows = 180;
  options.columns = 360;
  SyntheticClimate const climate(options);
  EXPECT_EQ(climate.grid().latitudes.front(), 89.5);
  EXPECT_EQ(climate.grid().latitudes.back(), -89.5);
  EXPECT_EQ(climate.grid().longitudes.front(), 0.5);
  EXPECT_EQ(climate.grid().longitudes.back(), 359.5);
}

TEST(SyntheticClimate, ValuesAreTheSameBitsInAnyBandAndBlock) {
  SyntheticClimate const climate(small_options(30));
  std::int64_t const columns = climate.grid().columns();
  std::vector<double> const whole = fields(climate, SyntheticClimate::Walk(climate).next(30));
  SyntheticClimate::Walk walk(climate);
  for (std::int64_t time = 0; time < 30;) {
    ClimateStates const states = walk.next(7);  // of which the last has two
    for (std::int64_t row = 0; row < climate.grid().rows(); row += 3) {
      std::vector<double> band(static_cast<std::size_t>(states.times.size() * 3 * columns));
      climate.evaluate(states, {row, row + 3}, band);
      for (std::int64_t i = 0; i < static_cast<std::int64_t>(band.size()); ++i) {
        std::int64_t const line = (time + i / (3 * columns)) * climate.grid().rows() + row;
        ASSERT_EQ(band[static_cast<std::size_t>(i)],
                  whole[static_cast<std::size_t>(line * columns + i % (3 * columns))]);
      }
    }
    time = states.times.end;
  }
}

TEST(SyntheticClimate, AnotherSeedIsAnotherClimate) {
  SyntheticOptions options = small_options(12);
  SyntheticClimate const climate(options);
  options.seed = 8;
  SyntheticClimate const other(options);
  EXPECT_EQ(series(climate, 3, 20), series(climate, 3, 20));
  EXPECT_NE(series(climate, 3, 20), series(other, 3, 20));
}

TEST(SyntheticClimate, TemperaturesArePlausible) {
  SyntheticOptions options = small_options(480);
  SyntheticClimate const climate(options);
  std::vector<double> const values = fields(climate, SyntheticClimate::Walk(climate).next(480));
  for (double const value : values) {
    ASSERT_GT(value, -5);
    ASSERT_LT(value, 37);
  }
}

TEST(SyntheticClimate, TheSeasonComesBackByLeastSquares) {
  SyntheticOptions options = silent_options(480);
  options.season = 4;
  options.noise = 0.5;
  SyntheticClimate const climate(options);
  for (std::int64_t const row : {4, 13}) {  // 45 degrees north and south
    std::vector<double> const cell = series(climate, row, 18);
    std::vector<std::array<double, 6>> rows;
    for (std::int64_t i = 0; i < options.steps; ++i) {
      double const turn =
          2 * std::numbers::pi * year_fraction(climate.time().dates[static_cast<std::size_t>(i)]);
      rows.push_back({1, static_cast<double>(i) / 480, std::cos(turn), std::sin(turn),
                      std::cos(2 * turn), std::sin(2 * turn)});
    }
    std::array<double, 6> const fit = least_squares(rows, cell);
    // The spectrum of the noise at that frequency says how well N values tell a harmonic.
    double const memory = climate.noise().memory();
    double const spectrum =
        (1 - memory * memory) /
        (1 - 2 * memory * std::cos(2 * std::numbers::pi / 12) + memory * memory);
    double const error = options.noise * std::sqrt(2 * spectrum / 480);
    double const sine = std::sin(climate.grid().latitudes[static_cast<std::size_t>(row)] *
                                 (std::numbers::pi / 180));
    EXPECT_NEAR(std::hypot(fit[2], fit[3]), 4, deviations * error);
    // The amplitude's error is also the phase's, across.
    double const turn = 2 * std::numbers::pi * (0.65 + 0.03 * sine);
    double const side = row == 4 ? 1 : -1;  // summers are half a year apart
    EXPECT_NEAR(fit[2], side * 4 * std::cos(turn), deviations * error);
    EXPECT_NEAR(fit[3], side * 4 * std::sin(turn), deviations * error);
  }
}

TEST(SyntheticClimate, ItWarmsByTheTrend) {
  SyntheticOptions options = silent_options(121);
  options.trend = 0.3;
  SyntheticClimate const climate(options);
  std::vector<double> const cell = series(climate, 4, 18);
  double const days = 3652;  // 1982 to 1992
  EXPECT_NEAR(cell[120] - cell[0], 0.3 * warming(climate.grid().latitudes[4]) * days / 3652.425,
              1e-12);
}

double covariance(std::vector<double> const& a, std::vector<double> const& b, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = lag; i < a.size(); ++i) sum += a[i] * b[i - lag];
  return sum / static_cast<double>(a.size() - lag);
}

TEST(SyntheticClimate, TheNoiseIsAnAutoregressiveProcess) {
  SyntheticOptions options = silent_options(6000);
  options.noise = 0.5;
  SyntheticClimate const climate(options);
  double const memory = climate.noise().memory();
  EXPECT_NEAR(memory, std::exp(-365.2425 / 12 / 90), 1e-15);
  double const steps = 6000;
  double const slow = (1 + memory * memory) / (1 - memory * memory);  // steps of one fresh square
  for (std::int64_t const row : {2, 9, 15}) {
    std::vector<double> cell = series(climate, row, 18);
    for (double& value : cell)
      value -= mean_temperature(climate.grid().latitudes[static_cast<std::size_t>(row)]);
    double const variance = covariance(cell, cell, 0);
    EXPECT_NEAR(variance, 0.25, deviations * 0.25 * std::sqrt(2 * slow / steps));
    // Bartlett's formula: (1 - memory^2) / N is the variance of the first autocorrelation; for the
    // later ones twice that, times the lag, is above it.
    double const one = std::sqrt((1 - memory * memory) / steps);
    for (std::size_t const lag : {1, 2, 4}) {
      EXPECT_NEAR(covariance(cell, cell, lag) / variance, std::pow(memory, lag),
                  deviations * one * std::sqrt(2.0 * static_cast<double>(lag)))
          << "lag " << lag;
    }
  }
}

TEST(SyntheticClimate, TheNoiseIsSmoothInSpace) {
  SyntheticOptions options = silent_options(6000);
  options.noise = 1;
  SyntheticClimate const climate(options);
  double const memory = climate.noise().memory();
  auto const noise = [&](std::int64_t row, std::int64_t column) {
    std::vector<double> cell = series(climate, row, column);
    for (double& value : cell)
      value -= mean_temperature(climate.grid().latitudes[static_cast<std::size_t>(row)]);
    return cell;
  };
  std::vector<double> const here = noise(8, 17);
  // 0.003 for the harmonics that are left out; a product of correlated normals varies by less than
  // the square root of 2.
  double const bound =
      0.003 + deviations * std::sqrt(2 * (1 + memory * memory) / (1 - memory * memory) / 6000);
  EXPECT_NEAR(covariance(here, noise(10, 17), 0), std::exp(-0.5), bound);  // 20 degrees south
  EXPECT_NEAR(covariance(here, noise(8, 19), 0), std::exp(-0.5), bound);   // 20 degrees east
  EXPECT_NEAR(covariance(here, noise(10, 19), 0), std::exp(-1.0), bound);
  EXPECT_NEAR(covariance(here, noise(8, 35), 0), 0, bound);
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

TEST(SyntheticClimate, WarmWaterTravelsEastward) {
  SyntheticOptions options = silent_options(480);
  options.oscillator = 1;
  options.forcing = 0;
  SyntheticClimate const climate(options);
  std::vector<double> const west = series(climate, 8, 17);  // 175 degrees east
  std::vector<double> const east = series(climate, 8, 24);  // 245 degrees east
  std::vector<double> const far = series(climate, 8, 2);
  EXPECT_EQ(*std::max_element(far.begin(), far.end()), *std::min_element(far.begin(), far.end()));
  // The lag at which the east is most like the west; half of the Pacific is 0.3 pi of the phase,
  // 0.15 of 48 months, for a sine. The oscillator's has flat tops, so a month more or less.
  std::size_t best = 0;
  double largest = -1;
  auto const anomaly = [](std::vector<double> cell) {
    double mean = 0;
    for (double const value : cell) mean += value / static_cast<double>(cell.size());
    for (double& value : cell) value -= mean;
    return cell;
  };
  for (std::size_t lag = 0; lag < 24; ++lag) {
    double const alike = covariance(anomaly(east), anomaly(west), lag);
    if (alike > largest) {
      largest = alike;
      best = lag;
    }
  }
  EXPECT_GE(best, 5U);
  EXPECT_LE(best, 9U);
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
