// Files that lie, and selections that select nothing: what is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "climate/small_sst_file.hpp"
#include "smnn/climate/sst_file.hpp"
#include "smnn/solver/error.hpp"
#include "support/temporary_folder.hpp"

namespace smnn::climate {
namespace {

using distributed::Communicator;
using test::SmallSstFile;
using testing::HasSubstr;

class SstFileErrors : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
  SmallSstFile small_;
  SstSelection selection_;

  template <class Error = IoError>
  std::string message(std::filesystem::path const& file) {
    try {
      SstFile(Communicator(), file, selection_).read();
    } catch (Error const& error) {
      return error.what();
    }
    return "no error";
  }

  template <class Error = IoError>
  std::string message() {
    small_.write(folder_ / "lie.nc");
    return message<Error>(folder_ / "lie.nc");
  }
};

TEST_F(SstFileErrors, FilesThatAreNotThereOrCutShort) {
  EXPECT_THAT(message(folder_ / "none.nc"), HasSubstr("none.nc"));
  for (char const* const name : {"oisst_weekly.nc", "hadisst_monthly.nc", "ersst_monthly.nc"}) {
    std::string const whole =
        test::read_text(std::filesystem::path(SMNN_TEST_DATA_DIR) / "climate" / name);
    for (std::size_t const size : {std::size_t{0}, std::size_t{3}, whole.size() / 3,
                                   whole.size() * 2 / 3, whole.size() - 100}) {
      test::write_text(folder_ / "cut.nc", whole.substr(0, size));
      EXPECT_THAT(message(folder_ / "cut.nc"), HasSubstr("cut.nc")) << name << ", " << size;
    }
  }
}

TEST_F(SstFileErrors, NoVariableThatIsATemperature) {
  small_.variable = "ice";
  EXPECT_THAT(message(), AllOf(HasSubstr("no variable sst or tos"), HasSubstr("'ice'")));
  selection_.variable = "sst";
  EXPECT_THAT(message(), HasSubstr("'ice'"));
}

TEST_F(SstFileErrors, DimensionsThatAreNotThoseOfAField) {
  small_.order = {"lat", "lon"};
  EXPECT_THAT(message(), HasSubstr("no dimension with times"));
  small_.order = {"time", "lat"};
  EXPECT_THAT(message(), HasSubstr("expected one with latitudes and one with longitudes"));
  small_.order = {"time", "lev", "lat", "lon"};
  small_.levels = 2;
  EXPECT_THAT(message(), HasSubstr("'lev' of 2"));
}

TEST_F(SstFileErrors, CoordinatesThatDoNotGoOn) {
  small_.latitudes = {-30, 30, 0};
  EXPECT_THAT(message(), AllOf(HasSubstr("'lat'"), HasSubstr("0 at 2 follows 30")));
  small_.latitudes = {-30, 0, 0};
  EXPECT_THAT(message(), HasSubstr("strictly"));
  small_.latitudes = {-30, 0, 130};
  EXPECT_THAT(message(), HasSubstr("130 at 2"));
  small_.latitudes = {-30, 0, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_THAT(message(), HasSubstr("nan at 2"));
  small_.latitudes = {-30, 0, 30};
  small_.longitudes = {0, 180, 90, 270};
  EXPECT_THAT(message(), AllOf(HasSubstr("'lon'"), HasSubstr("once around the globe")));
  small_.longitudes = {0, 90, 90, 270};
  EXPECT_THAT(message(), HasSubstr("once around the globe"));
  small_.longitudes = {0, 90, 1e30, 270};
  EXPECT_THAT(message(), HasSubstr("1e+30 at 2"));
}

TEST_F(SstFileErrors, TimesThatDoNotGoOn) {
  small_.times = {0, 1, 3, 2, 4, 5};
  EXPECT_THAT(message(), HasSubstr("time 2 at 3 follows 3"));
  small_.times = {0, 1, 2, 2, 3, 4};
  EXPECT_THAT(message(), HasSubstr("each once"));
  small_.times = {0, 1, 2, 4, 5, 6};
  EXPECT_THAT(message(), HasSubstr("2000-03-01 and 2000-05-01, are 2 months apart"));
  small_.times = {0, 1, 2, std::numeric_limits<double>::quiet_NaN(), 4, 5};
  EXPECT_THAT(message(), HasSubstr("nan"));
  small_.times = {0};
  EXPECT_THAT(message(), HasSubstr("expected at least 2"));
}

TEST_F(SstFileErrors, UnitsAndCalendarsThatAreUnknown) {
  small_.time_units = "epochs since 1990-01-01";
  EXPECT_THAT(message(), AllOf(HasSubstr("'time'"), HasSubstr("UNIT since DATE")));
  small_.time_units = "days since 1990-01-01";
  small_.calendar = "maya";
  EXPECT_THAT(message(), HasSubstr("calendar 'maya'"));
  small_.calendar = "standard";
  small_.options.texts = {{"units", "m s-1"}};
  EXPECT_THAT(message(), HasSubstr("units 'm s-1'"));
}

TEST_F(SstFileErrors, PackingThatCannotBe) {
  small_.options.numbers = {{"scale_factor", 0}};
  EXPECT_THAT(message(), HasSubstr("scale_factor 0"));
  small_.options.numbers = {{"add_offset", std::numeric_limits<double>::infinity()}};
  EXPECT_THAT(message(), HasSubstr("add_offset inf"));
}

TEST_F(SstFileErrors, NothingThatIsOcean) {
  small_.stored = [](auto...) { return -999.0; };
  EXPECT_THAT(message(), HasSubstr("all are missing"));
  small_.stored = [this](std::int64_t step, std::size_t row, std::size_t column) {
    return step == 4 ? -999.0 : small_.celsius(step, row, column);
  };
  EXPECT_THAT(message(), HasSubstr("none of 12 cells with temperatures is ocean"));
  small_.stored = [this](auto... index) { return small_.celsius(index...); };
  small_.mask = "mask";
  small_.mask_value = [](std::size_t, std::size_t) { return 0.0; };
  EXPECT_THAT(message(), AllOf(HasSubstr("land where 'mask' is below 0.5"),
                               HasSubstr("the mask alone takes 12")));
}

TEST_F(SstFileErrors, MasksOfOtherGridsOrNone) {
  SmallSstFile mask;
  mask.latitudes = {-29, 0, 30};
  mask.mask = "mask";
  mask.write(folder_ / "mask.nc");
  selection_.mask_file = folder_ / "mask.nc";
  EXPECT_THAT(message(), AllOf(HasSubstr("no -30, the nearest is -29"), HasSubstr("mask.nc")));
  mask.mask = "";
  mask.write(folder_ / "mask.nc");
  EXPECT_THAT(message(), HasSubstr("no mask over latitude and longitude"));
  selection_.mask_file = "";
  selection_.mask_variable = "sst";
  EXPECT_THAT(message(), HasSubstr("a mask at 6 times"));
}

TEST_F(SstFileErrors, SelectionsOfNothing) {
  selection_.first = Date{2010, 1, 1};
  EXPECT_THAT(message<InvalidArgument>(), AllOf(HasSubstr("first 2010-01-01"), HasSubstr("2000")));
  selection_ = {};
  selection_.south = 60;
  EXPECT_THAT(message<InvalidArgument>(), HasSubstr("no latitude in 60 .. 90"));
  selection_.north = 50;
  EXPECT_THAT(message<InvalidArgument>(), HasSubstr("expected south not above north"));
  selection_ = {};
  selection_.west = 10;
  selection_.east = 80;
  EXPECT_THAT(message<InvalidArgument>(), HasSubstr("no longitude in 10 .. 80"));
}

}  // namespace
}  // namespace smnn::climate
