// Tables of numbers as CSV: complete or not at all, and the same numbers when read again.
#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <smnn/io/csv.hpp>
#include <smnn/io/series.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "small_disk.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;
using Numbers = std::vector<double>;

class CsvWriterTest : public testing::Test {
 public:
  test::TemporaryFolder folder;
  std::filesystem::path const file = folder / "out.csv";
};

TEST_F(CsvWriterTest, WritesAHeaderAndRows) {
  Numbers const time{0, 0.5};
  Numbers const values{1e300, -2};
  write_csv(file, {"t", "x"}, {time, values});
  EXPECT_EQ(test::read_text(file), "t,x\n0,1.0000000000000001e+300\n0.5,-2\n");
  EXPECT_EQ(folder.entries(), 1);
}

TEST_F(CsvWriterTest, NumbersComeBackAsTheyWere) {
  using Limits = std::numeric_limits<double>;
  Numbers time;
  Numbers const values{0.1,  1.0 / 3, Limits::max(), Limits::lowest(), Limits::denorm_min(), -0.0,
                       1e22, 3};
  for (std::size_t i = 0; i < values.size(); ++i) time.push_back(static_cast<double>(i) / 7);
  write_csv(file, {"t", "x"}, {time, values});
  Series const series = read_series(file);
  EXPECT_EQ(series.time, time);
  EXPECT_EQ(series.values, values);
}

TEST_F(CsvWriterTest, NamesComeBackAsTheyWere) {
  std::vector<std::string> const names{"a,b", "say \"c\"", " d", "# e", "f g", "°C"};
  Numbers const column{1, 2};
  write_csv(file, names, std::vector<std::span<double const>>(names.size(), column));
  EXPECT_EQ(read_series(file).names, names);
  write_csv(file, {"# x"}, {column});
  EXPECT_EQ(read_series(file).names, std::vector<std::string>{"# x"});
}

TEST_F(CsvWriterTest, ManyRowsAreAllWritten) {
  Numbers const values(100'000, 0.125);
  write_csv(file, {"a", "b"}, {values, values});
  EXPECT_EQ(read_series(file).points(), 100'000);
}

TEST_F(CsvWriterTest, NoRowsAreAHeader) {
  write_csv(file, {"a"}, {{}});
  EXPECT_EQ(test::read_text(file), "a\n");
}

TEST_F(CsvWriterTest, RefusesColumnsThatDoNotFit) {
  Numbers const two{1, 2};
  Numbers const three{1, 2, 3};
  expect_error<InvalidArgument>(
      [&] {
        write_csv(file, {"a"}, {two, two});
      },
      {"out.csv'", "got 1 names and 2 columns"});
  expect_error<InvalidArgument>([&] { write_csv(file, {}, {}); }, {"at least one"});
  expect_error<InvalidArgument>(
      [&] {
        write_csv(file, {"a", "b"}, {two, three});
      },
      {"column 'b' has 3 rows, expected 2 as column 'a'"});
  expect_error<InvalidArgument>([&] { write_csv(file, {"a\nb"}, {two}); },
                                {"the name 'a\\x0ab' has a control character"});
  EXPECT_EQ(folder.entries(), 0);
}

TEST_F(CsvWriterTest, NamesAFolderThatIsMissing) {
  Numbers const column{1, 2};
  expect_error<IoError>([&] { write_csv(folder / "none/out.csv", {"a"}, {column}); },
                        {"none' does not exist"});
}

TEST_F(CsvWriterTest, OnAFullDiskAnOlderFileSurvives) {
  test::SmallDisk const disk(folder.path(), 64);
  if (!disk.problem().empty()) GTEST_SKIP() << disk.problem();
  Numbers const few{1, 2};
  Numbers const many(100'000, 0.1);
  write_csv(file, {"a"}, {few});
  expect_error<IoError>([&] { write_csv(file, {"a"}, {many}); }, {"out.csv'", "disk"});
  EXPECT_EQ(test::read_text(file), "a\n1\n2\n");
  EXPECT_EQ(folder.entries(), 1);
}

}  // namespace
}  // namespace smnn::io
