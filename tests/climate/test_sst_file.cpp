// Files as they come: four well-known data sets in small, and what else is seen in such files.
#include "smnn/climate/sst_file.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "climate/small_sst_file.hpp"
#include "smnn/solver/error.hpp"
#include "support/temporary_folder.hpp"

namespace smnn::climate {
namespace {

using distributed::Communicator;
using test::largest_error;
using test::SmallSstFile;

// Single precision at 20 degrees.
constexpr double single = 2e-6;
// Packed to hundredths of a degree.
constexpr double packed = 0.005 + single;

std::filesystem::path data(std::string const& name) {
  return std::filesystem::path(SMNN_TEST_DATA_DIR) / "climate" / name;
}

SstFile open(std::filesystem::path const& file, SstSelection const& selection = {}) {
  return {Communicator(), file, selection};
}

// Ocean cells of 4 x 8 by the rule of make_files.py, on rows that are not left out.
std::int64_t ocean_cells(std::int64_t first_row = 0) {
  std::int64_t count = 0;
  for (std::int64_t row = first_row; row < 4; ++row)
    for (std::int64_t column = 0; column < 8; ++column)
      if ((row + 2 * column) % 5 != 0) ++count;
  return count;
}

class SmallSstFileTest : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
  SmallSstFile small_;

  SstFile open_small(SstSelection const& selection = {}) {
    small_.write(folder_ / "small.nc");
    return open(folder_ / "small.nc", selection);
  }
};

TEST(SstFile, ReadsTheWeeklyOptimumInterpolationWithItsMask) {
  SstSelection selection;
  selection.mask_file = data("oisst_mask.nc");
  SstFile const file = open(data("oisst_weekly.nc"), selection);
  EXPECT_EQ(file.format(), "classic");
  EXPECT_EQ(file.variable(), "sst");
  EXPECT_EQ(file.mask_variable(), "mask");
  EXPECT_EQ(file.time().sampling, Sampling::weekly);
  EXPECT_EQ(file.time().size(), 60);
  EXPECT_EQ(file.time().dates.front(), (Date{1989, 12, 31}));
  EXPECT_EQ(file.grid().latitudes, (std::vector<double>{67.5, 22.5, -22.5, -67.5}));
  EXPECT_EQ(file.grid().points(), ocean_cells());
  EXPECT_EQ(file.land_by_mask(), 32 - ocean_cells());
  EXPECT_EQ(file.missing_values(), 0);
  EXPECT_LT(largest_error(file.read()), packed);
}

TEST(SstFile, WithoutItsMaskLandIsFilledWithNumbers) {
  SstFile const file = open(data("oisst_weekly.nc"));
  EXPECT_FALSE(file.has_mask());
  EXPECT_EQ(file.grid().points(), 32);
}

TEST(SstFile, ReadsErsstWhoseLandIsNotItsFillValue) {
  SstFile const file = open(data("ersst_monthly.nc"));
  EXPECT_EQ(file.format(), "NetCDF-4");
  EXPECT_EQ(file.calendar(), "proleptic_gregorian");
  EXPECT_EQ(file.time().sampling, Sampling::monthly);
  EXPECT_EQ(file.time().dates.back(), (Date{2011, 12, 1}));
  EXPECT_EQ(file.grid().points(), ocean_cells());
  EXPECT_EQ(file.missing_values(), 0);
  EXPECT_LT(largest_error(file.read()), single);
}

TEST(SstFile, ReadsHadisstFromGreenwichOnAndWithoutItsIce) {
  SstFile const file = open(data("hadisst_monthly.nc"));
  EXPECT_EQ(file.units(), "C");
  EXPECT_EQ(file.time().dates.front(), (Date{1999, 11, 1}));  // the middle of a month
  EXPECT_EQ(file.grid().longitudes.front(), 22.5);
  EXPECT_EQ(file.grid().longitudes.back(), 337.5);
  EXPECT_EQ(file.grid().points(), ocean_cells(1));
  EXPECT_EQ(file.cells_with_gaps(), ocean_cells() - ocean_cells(1));
  EXPECT_EQ(file.missing_values(), 6 * file.cells_with_gaps());  // two winters of three months
  EXPECT_LT(largest_error(file.read()), single);
}

TEST(SstFile, ReadsCobeFromTheSouth) {
  SstFile const file = open(data("cobe_monthly.nc"));
  EXPECT_EQ(file.time().dates.front(), (Date{1950, 1, 1}));
  EXPECT_EQ(file.time().size(), 24);
  EXPECT_EQ(file.grid().latitudes.front(), -67.5);
  EXPECT_EQ(file.grid().points(), ocean_cells());
  EXPECT_LT(largest_error(file.read()), single);
}

TEST_F(SmallSstFileTest, MeanAndDeviationAreOverPointsAndTimes) {
  SstFile const file = open_small();
  Record const record = file.read();
  double sum = 0, squares = 0;
  for (float const value : record.values) sum += static_cast<double>(value);
  auto const count = static_cast<double>(record.values.size());
  for (float const value : record.values)
    squares += std::pow(static_cast<double>(value) - sum / count, 2);
  EXPECT_NEAR(file.mean(), sum / count, single);
  EXPECT_NEAR(file.deviation(), std::sqrt(squares / count), single);
}

TEST_F(SmallSstFileTest, UnitsOtherThanCelsiusAreConverted) {
  for (char const* const units : {"K", "degK", "Kelvin", "kelvin", "degrees_K"}) {
    small_.options.texts = {{"units", units}};
    small_.stored = [this](auto... index) { return small_.celsius(index...) + 273.15; };
    EXPECT_LT(largest_error(open_small().read()), single) << units;
  }
  for (char const* const units : {"degF", "degree_F", "Fahrenheit"}) {
    small_.options.texts = {{"units", units}};
    small_.stored = [this](auto... index) { return small_.celsius(index...) * 1.8 + 32; };
    EXPECT_LT(largest_error(open_small().read()), single) << units;
  }
  small_.stored = [this](auto... index) { return small_.celsius(index...); };
  for (char const* const units : {"degC", "C", "celsius", "degree_Celsius", "deg C", "\u00b0C"}) {
    small_.options.texts = {{"units", units}};
    EXPECT_LT(largest_error(open_small().read()), single) << units;
  }
  small_.options.texts = {};
  EXPECT_LT(largest_error(open_small().read()), single);
}

TEST_F(SmallSstFileTest, PackedNumbersAreUnpackedBeforeUnitsAreConverted) {
  small_.options = {io::NetcdfType::int16,
                    {{"units", "K"}},
                    {{"scale_factor", 0.01}, {"add_offset", 293.15}},
                    true};
  small_.stored = [this](auto... index) {
    return std::rint((small_.celsius(index...) - 20) * 100);
  };
  EXPECT_LT(largest_error(open_small().read()), packed);
}

TEST_F(SmallSstFileTest, MissingIsWhatAnyAttributeSaysAndWhatIsNoTemperature) {
  struct Case {
    double stored;
    std::vector<io::NetcdfNumber> numbers;
  };
  auto const nan = std::numeric_limits<double>::quiet_NaN();
  for (Case const& one : std::vector<Case>{{nan, {}},
                                           {-999, {{"_FillValue", -999}}},
                                           {5, {{"missing_value", 5}}},
                                           {4.9, {{"valid_min", 5}}},
                                           {38, {{"valid_max", 37.5}}},
                                           {-1000, {}},
                                           {9.96921e36, {{"_FillValue", nan}}}}) {
    small_.options.numbers = one.numbers;
    small_.stored = [&](std::int64_t step, std::size_t row, std::size_t column) {
      bool const gone = (row == 0 && column == 1) || (row == 1 && column == 2 && step == 3);
      return gone ? one.stored : small_.celsius(step, row, column);
    };
    SstFile const file = open_small();
    EXPECT_EQ(file.grid().points(), 10) << one.stored;
    EXPECT_EQ(file.cells_with_gaps(), 1) << one.stored;
    EXPECT_EQ(file.missing_values(), 1) << one.stored;
    EXPECT_LT(largest_error(file.read()), single) << one.stored;
  }
}

TEST_F(SmallSstFileTest, BoundsOfPackedNumbersAreOfTheirOwnType) {
  small_.options = {io::NetcdfType::int16, {{"units", "degC"}}, {{"scale_factor", 0.01}}, false};
  small_.stored = [this](auto... index) { return std::rint(small_.celsius(index...) * 100); };
  small_.options.numbers.push_back({"valid_min", -500, io::NetcdfType::int16});
  small_.options.numbers.push_back({"valid_max", 40, io::NetcdfType::float32});
  EXPECT_EQ(open_small().grid().points(), 12);
}

TEST_F(SmallSstFileTest, DimensionsMayStandInAnyOrderAndHaveOthersOfSizeOneBetween) {
  for (auto const& order : std::vector<std::vector<std::string>>{
           {"time", "lev", "lat", "lon"}, {"lon", "lat", "time"}, {"lat", "time", "lon", "lev"}}) {
    small_.order = order;
    EXPECT_LT(largest_error(open_small().read()), single) << order.front();
  }
}

TEST_F(SmallSstFileTest, CoordinatesNeedNotHaveTheNamesOfTheirDimensions) {
  small_.time_name = "T";
  small_.latitude_name = "nav_y";
  small_.longitude_name = "nav_x";
  EXPECT_LT(largest_error(open_small().read()), single);
}

TEST_F(SmallSstFileTest, AMeridianThatIsStoredTwiceIsThereOnce) {
  small_.longitudes = {0, 90, 180, 270, 360};
  EXPECT_EQ(open_small().grid().longitudes, (std::vector<double>{0, 90, 180, 270}));
  small_.longitudes = {-180, -90, 0, 90, 180};
  SstFile const file = open_small();
  EXPECT_EQ(file.grid().longitudes, (std::vector<double>{0, 90, 180, 270}));
  EXPECT_LT(largest_error(file.read()), single);
}

TEST_F(SmallSstFileTest, LongitudesMayBeginAnywhereAndDescend) {
  for (auto const& longitudes : std::vector<std::vector<double>>{
           {-150, -60, 30, 120}, {120, 210, 300, 390}, {315, 225, 135, 45}, {45, -45, -135, 135}}) {
    small_.longitudes = longitudes;
    SstFile const file = open_small();
    EXPECT_TRUE(std::is_sorted(file.grid().longitudes.begin(), file.grid().longitudes.end()));
    EXPECT_EQ(file.grid().columns(), 4);
    EXPECT_LT(largest_error(file.read()), single) << longitudes.front();
  }
}

TEST_F(SmallSstFileTest, APartIsChosenByDatesAndDegrees) {
  small_.longitudes = {-180, -90, 0, 90};
  SstSelection selection;
  selection.first = Date{2000, 2, 20};  // its month is inside
  selection.last = Date{2000, 4, 1};
  selection.south = 0;
  selection.west = 270;
  selection.east = 90;
  SstFile const file = open_small(selection);
  EXPECT_EQ(file.time().dates, (std::vector<Date>{{2000, 2, 1}, {2000, 3, 1}, {2000, 4, 1}}));
  EXPECT_EQ(file.grid().latitudes, (std::vector<double>{0, 30}));
  EXPECT_EQ(file.grid().longitudes, (std::vector<double>{0, 90, 270}));
  EXPECT_LT(largest_error(file.read(), 1), single);
  selection.west = -90;
  EXPECT_EQ(open_small(selection).grid().longitudes, (std::vector<double>{0, 90, 270}));
}

TEST_F(SmallSstFileTest, AGapOutsideOfTheChosenTimesDoesNoHarm) {
  small_.times = {-10, 0, 1, 2, 3, 4};
  SstSelection selection;
  selection.first = Date{2000, 1, 1};
  EXPECT_EQ(open_small(selection).time().size(), 5);
}

TEST_F(SmallSstFileTest, MasksMeanWhatTheirNamesAndFlagsSay) {
  auto const at_origin = [](double there, double elsewhere) {
    return [=](std::size_t row, std::size_t column) {
      return row == 0 && column == 0 ? there : elsewhere;
    };
  };
  small_.mask = "mask";  // 1 is ocean
  small_.mask_value = at_origin(0, 1);
  EXPECT_EQ(open_small().grid().points(), 11);
  small_.mask = "lsm";  // 1 is land
  small_.mask_value = at_origin(1, 0);
  EXPECT_EQ(open_small().grid().points(), 11);
  small_.mask = "mask";
  small_.mask_options.texts = {{"standard_name", "land_binary_mask"}};
  SstFile const file = open_small();
  EXPECT_EQ(file.grid().points(), 11);
  EXPECT_EQ(file.grid().ocean.front(), 1);
  EXPECT_EQ(file.land_by_mask(), 1);
  small_.mask = "sftof";  // per cent of sea
  small_.mask_options.texts = {{"standard_name", "sea_area_fraction"}, {"units", "%"}};
  small_.mask_value = at_origin(20, 100);
  EXPECT_EQ(open_small().grid().points(), 11);
}

TEST_F(SmallSstFileTest, AMaskMayLieTheOtherWayRoundAndBeLargerThanThePart) {
  SmallSstFile mask;
  mask.latitudes = {60, 30, 0, -30, -60};
  mask.longitudes = {-180, -90, 0, 90};
  mask.mask = "land_sea";
  mask.mask_value = [&](std::size_t row, std::size_t column) {
    return mask.latitudes[row] == 30 && mask.longitudes[column] == -90 ? 0.0 : 1.0;
  };
  mask.write(folder_ / "mask.nc");
  SstSelection selection;
  selection.mask_file = folder_ / "mask.nc";
  selection.mask_variable = "land_sea";
  SstFile const file = open_small(selection);
  EXPECT_EQ(file.grid().points(), 11);
  EXPECT_EQ(file.grid().ocean.back(), 10);  // at 30 degrees north, 270 east is land
}

TEST_F(SmallSstFileTest, TheVariableIsFoundByItsStandardName) {
  small_.variable = "water";
  small_.options.texts = {{"units", "degC"}, {"standard_name", "sea_surface_temperature"}};
  EXPECT_EQ(open_small().variable(), "water");
  small_.variable = "anything";
  small_.options.texts = {{"units", "degC"}};
  SstSelection selection;
  selection.variable = "anything";
  EXPECT_EQ(open_small(selection).variable(), "anything");
}

}  // namespace
}  // namespace smnn::climate
