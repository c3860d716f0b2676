// Synthetic climates as files: the same values whoever writes them, and those of the formulae.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <smnn/climate/synthetic/climate.hpp>
#include <smnn/climate/synthetic/sst_file_writer.hpp>
#include <smnn/io/netcdf/reader.hpp>
#include <smnn/solver/error.hpp>
#include <string>
#include <vector>

#include "support/ranks.hpp"

namespace smnn::climate {
namespace {

using test::first_ranks;
using test::SharedFolder;
using test::world;

SyntheticOptions options_of_a_test() {
  SyntheticOptions options;
  options.rows = 10;  // which 3 and 4 do not divide
  options.columns = 24;
  options.sampling = Sampling::weekly;
  options.steps = 30;
  options.first = {1990, 1, 7};
  options.seed = 5;
  return options;
}

// Values of all cells and times as the formulae have them.
std::vector<double> fields(SyntheticClimate const& climate, ClimateStates const& states) {
  std::vector<double> values(static_cast<std::size_t>(states.times.size() * climate.grid().rows() *
                                                      climate.grid().columns()));
  climate.evaluate(states, {0, climate.grid().rows()}, values);
  return values;
}

// Compares what a file has with that, once it is unpacked, and land with `land`.
void expect_fields(SyntheticClimate const& climate, std::vector<double> const& stored,
                   std::vector<double> const& expected, double scale, double land,
                   double tolerance) {
  ASSERT_EQ(stored.size(), expected.size());
  std::vector<std::int64_t> const& ocean = climate.grid().ocean;
  std::int64_t const cells = climate.grid().rows() * climate.grid().columns();
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(stored.size()); ++i) {
    double const value = stored[static_cast<std::size_t>(i)];
    if (std::binary_search(ocean.begin(), ocean.end(), i % cells)) {
      ASSERT_NEAR(value * scale, expected[static_cast<std::size_t>(i)], tolerance) << i;
    } else {
      ASSERT_EQ(value, land) << i;
    }
  }
}

void expect_the_same_on_any_ranks(SyntheticOptions const& options) {
  SharedFolder const folder;
  SyntheticClimate const climate(options);
  std::optional<FieldStatistics> first;
  std::vector<double> values;
  for (int ranks = 1; ranks <= world().size(); ++ranks) {
    std::string const name = std::to_string(ranks) + ".nc";
    if (auto const part = first_ranks(ranks)) {
      FieldStatistics const statistics = write_climate(*part, climate, folder / name, "test");
      if (!first) first = statistics;
      EXPECT_NEAR(statistics.mean, first->mean, 1e-9);  // sums in another order
      EXPECT_NEAR(statistics.deviation, first->deviation, 1e-9);
    }
    world().on_root([&] {
      std::vector<double> const got = io::NetcdfReader(folder / name).read("sst");
      if (values.empty()) values = got;
      EXPECT_TRUE(got == values) << ranks << " ranks";
    });
  }
}

TEST(SyntheticSstFile, ValuesAreTheSameWithAnyNumberOfRanks) {
  expect_the_same_on_any_ranks(options_of_a_test());
}

TEST(SyntheticSstFile, ValuesOfManyChunksAreTheSameWithAnyNumberOfRanks) {
  SyntheticOptions options = options_of_a_test();
  options.rows = options.columns = 360;
  options.steps = 40;  // 10 MiB, in chunks of at most 4: cut along rows and columns
  expect_the_same_on_any_ranks(options);
}

TEST(SyntheticSstFile, ItHasWhatTheFormulaeGive) {
  SharedFolder const folder;
  SyntheticClimate const climate(options_of_a_test());
  write_climate(world(), climate, folder / "climate.nc", "test");
  world().on_root([&] {
    io::NetcdfReader const file(folder / "climate.nc");
    EXPECT_EQ(file.variable("sst").type, "short");
    EXPECT_EQ(file.number("sst", "scale_factor"), 0.01);
    EXPECT_EQ(file.number("sst", "_FillValue"), 32767);
    EXPECT_EQ(file.number("sst", "missing_value"), 32767);
    EXPECT_EQ(file.text("sst", "units"), "degC");
    EXPECT_EQ(file.text("time", "units"), "days since 1800-01-01 00:00:00");
    EXPECT_EQ(file.text("", "seed"), "5");
    EXPECT_EQ(file.number("", "noise_variance"), 0.25);
    EXPECT_EQ(file.read("lat"), climate.grid().latitudes);
    EXPECT_EQ(file.read("lon"), climate.grid().longitudes);
    std::vector<double> const days = file.read("time");
    ASSERT_EQ(days.size(), 30U);
    EXPECT_EQ(days[0], 69'402);  // 1990-01-07: 69396 days are the years 1800 .. 1989
    EXPECT_EQ(days[29], 69'402 + 29 * 7);
    expect_fields(climate, file.read("sst"),
                  fields(climate, SyntheticClimate::Walk(climate).next(30)), 0.01, 32767,
                  0.005 * (1 + 1e-9));  // half a step of the packing
  });
}

TEST(SyntheticSstFile, BestForecastsAreExpectations) {
  SharedFolder const folder;
  SyntheticClimate const climate(options_of_a_test());
  std::int64_t last = 0;
  write_best_forecast(world(), climate, 28, 6, folder / "best.nc", "test",
                      [&](std::int64_t done, std::int64_t all) {
                        EXPECT_EQ(all, 6);
                        last = done;
                      });
  EXPECT_EQ(last, 6);
  world().on_root([&] {
    io::NetcdfReader const file(folder / "best.nc");
    EXPECT_EQ(file.read("time").front(), 69'402 + 28 * 7);
    EXPECT_EQ(file.text("", "forecast_given_all_before"), "1990-07-22");
    EXPECT_EQ(file.variable("sst").type, "float");
    expect_fields(climate, file.read("sst"), fields(climate, climate.best_forecast(28, 6)), 1,
                  0x1.ep122, 40 * 0x1p-24);  // rounded to floats of at most 40
  });
}

TEST(SyntheticSstFile, AForecastFromNowhereLeavesNoFile) {
  SharedFolder const folder;
  SyntheticClimate const climate(options_of_a_test());
  EXPECT_THROW(write_best_forecast(world(), climate, 31, 6, folder / "best.nc", "test"),
               InvalidArgument);
  EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace smnn::climate
