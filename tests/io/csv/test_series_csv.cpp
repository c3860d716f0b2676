// Series from CSV as people have them: headers, choices of columns, times and dates.
#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <smnn/config.hpp>
#include <smnn/io/series.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using Numbers = std::vector<double>;
using Names = std::vector<std::string>;

class CsvSeriesTest : public testing::Test {
 public:
  Series read(std::string const& text, SeriesOptions const& options = {}) const {
    test::write_text(file, text);
    return read_series(file, options);
  }
  template <class Error>
  void expect_refusal(std::string const& text, SeriesOptions const& options,
                      std::initializer_list<char const*> parts) const {
    expect_error<Error>([&] { read(text, options); }, parts);
  }
  static SeriesOptions columns(Names names) {
    SeriesOptions options;
    options.columns = std::move(names);
    return options;
  }
  static SeriesOptions time(std::string name) {
    SeriesOptions options;
    options.time_column = std::move(name);
    return options;
  }

  test::TemporaryFolder folder;
  std::filesystem::path const file = folder / "in.csv";
};

TEST_F(CsvSeriesTest, ReadsTimesAndColumns) {
  Series const series = read("t,x,y\n0,1,2\n0.5,3,4\n2,5,6\n");
  EXPECT_EQ(series.names, (Names{"x", "y"}));
  EXPECT_EQ(series.time, (Numbers{0, 0.5, 2}));
  EXPECT_EQ(series.values, (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(series.time_source, "column 't'");
  EXPECT_EQ(series.points(), 3);
  EXPECT_EQ(series.columns(), 2);
  EXPECT_EQ(series(2, 1), 6);
}

TEST_F(CsvSeriesTest, WithoutAHeaderColumnsAreNumbered) {
  Series const series = read("1 2\n3 4\n");
  EXPECT_EQ(series.names, (Names{"x1", "x2"}));
  EXPECT_EQ(series.values, (Numbers{1, 2, 3, 4}));
}

TEST_F(CsvSeriesTest, WithoutTimesRowsAreStepsApart) {
  SeriesOptions options;
  EXPECT_EQ(read("x\n5\n6\n7\n").time, (Numbers{0, 1, 2}));
  options.step = 0.25;
  Series const series = read("x\n5\n6\n7\n", options);
  EXPECT_EQ(series.time, (Numbers{0, 0.25, 0.5}));
  EXPECT_EQ(series.time_source, "steps of 0.25");
}

TEST_F(CsvSeriesTest, TimesAreFoundByTheirName) {
  for (char const* const name : {"t", "T", "time", "TIME", "Time (s)", "time[s]", "Date",
                                 "DateTime", "timestamp", "Date/Time"}) {
    Series const series = read("x," + std::string(name) + "\n5,0\n6,3\n");
    EXPECT_EQ(series.time, (Numbers{0, 3})) << name;
    EXPECT_EQ(series.names, Names{"x"}) << name;
  }
  for (char const* const name : {"tt", "t_max", "timely", "update"})
    EXPECT_EQ(read("x," + std::string(name) + "\n5,0\n6,3\n").columns(), 2) << name;
}

TEST_F(CsvSeriesTest, TheClearestNameIsThatOfTheTimes) {
  Series const series = read("T,time\n290,0\n280,1\n");
  EXPECT_EQ(series.names, Names{"T"});
  EXPECT_EQ(series.time, (Numbers{0, 1}));
}

TEST_F(CsvSeriesTest, AColumnThatIsAskedForIsNotGuessedToBeTheTimes) {
  Series const series = read("p,T\n1,290\n2,280\n", columns({"T"}));
  EXPECT_EQ(series.names, Names{"T"});
  EXPECT_EQ(series.time_source, "steps of 1");
}

TEST_F(CsvSeriesTest, TimesAreChosenByNameNumberOrNot) {
  std::string const text = "x,t\n1,4\n2,3\n";
  EXPECT_EQ(read(text, time("x")).names, Names{"t"});
  EXPECT_EQ(read(text, time("1")).time, (Numbers{1, 2}));
  EXPECT_EQ(read(text, time("none")).names, (Names{"x", "t"}));
  EXPECT_EQ(read("none,x\n2,1\n3,1\n", time("none")).time, (Numbers{2, 3}));
}

TEST_F(CsvSeriesTest, ColumnsAreChosenInOrderByNameOrNumber) {
  Series const series = read("t,x,y,z\n0,1,2,3\n1,4,5,6\n", columns({"z", "2"}));
  EXPECT_EQ(series.names, (Names{"z", "x"}));
  EXPECT_EQ(series.values, (Numbers{3, 1, 6, 4}));
  EXPECT_EQ(series.time, (Numbers{0, 1}));
}

TEST_F(CsvSeriesTest, ANumberWithMoreBehindItIsAName) {
  EXPECT_EQ(read("a,b,1a\n5,6,7\n7,8,9\n", columns({"1a", "1"})).values, (Numbers{7, 5, 9, 7}));
}

TEST_F(CsvSeriesTest, ColumnsWithoutNumbersAreSkipped) {
  Series const series = read("station,t,note,x,\nA,0,,1,\nB,1,good,2,\nC,2,,3,\n");
  EXPECT_EQ(series.names, Names{"x"});
  EXPECT_EQ(series.values, (Numbers{1, 2, 3}));
}

TEST_F(CsvSeriesTest, WhatIsNotAskedForMayBeDamaged) {
  EXPECT_EQ(read("t,x,y\n0,1,NA\n1,2,inf\n", columns({"x"})).values, (Numbers{1, 2}));
}

TEST_F(CsvSeriesTest, HeadersMayBeIncomplete) {
  EXPECT_EQ(read(",x,\n1,2,3\n4,5,6\n").names, (Names{"x1", "x", "x3"}));
}

TEST_F(CsvSeriesTest, DatesAreDaysFromTheFirst) {
  Series const series = read("date,x\n1990-01-03,1\n1990-01-10,2\n1991-01-03,3\n");
  EXPECT_EQ(series.time, (Numbers{0, 7, 365}));
  EXPECT_EQ(series.time_source, "column 'date', in days from 1990-01-03");
  EXPECT_EQ(read("date,x\n19900103,1\n19900110,2\n").time, (Numbers{0, 7}));
  EXPECT_EQ(read("t;x\n1990-01-03T18:00:00;1\n1990-01-04T06:00:00;2\n").time, (Numbers{0, 0.5}));
  EXPECT_EQ(read("t,x\n1990-01-03 00:00,1\n1990-01-03 00:30,2\n").time, (Numbers{0, 0.5 / 24}));
}

TEST_F(CsvSeriesTest, ADateWithoutAHeaderIsATime) {
  Series const series = read("1990-01-03,1\n1990-01-10,2\n");
  EXPECT_EQ(series.time, (Numbers{0, 7}));
  EXPECT_EQ(series.names, Names{"x2"});
  EXPECT_EQ(read("week,x\n1990-01-03,1\n1990-01-10,2\n").time, (Numbers{0, 7}));
}

TEST_F(CsvSeriesTest, NumbersOfEightDigitsAreNumbersAmongSeries) {
  EXPECT_EQ(read("t,x\n0,19900103\n1,19900110\n").values, (Numbers{19900103, 19900110}));
  EXPECT_EQ(read("t,x\n10000000,1\n10000001,2\n").time, (Numbers{10000000, 10000001}));
}

TEST_F(CsvSeriesTest, AWeeklyFileOfTheNinoRegionsReadsAsItComes) {
  Series const series = read(
      "date,nino12,nino3,nino34,nino4\r\n"
      "1990-01-03,23.4,25.1,26.6,28.6\r\n"
      "1990-01-10,23.4,25.2,26.6,28.6\r\n"
      "1990-01-17,24.2,25.3,26.5,28.6\r\n");
  EXPECT_EQ(series.names, (Names{"nino12", "nino3", "nino34", "nino4"}));
  EXPECT_EQ(series.time, (Numbers{0, 7, 14}));
  EXPECT_EQ(series(2, 0), 24.2);
}

TEST_F(CsvSeriesTest, TheProcessMayHaveADecimalComma) {
  std::string const before = std::setlocale(LC_ALL, nullptr);
  bool comma = false;
  for (char const* const name : {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE"})
    comma = comma || std::setlocale(LC_ALL, name) != nullptr;
  Numbers const values = read("t,x\n0,1.5\n1,2.5\n").values;
  std::setlocale(LC_ALL, before.c_str());
  EXPECT_EQ(values, (Numbers{1.5, 2.5}));
  if (!comma) GTEST_SKIP() << "this machine has no locale with a decimal comma";
}

TEST_F(CsvSeriesTest, ChoicesThatDoNotFitAreRefused) {
  std::string const text = "t,x,x,y\n0,1,2,3\n1,2,3,4\n";
  expect_refusal<InvalidArgument>(text, columns({"z"}),
                                  {"in.csv': has no column 'z', expected 't', 'x', 'x', 'y'"});
  expect_refusal<InvalidArgument>(text, columns({"5"}), {"has no column '5'"});
  expect_refusal<InvalidArgument>(text, columns({"0"}), {"has no column '0'"});
  expect_refusal<InvalidArgument>(text, columns({"x"}),
                                  {"columns 2 and 3 are both called 'x', expected the number"});
  expect_refusal<InvalidArgument>(text, columns({"y", "4"}), {"column 'y' is asked for twice"});
  expect_refusal<InvalidArgument>(text, time("when"), {"has no column 'when'"});
  SeriesOptions both = columns({"t"});
  both.time_column = "t";
  expect_refusal<InvalidArgument>(text, both, {"column 't' has the times"});
  expect_refusal<IoError>(text, {}, {"two columns are called 'x'"});
  EXPECT_EQ(read(text, columns({"3"})).values, (Numbers{2, 3}));
}

TEST_F(CsvSeriesTest, AStepMustBePositive) {
  SeriesOptions options;
  for (double const step : {0.0, -1.0, HUGE_VAL, std::nan("")}) {
    options.step = step;
    expect_refusal<InvalidArgument>("x\n1\n2\n", options,
                                    {"time step", "expected a positive number"});
  }
}

#ifndef SMNN_HAVE_HDF5
TEST_F(CsvSeriesTest, WithoutHdf5ItsFilesAreRefused) {
  expect_refusal<IoError>("\x89HDF\r\n\x1a\n", {}, {"built without HDF5", "expected a CSV file"});
}
#endif

}  // namespace
}  // namespace smnn::io
