// Series from HDF5: a dataset a column, or one with columns; nothing is trusted.
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/io/series.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "raw_file.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using test::RawFile;
using test::Stored;
using Numbers = std::vector<double>;
using Names = std::vector<std::string>;

class Hdf5SeriesTest : public testing::Test {
 public:
  void SetUp() override { test::silence_hdf5(); }

  template <class Error = IoError>
  void expect_refusal(std::initializer_list<char const*> parts) const {
    expect_error<Error>([&] { read_series(file, options); }, parts);
  }

  test::TemporaryFolder folder;
  std::filesystem::path const file = folder / "in.dat";
  SeriesOptions options;
};

TEST_F(Hdf5SeriesTest, ADatasetIsAColumn) {
  {
    RawFile raw(file);
    raw.dataset("/y", {3}, {4, 5, 6}, Stored::as_int32);
    raw.dataset("/x", {3}, {1, 2, 3}, Stored::as_float);
    raw.dataset("/time", {3}, {0, 0.5, 2});
  }
  Series const series = read_series(file);
  EXPECT_EQ(series.names, (Names{"x", "y"}));
  EXPECT_EQ(series.time, (Numbers{0, 0.5, 2}));
  EXPECT_EQ(series.values, (Numbers{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(series.time_source, "dataset 'time'");
}

TEST_F(Hdf5SeriesTest, WithoutTimesRowsAreStepsApart) {
  RawFile(file).dataset("/x", {3}, {1, 2, 3});
  options.step = 0.5;
  Series const series = read_series(file, options);
  EXPECT_EQ(series.time, (Numbers{0, 0.5, 1}));
  EXPECT_EQ(series.time_source, "steps of 0.5");
}

TEST_F(Hdf5SeriesTest, AMatrixHasColumns) {
  {
    RawFile raw(file);
    raw.dataset("/u", {2, 3}, {1, 2, 3, 4, 5, 6});
    raw.dataset("/t", {2}, {0, 1});
  }
  Series const series = read_series(file);
  EXPECT_EQ(series.names, (Names{"u_1", "u_2", "u_3"}));
  EXPECT_EQ(series.values, (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(series.time_source, "dataset 't'");
}

TEST_F(Hdf5SeriesTest, ColumnsOfAMatrixAreChosenTheTimesToo) {
  RawFile(file).dataset("/u", {2, 3}, {1, 2, 3, 4, 5, 6});
  options.time_column = "1";
  options.columns = {"u_3", "2"};
  Series const series = read_series(file, options);
  EXPECT_EQ(series.names, (Names{"u_3", "u_2"}));
  EXPECT_EQ(series.time, (Numbers{1, 4}));
  EXPECT_EQ(series.values, (Numbers{3, 2, 6, 5}));
  EXPECT_EQ(series.time_source, "column 'u_1'");
}

TEST_F(Hdf5SeriesTest, DatasetsAreChosen) {
  {
    RawFile raw(file);
    raw.dataset("/a", {2}, {0, 1});
    raw.dataset("/b", {2}, {2, 3});
    raw.dataset("/c", {5}, {0, 0, 0, 0, 0});
  }
  options.columns = {"b"};
  options.time_column = "a";
  Series const series = read_series(file, options);
  EXPECT_EQ(series.names, Names{"b"});
  EXPECT_EQ(series.time, (Numbers{0, 1}));
  options.time_column = "1";
  EXPECT_EQ(read_series(file, options).time_source, "dataset 'a'");
  options.time_column = "none";
  options.columns = {"b", "a"};
  EXPECT_EQ(read_series(file, options).values, (Numbers{2, 0, 3, 1}));
}

TEST_F(Hdf5SeriesTest, ANameWinsOverANumber) {
  {
    RawFile raw(file);
    raw.dataset("/2", {2}, {1, 2});
    raw.dataset("/3", {2}, {3, 4});
  }
  options.columns = {"2", "1"};  // the second by its number would be "3"
  expect_refusal<InvalidArgument>({"dataset '2' is asked for twice"});
  options.columns = {"2"};
  EXPECT_EQ(read_series(file, options).values, (Numbers{1, 2}));
}

TEST_F(Hdf5SeriesTest, AGroupAndADatasetAreChosen) {
  {
    RawFile raw(file);
    raw.group("/a");
    raw.group("/a/b");
    raw.dataset("/a/b/u", {2}, {1, 2});
    raw.dataset("/a/b/t", {2}, {0, 3});
    raw.dataset("/a/b/v", {4}, {1, 2, 3, 4});
  }
  options.group = "a/b";
  options.dataset = "u";
  Series const series = read_series(file, options);
  EXPECT_EQ(series.names, Names{"u"});
  EXPECT_EQ(series.time, (Numbers{0, 3}));
  options.group = "";
  options.dataset = "/a/b/u";
  EXPECT_EQ(read_series(file, options).values, (Numbers{1, 2}));
  options.dataset = "/a/b/t";
  EXPECT_EQ(read_series(file, options).time_source, "steps of 1");
}

TEST_F(Hdf5SeriesTest, OtherThingsAreSkipped) {
  {
    RawFile raw(file);
    raw.dataset("/x", {2}, {1, 2});
    raw.dataset("/scalar", {}, {1});
    raw.dataset("/cube", {2, 2, 2}, Numbers(8, 1));
    raw.dataset("/field", {2, 2}, Numbers(4, 1));
    raw.text_dataset("/name", {2});
    raw.compound_dataset("/record", {2});
    raw.group("/group");
    raw.soft_link("/dangling", "/nowhere");
    raw.external_link("/elsewhere", "other.h5", "/x");
  }
  EXPECT_EQ(read_series(file).names, Names{"x"});
}

TEST_F(Hdf5SeriesTest, ChoicesThatDoNotFitAreRefused) {
  {
    RawFile raw(file);
    raw.dataset("/x", {2}, {1, 2});
    raw.dataset("/cube", {2, 2, 2}, Numbers(8, 1));
    raw.text_dataset("/name", {2});
  }
  options.columns = {"z"};
  expect_refusal<InvalidArgument>({"in.dat', group '/': has no dataset 'z', expected"});
  options.columns = {"name"};
  expect_refusal<InvalidArgument>({"has no dataset 'name'"});
  options.columns = {"cube"};
  expect_refusal({"dataset 'cube': extents are (2, 2, 2), expected (T,)"});
  options.columns = {};
  options.dataset = "cube";
  expect_refusal({"expected (T,) or (T, columns)"});
  options.dataset = "name";
  expect_refusal({"dataset 'name'"});
  options.dataset = "missing";
  expect_refusal({"dataset 'missing': is missing"});
  options.dataset = "";
  options.group = "none";
  expect_refusal({"group '/none'", "is missing"});
  options.group = "";
  options.time_column = "when";
  expect_refusal<InvalidArgument>({"has no dataset 'when'"});
}

TEST_F(Hdf5SeriesTest, DatasetsOfOtherLengthAreRefused) {
  {
    RawFile raw(file);
    raw.dataset("/a", {3}, {1, 2, 3});
    raw.dataset("/b", {2}, {1, 2});
  }
  expect_refusal({"dataset 'b': has 2 rows, expected 3 as dataset 'a'"});
  options.time_column = "b";
  expect_refusal({"dataset 'a': has 3 rows, expected 2 as dataset 'b'"});
}

TEST_F(Hdf5SeriesTest, SeveralMatricesNeedAChoice) {
  {
    RawFile raw(file);
    raw.dataset("/u", {2, 1}, {1, 2});
    raw.dataset("/v", {2, 1}, {3, 4});
  }
  expect_refusal({"has datasets 'u' and 'v' of two axes", "a choice of the dataset"});
  options.dataset = "v";
  EXPECT_EQ(read_series(file, options).values, (Numbers{3, 4}));
}

TEST_F(Hdf5SeriesTest, ValuesThatAreNoNumbersAreRefused) {
  {
    RawFile raw(file);
    raw.dataset("/x", {3}, {1, 2, 3});
    raw.dataset("/y", {3}, {1, 2, std::nan("")});
  }
  expect_refusal({"in.dat', group '/', row 3, column 'y': is nan", "remove the row"});
}

TEST_F(Hdf5SeriesTest, TimesMustIncreaseAndBeFinite) {
  {
    RawFile raw(file);
    raw.dataset("/x", {3}, {1, 2, 3});
    raw.dataset("/t", {3}, {0, 1, 1});
    raw.dataset("/s", {3}, {0, INFINITY, 1});
  }
  options.columns = {"x"};
  expect_refusal({"rows 2 and 3 have the same time 1", "(dataset 't')"});
  options.time_column = "s";
  expect_refusal({"row 2: the time is inf (dataset 's'), expected a finite number"});
}

TEST_F(Hdf5SeriesTest, AFileWithoutSeriesIsRefused) {
  RawFile(file).group("/a");
  expect_refusal({"in.dat', group '/': has no column of numbers"});
}

TEST_F(Hdf5SeriesTest, ASinglePointIsRefused) {
  RawFile(file).dataset("/x", {1}, {1});
  expect_refusal({"has 1 row, expected at least 2"});
}

TEST_F(Hdf5SeriesTest, EmptyExtentsAreRefused) {
  {
    RawFile raw(file);
    raw.dataset("/x", {0}, {});
    raw.dataset("/wide", {0, 3}, {});
    raw.unwritten_dataset("/long", {std::uint64_t{1} << 50, 0}, {1, 1});
  }
  expect_refusal({"has no rows"});
  options.dataset = "wide";
  expect_refusal({"has no rows"});
  options.dataset = "long";
  expect_refusal({"has no column of numbers"});
}

TEST_F(Hdf5SeriesTest, MoreThanMemoryIsRefused) {
  RawFile(file).unwritten_dataset("/x", {std::uint64_t{1} << 50}, {1024});
  expect_refusal({"needs 8.0 PiB of memory"});
}

TEST_F(Hdf5SeriesTest, MoreColumnsThanAreNamedIsRefused) {
  RawFile(file).unwritten_dataset("/x", {2, std::uint64_t{1} << 25}, {2, 1024});
  options.dataset = "x";
  expect_refusal({"has 33554432 columns, expected at most 1048576"});
}

TEST_F(Hdf5SeriesTest, DataInOtherFilesAreRefused) {
  {
    RawFile raw(file);
    raw.dataset_in_other_file("/x", {2}, "other.bin");
  }
  expect_refusal({"dataset 'x'"});
}

TEST_F(Hdf5SeriesTest, AFileThatIsCutIsRefused) {
  RawFile(file).dataset("/x", {1000}, Numbers(1000, 1));
  std::string const whole = test::read_text(file);
  for (std::size_t part = 1; part < 16; ++part) {
    test::write_text(file, whole.substr(0, whole.size() * part / 16));
    expect_refusal({"in.dat'"});
  }
}

}  // namespace
}  // namespace smnn::io
