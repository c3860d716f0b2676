#include <gtest/gtest.h>

#include <cmath>
#include <smnn/climate/forecast_file.hpp>
#include <smnn/io/netcdf/reader.hpp>
#include <smnn/solver/error.hpp>

#include "small_record.hpp"
#include "support/ranks.hpp"

namespace smnn::climate {
namespace {

using test::SharedFolder;
using test::world;

double sst(std::int64_t point, std::int64_t time) {
  return 10 + static_cast<double>(point) / 64 + static_cast<double>(time) / 8;
}

// Of so many points of the grid, the first ones; ranks beyond have none.
Forecast forecast_of(Grid grid, TimeAxis const& time) {
  Record record = test::record_of(grid, time, sst, world().rank(), world().size());
  Forecast forecast;
  forecast.model = "a model";
  forecast.window = 48;
  forecast.grid = record.grid;
  forecast.time = time;
  forecast.points = record.points;
  forecast.values = record.values;
  return forecast;
}

void expect_same(Forecast const& read, Forecast const& written) {
  EXPECT_EQ(read.model, written.model);
  EXPECT_EQ(read.window, written.window);
  EXPECT_EQ(read.grid.latitudes, written.grid.latitudes);
  EXPECT_EQ(read.grid.longitudes, written.grid.longitudes);
  EXPECT_EQ(read.grid.ocean, written.grid.ocean);
  EXPECT_EQ(read.time.sampling, written.time.sampling);
  EXPECT_EQ(read.time.dates, written.time.dates);
  EXPECT_EQ(read.points, written.points);
  EXPECT_EQ(read.values, written.values);
}

TEST(ForecastFile, ComesBackAsItWasWritten) {
  SharedFolder const folder;
  Grid few = test::small_grid();
  few.ocean.resize(2);
  for (Grid const& grid : {test::small_grid(), few}) {
    for (Sampling const sampling : {Sampling::monthly, Sampling::weekly}) {
      Forecast const written = forecast_of(grid, test::axis_from(sampling, {2006, 1, 1}, 7));
      write_forecast(world(), folder / "forecast.nc", written, {}, "test");
      expect_same(read_forecast(world(), folder / "forecast.nc"), written);
    }
  }
}

TEST(ForecastFile, HasItsCompanionsAndLandIsMissing) {
  SharedFolder const folder;
  Forecast const written =
      forecast_of(test::small_grid(), test::axis_from(Sampling::monthly, {2006, 1, 1}, 3));
  std::vector<float> climatology = written.values;
  for (float& value : climatology) value += 1;
  std::vector<float> truth = written.values;
  for (float& value : truth) value -= 1;
  write_forecast(world(), folder / "forecast.nc", written, {climatology, truth}, "test");

  io::NetcdfReader const file(folder / "forecast.nc");
  Grid const& grid = written.grid;
  EXPECT_EQ(file.text("", "start_date"), "2006-01-01");
  EXPECT_EQ(file.number("", "window"), 48);
  std::pair<char const*, double> const fields[] = {
      {"sst_forecast", 0}, {"sst_climatology", 1}, {"sst_truth", -1}};
  for (auto const& [name, offset] : fields) {
    std::vector<double> const values = file.read(name);
    double const missing = file.number(name, "_FillValue").value();
    auto const cells = static_cast<std::size_t>(grid.rows() * grid.columns());
    ASSERT_EQ(values.size(), 3 * cells);
    std::vector<double> expected(values.size(), missing);
    for (std::int64_t point = 0; point < grid.points(); ++point) {
      for (std::size_t i = 0; i < 3; ++i)
        expected[i * cells +
                 static_cast<std::size_t>(grid.ocean[static_cast<std::size_t>(point)])] =
            sst(point, static_cast<std::int64_t>(i)) + offset;
    }
    EXPECT_EQ(values, expected) << name;
  }
}

TEST(ForecastFile, OfTheWrongSizeIsNotWritten) {
  SharedFolder const folder;
  Forecast forecast =
      forecast_of(test::small_grid(), test::axis_from(Sampling::monthly, {2006, 1, 1}, 3));
  if (world().rank() == 0) forecast.values.pop_back();
  auto const message = test::message_of<InvalidArgument>(
      [&] { write_forecast(world(), folder / "forecast.nc", forecast, {}, "test"); });
  EXPECT_NE(message.find("values, expected"), std::string::npos) << message;
  EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace smnn::climate
