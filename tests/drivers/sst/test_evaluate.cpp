#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <smnn/climate/baselines.hpp>
#include <smnn/climate/forecast_file.hpp>
#include <smnn/io/netcdf/reader.hpp>
#include <smnn/solver/error.hpp>

#include "climate/small_record.hpp"
#include "sst/evaluate/output.hpp"
#include "sst/evaluate/report.hpp"
#include "support/ranks.hpp"

namespace smnn::drivers::sst {
namespace {

using climate::Record;
using climate::Sampling;
using test::SharedFolder;
using test::world;

// A season and something that no baseline foresees.
double field(std::int64_t point, std::int64_t time) {
  return static_cast<double>((time % 12) * (time % 12)) / 16 +
         static_cast<double>((7 * point + 5 * time * time) % 11) / 8;
}

constexpr std::int64_t times = 180;  // 1980 .. 1994

Record record_here() {
  return test::record_of(test::small_grid(),
                         test::axis_from(Sampling::monthly, {1980, 1, 1}, times), field,
                         world().rank(), world().size());
}

// What comes, plus an error that is the same everywhere.
void write_forecast_of(Record const& record, std::int64_t start, std::int64_t steps, double error,
                       std::string const& model, std::filesystem::path const& file) {
  climate::Forecast forecast{model,         36,
                             record.grid,   record.time.part(start, start + steps),
                             record.points, part_of(record, start, start + steps)};
  for (float& value : forecast.values) value += static_cast<float>(error);
  climate::write_forecast(world(), file, forecast, {}, "test");
}

Row const& row_named(Comparison const& comparison, std::string const& name) {
  for (Row const& row : comparison.rows)
    if (row.name == name) return row;
  throw std::runtime_error("no row " + name);
}

TEST(CasesOfEvaluation, AreTheLastFourYearsUnlessSaidOtherwise) {
  Record const record = record_here();
  Cases const cases = cases_of(world(), record, {});
  ASSERT_EQ(cases.all.size(), 1U);
  EXPECT_EQ(cases.all[0].start, times - 48);
  EXPECT_EQ(cases.steps, 48);
  EXPECT_EQ(cases.window, 48);
  CaseOptions options;
  options.start = "1990-01-01";
  options.steps = 6;
  Cases const chosen = cases_of(world(), record, options);
  EXPECT_EQ(chosen.all[0].start, 120);
  EXPECT_EQ(chosen.steps, 6);
  EXPECT_EQ(chosen.window, 12);  // less has no climatology
}

TEST(CasesOfEvaluation, RollOverYears) {
  CaseOptions options;
  options.rolling = {1985, 1991};
  Cases const cases = cases_of(world(), record_here(), options);
  ASSERT_EQ(cases.all.size(), 7U);
  EXPECT_EQ(cases.all.front().start, 60);
  EXPECT_EQ(cases.all.back().start, 132);
  options.rolling = {1985, 1992};  // 36 months before the end
  EXPECT_THROW((void)cases_of(world(), record_here(), options), InvalidArgument);
  options.rolling = {1980, 1981};  // no past
  EXPECT_THROW((void)cases_of(world(), record_here(), options), InvalidArgument);
}

TEST(CasesOfEvaluation, AreThoseOfFiles) {
  SharedFolder const folder;
  Record const record = record_here();
  write_forecast_of(record, 100, 24, 1, "a", folder / "a.nc");
  write_forecast_of(record, 60, 30, 1, "a", folder / "b.nc");
  CaseOptions options;
  options.files = {(folder / "a.nc").string(), (folder / "b.nc").string()};
  Cases const cases = cases_of(world(), record, options);
  ASSERT_EQ(cases.all.size(), 2U);
  EXPECT_EQ(cases.all[0].start, 60);
  EXPECT_EQ(cases.all[1].start, 100);
  EXPECT_EQ(cases.steps, 24);
  EXPECT_EQ(cases.window, 36);
  options.start = "1990-01-01";
  EXPECT_THROW((void)cases_of(world(), record, options), InvalidArgument);
}

TEST(CasesOfEvaluation, RefuseForecastsOfOtherGridsAndTimes) {
  SharedFolder const folder;
  Record const record = record_here();
  Record other = record;
  other.grid.latitudes[0] += 1;
  write_forecast_of(other, 100, 24, 1, "a", folder / "grid.nc");
  other = record;
  for (climate::Date& date : other.time.dates) date.year += 100;
  write_forecast_of(other, 100, 24, 1, "a", folder / "times.nc");
  for (char const* const name : {"grid.nc", "times.nc"}) {
    CaseOptions options;
    options.files = {(folder / name).string()};
    auto const message =
        test::message_of<InvalidArgument>([&] { (void)cases_of(world(), record, options); });
    EXPECT_NE(message.find(std::string(name) + ": "), std::string::npos) << message;
    EXPECT_NE(message.find("expected"), std::string::npos) << message;
  }
}

TEST(Evaluation, AveragesForecastsOfOneModelOverTheirStarts) {
  SharedFolder const folder;
  Record const record = record_here();
  write_forecast_of(record, 60, 24, 1, "model", folder / "a.nc");
  write_forecast_of(record, 120, 24, 2, "model", folder / "b.nc");
  write_forecast_of(record, 120, 24, 0, "model", folder / "perfect.nc");
  CaseOptions options;
  for (char const* const name : {"a.nc", "b.nc", "perfect.nc"})
    options.files.push_back((folder / name).string());
  Comparison const comparison =
      compare(world(), record, 2, cases_of(world(), record, options), 5, {});
  ASSERT_EQ(comparison.rows[0].name, "model");
  EXPECT_EQ(comparison.rows[0].starts, 2);
  // Floats of less than 10 are right to 1e-6.
  EXPECT_NEAR(comparison.rows[0].scores.overall().mse(), (0.25 + 1) / 2, 1e-5);
  Row const& perfect = comparison.rows[1];
  EXPECT_EQ(perfect.name, "model, " + options.files[2]);
  EXPECT_EQ(perfect.starts, 1);
  EXPECT_EQ(perfect.scores.overall().mse(), 0);
  EXPECT_EQ(perfect.kept.index, comparison.truth.index);
  Row const& climatology = row_named(comparison, "climatology, 10 years");
  EXPECT_EQ(climatology.starts, 2);
  EXPECT_EQ(climatology.scores.overall().mse(), climatology.ten_years.overall().mse());
}

TEST(Evaluation, ReportsJsonWithoutNaN) {
  Record const record = record_here();
  Comparison const comparison =
      compare(world(), record, 2, cases_of(world(), record, {}), 0, {nearest(record.grid, 1, 220)});
  auto const json = nlohmann::json::parse(to_json({"data.nc", 10, 2}, record, comparison));
  EXPECT_EQ(json["starts"].at(0), "1991-01-01");
  EXPECT_EQ(json["forecasts"].size(), climate::baselines({}, 48).size());
  auto const& climatology = json["forecasts"].at(0);
  EXPECT_EQ(climatology["skill_10_years"], 0);
  EXPECT_TRUE(climatology["anomaly_correlation"].is_null());
  EXPECT_EQ(climatology["by_lead"].size(), 48U);
  EXPECT_GT(json["forecasts"].at(3)["regions"]["tropics"]["mse"], 0);
  EXPECT_NE(to_text({"data.nc", 10, 2}, record, comparison).find("Nino 3.4"), std::string::npos);
}

TEST(Evaluation, WritesErrorsMapsAndSeries) {
  SharedFolder const folder;
  Record const record = record_here();
  Place const place = nearest(record.grid, 1, 220);
  Comparison const comparison =
      compare(world(), record, 2, cases_of(world(), record, {}), 47, {place});
  write_output(world(), folder / "output.nc", record, comparison);
  io::NetcdfReader const file(folder / "output.nc");
  EXPECT_EQ(file.text("", "forecast_0"), comparison.rows[0].name);
  std::vector<double> const mse = file.read("mse");
  EXPECT_EQ(mse.size(), comparison.rows.size() * climate::regions().size() * 48);
  EXPECT_EQ(mse.front(), comparison.rows[0].scores.at(0, 0).mse());
  std::vector<double> const truth = file.read("series_truth");
  ASSERT_EQ(truth.size(), 48U);
  for (std::int64_t i = 0; i < 48; ++i)
    ASSERT_FLOAT_EQ(static_cast<float>(truth[static_cast<std::size_t>(i)]),
                    static_cast<float>(field(place.point, times - 48 + i)));
  std::vector<double> const map = file.read("sst_map_truth");
  double const land = file.number("sst_map_truth", "_FillValue").value();
  EXPECT_EQ(map.front(), land);
  std::int64_t const point = record.grid.points() / 2;
  EXPECT_FLOAT_EQ(
      static_cast<float>(
          map[static_cast<std::size_t>(record.grid.ocean[static_cast<std::size_t>(point)])]),
      static_cast<float>(field(point, times - 1)));
}

TEST(Nearest, MeasuresOnTheSphere) {
  climate::Grid const grid{{80, 0}, {5, 355, 358}, {0, 1, 2, 3}};
  EXPECT_EQ(nearest(grid, 79, 359).point, 2);
  EXPECT_EQ(nearest(grid, 10, 5).point, 3);
}

}  // namespace
}  // namespace smnn::drivers::sst
