// CSV that is cut, wrong or not CSV: each is an error that names file, row and column.
#include <gtest/gtest.h>

#include <random>
#include <smnn/io/series.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io {
namespace {

using test::expect_error;

class DamagedCsvTest : public testing::Test {
 public:
  void expect_refusal(std::string const& text, std::initializer_list<char const*> parts,
                      SeriesOptions const& options = {}) const {
    test::write_text(file, text);
    SCOPED_TRACE(text.substr(0, 80));
    expect_error<IoError>([&] { read_series(file, options); }, parts);
  }

  test::TemporaryFolder folder;
  std::filesystem::path const file = folder / "in.csv";
};

TEST_F(DamagedCsvTest, NoFileAtAll) {
  expect_error<IoError>([&] { read_series(file); }, {"in.csv'", "no such file"});
  expect_error<IoError>([&] { read_series(folder.path()); }, {"not a regular file"});
  expect_error<IoError>([] { read_series("/dev/zero"); }, {"'/dev/zero'", "not a regular file"});
}

TEST_F(DamagedCsvTest, NoRows) {
  expect_refusal("", {"in.csv'", "is empty"});
  expect_refusal("\n\n", {"has no rows"});
  expect_refusal("# nothing\n", {"has no rows"});
  expect_refusal("t,x\n", {"has a header but no rows"});
  expect_refusal("t,x\n0,1\n", {"has 1 row, expected at least 2"});
}

TEST_F(DamagedCsvTest, NoNumbers) {
  expect_refusal("a,b\nc,d\ne,f\n", {"has no column of numbers"});
  expect_refusal("t\n1\n2\n", {"has no column of numbers"});
}

TEST_F(DamagedCsvTest, MissingValues) {
  expect_refusal("t,x,y\n0,1,2\n# note\n1,,3\n",
                 {"in.csv', row 2 (line 4), column 'x': the value is missing ('')",
                  "remove the row, or fill it in"});
  for (std::string const text : {"NA", "NaN", "nan", "N/A", "null"})
    expect_refusal("t,x\n0,1\n1," + text + "\n", {"row 2 (line 3), column 'x'", text.c_str()});
}

TEST_F(DamagedCsvTest, AMissingValueInTheFirstRow) {
  expect_refusal("t,x\n0,NA\n1,5\n2,6\n", {"row 1 (line 2), column 'x'", "missing ('NA')"});
}

TEST_F(DamagedCsvTest, InfiniteValues) {
  expect_refusal("t,x\n0,1\n1,-inf\n", {"row 2 (line 3), column 'x': is infinite ('-inf')"});
  expect_refusal("t,x\n0,1\n1,1e999\n", {"is '1e999'", "range of double precision"});
}

TEST_F(DamagedCsvTest, TextAmongNumbers) {
  expect_refusal("t,x\n0,1\n1,1.2.3\n",
                 {"row 2 (line 3), column 'x': is '1.2.3', expected a number"});
  expect_refusal("t,x\n0,a\n1,2\n", {"row 1 (line 2), column 'x': is 'a', expected a number"});
}

TEST_F(DamagedCsvTest, TextInAColumnThatIsAskedFor) {
  SeriesOptions options;
  options.columns = {"name"};
  expect_refusal("t,name\n0,a\n1,b\n", {"row 1 (line 2), column 'name': is 'a'"}, options);
  expect_refusal("t,name\n0,1990-01-03\n1,b\n", {"is the date '1990-01-03'"}, options);
}

TEST_F(DamagedCsvTest, DecimalCommas) {
  expect_refusal("t;x\n0;1,5\n1;2\n", {"is '1,5', expected a number with a decimal point"});
}

TEST_F(DamagedCsvTest, TimesThatDoNotIncrease) {
  expect_refusal("t,x\n0,1\n2,1\n2,1\n3,1\n",
                 {"in.csv': rows 2 and 3 have the same time 2, expected times that increase "
                  "(column 't')"});
  expect_refusal("t,x\n0,1\n2,1\n1,1\n0,1\n",
                 {"rows 2 and 3 are out of order, with times 2 and 1 (and so 1 more)"});
  expect_refusal("date,x\n1990-01-10,1\n1990-01-03,1\n",
                 {"rows 1 and 2 are out of order", "in days from 1990-01-10"});
}

TEST_F(DamagedCsvTest, TimesThatAreNone) {
  expect_refusal("t,x\n0,1\nNA,2\n", {"row 2 (line 3), column 't': the time is missing ('NA')"});
  expect_refusal("t,x\n0,1\ninf,2\n", {"column 't': the time is 'inf', expected a number"});
  expect_refusal("t,x\nnoon,1\nnight,2\n", {"the time is 'noon'"});
  expect_refusal("t,x\n1990-01-03,1\n1990-02-30,2\n",
                 {"the time is '1990-02-30', expected a date as YYYY-MM-DD"});
  expect_refusal("t,x\n1990-01-03,1\n7,2\n", {"the time is '7', expected a date"});
  expect_refusal("t,x\n19900103,1\n19900231,2\n", {"'19900231', expected a date as YYYYMMDD"});
}

TEST_F(DamagedCsvTest, RaggedRows) {
  expect_refusal("t,x\n0,1\n1,2,3\n", {"in.csv', line 3: has 3 fields, expected 2 as in line 1"});
}

TEST_F(DamagedCsvTest, Bytes) {
  expect_refusal(std::string("t,x\n0,1\n1,\0\n", 12), {"line 3: has the byte 0x00"});
  expect_refusal("PK\x03\x04", {"line 1: has the byte 0x03, expected text (CSV) or an HDF5 file"});
  expect_refusal("CDF\x01\n", {"line 1: has the byte 0x01"});
  expect_refusal(std::string("\xff\xfet\0,\0x\0", 8), {"is UTF-16, expected a table in UTF-8"});
  expect_refusal("t,x\r0,1\r1,2\r", {"line 1: has a carriage return inside"});
}

TEST_F(DamagedCsvTest, ALineWithoutEnd) {
  expect_refusal(std::string((std::size_t{1} << 26) + 1, '1'),
                 {"in.csv', line 1: is longer than 64.0 MiB"});
}

TEST_F(DamagedCsvTest, ColumnsWithoutEnd) {
  expect_refusal(std::string(std::size_t{1} << 21, ','), {"line 1: has more than 1048576 fields"});
}

TEST_F(DamagedCsvTest, ManyEmptyLinesNeedNoMemory) {
  expect_refusal(std::string(10'000, ',') + std::string(20'000'000, '\n'),
                 {"has no column of numbers"});
}

TEST_F(DamagedCsvTest, ChangedBytesAreReadOrRefused) {
  std::string const whole = "# c\nt,\"x\",y\n0,1.5,-2e3\n0.5,+3,\"4\"\n1,5,6\n";
  std::mt19937 random(7);
  constexpr char alphabet[] = "0,;\"\n\r\t #-+.eNaT:\xff\x01";
  for (int i = 0; i < 400; ++i) {
    std::string text = whole;
    for (int changes = 0; changes < 3; ++changes)
      text[random() % text.size()] = alphabet[random() % (sizeof alphabet - 1)];
    if (random() % 4 == 0) text.resize(random() % text.size());
    test::write_text(file, text);
    try {
      read_series(file);
    } catch (IoError const& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("in.csv'")) << text;
    }
  }
}

TEST_F(DamagedCsvTest, GarbageIsRefused) {
  std::mt19937 random(11);
  for (std::size_t size = 1; size < 70'000; size = 2 * size + 1) {
    std::string text(size, '\0');
    for (char& c : text) c = static_cast<char>(random());
    test::write_text(file, text);
    EXPECT_THROW(read_series(file), IoError) << "seed 11, size " << size;
  }
}

}  // namespace
}  // namespace smnn::io
