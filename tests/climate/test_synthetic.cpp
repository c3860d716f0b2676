#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <smnn/climate/synthetic/land.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "climate/synthetic_fields.hpp"

namespace smnn::climate {
namespace {

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

}  // namespace
}  // namespace smnn::climate
