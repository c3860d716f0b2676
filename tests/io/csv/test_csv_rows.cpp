// Lines become rows of fields: separators, quotes, comments, ends of lines.
#include <gtest/gtest.h>

#include <smnn/io/detail/csv_rows.hpp>
#include <smnn/solver/error.hpp>

#include "expect_error.hpp"
#include "temporary_folder.hpp"

namespace smnn::io::detail {
namespace {

using test::expect_error;
using Rows = std::vector<std::vector<std::string>>;

class CsvRowsTest : public testing::Test {
 public:
  Rows read(std::string const& text) const {
    test::write_text(file, text);
    RowReader reader(file);
    Rows rows;
    Fields fields;
    while (reader.next(fields)) rows.emplace_back(fields.begin(), fields.end());
    return rows;
  }

  void expect_refusal(std::string const& text, std::initializer_list<char const*> parts) const {
    expect_error<IoError>([&] { read(text); }, parts);
  }

  test::TemporaryFolder folder;
  std::filesystem::path const file = folder / "in.csv";
};

TEST_F(CsvRowsTest, FindsTheSeparator) {
  Rows const expected{{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(read("a,b\n1,2\n"), expected);
  EXPECT_EQ(read("a;b\n1;2\n"), expected);
  EXPECT_EQ(read("a\tb\n1\t2\n"), expected);
  EXPECT_EQ(read("a b\n1   2\n"), expected);
  EXPECT_EQ(read("  a b \n 1 \t2\t\n"), expected);
}

TEST_F(CsvRowsTest, ASemicolonWinsOverCommas) {
  EXPECT_EQ(read("1,5;2,5\n"), (Rows{{"1,5", "2,5"}}));
}

TEST_F(CsvRowsTest, ASeparatorInQuotesIsNone) {
  EXPECT_EQ(read("\"a;b\",c\n1,2\n"), (Rows{{"a;b", "c"}, {"1", "2"}}));
  EXPECT_EQ(read("\"a b\" c\n1 2\n"), (Rows{{"a b", "c"}, {"1", "2"}}));
}

TEST_F(CsvRowsTest, BlanksAroundFieldsDoNotCount) {
  EXPECT_EQ(read(" a , b\n1 ,\t2 \n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read(" a \t b c\n"), (Rows{{"a", "b c"}}));
}

TEST_F(CsvRowsTest, EmptyFieldsCount) {
  EXPECT_EQ(read("a,,c,\n,,,\n"), (Rows{{"a", "", "c", ""}, {"", "", "", ""}}));
  EXPECT_EQ(read("a\t\tc\n\t\t3\n"), (Rows{{"a", "", "c"}, {"", "", "3"}}));
}

TEST_F(CsvRowsTest, QuotesEncloseSeparatorsBlanksAndQuotes) {
  EXPECT_EQ(read("\"a,\",\" b \" ,\"say \"\"c\"\"\",\"\"\n"),
            (Rows{{"a,", " b ", "say \"c\"", ""}}));
  EXPECT_EQ(read("a,b\n5\" pipe,x\n"), (Rows{{"a", "b"}, {"5\" pipe", "x"}}));
}

TEST_F(CsvRowsTest, LinesEndAsAnySystemEndsThem) {
  Rows const expected{{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(read("a,b\r\n1,2\r\n"), expected);
  EXPECT_EQ(read("a,b\n1,2"), expected);
  EXPECT_EQ(read("a,b\r\n1,2\r\n\r\n\n  \n"), expected);
}

TEST_F(CsvRowsTest, AByteOrderMarkIsSkipped) {
  EXPECT_EQ(read("\xef\xbb\xbf"
                 "t,x\n"),
            (Rows{{"t", "x"}}));
  EXPECT_EQ(read("\xef\xbb\xbf"), Rows{});
}

TEST_F(CsvRowsTest, CommentsAreSkipped) {
  EXPECT_EQ(read("# from; a, program\n\n  # twice\na,b\n# inside\n1,2\n#\n"),
            (Rows{{"a", "b"}, {"1", "2"}}));
}

TEST_F(CsvRowsTest, TheLineIsKnown) {
  test::write_text(file, "# one\na\n\n");
  RowReader reader(file);
  Fields fields;
  ASSERT_TRUE(reader.next(fields));
  EXPECT_EQ(reader.line(), 2);
}

TEST_F(CsvRowsTest, LinesLongerThanTheBufferAreWhole) {
  std::string const name(1'000'000, 'n');
  Rows const rows = read("a," + name + "\n1,2\n3," + name);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0][1], name);
  EXPECT_EQ(rows[1][1], "2");
  EXPECT_EQ(rows[2][1], name);
}

TEST_F(CsvRowsTest, EveryLineSurvivesTheEndsOfBuffers) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + ",x\r\n";
  Rows const rows = read(text);
  ASSERT_EQ(rows.size(), 200'000u);
  for (std::size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(rows[i][0], std::to_string(i));
}

TEST_F(CsvRowsTest, RowsOfOtherLengthAreRefused) {
  expect_refusal("# x\na,b,c\n1,2,3\n1,2\n",
                 {"in.csv', line 4: has 2 fields, expected 3 as in line 2, separated by ','"});
  expect_refusal("1 2\n1 2 3\n", {"line 2: has 3 fields, expected 2", "separated by blanks"});
  expect_refusal("1\t2\n1\n", {"line 2: has 1 field, expected 2", "separated by tabs"});
}

TEST_F(CsvRowsTest, AnEmptyLineAmongRowsIsRefused) {
  expect_refusal("a,b\n1,2\n\n\n3,4\n", {"line 3: is empty, but more rows follow"});
}

TEST_F(CsvRowsTest, AQuoteThatDoesNotEndIsRefused) {
  expect_refusal("a,b\n1,\"2\n3,4\n", {"line 2: a quoted field does not end in its line"});
  expect_refusal("\"\"\"\n", {"line 1: a quoted field does not end"});
}

TEST_F(CsvRowsTest, TextAfterAQuotedFieldIsRefused) {
  expect_refusal("\"a\"b,c\n", {"line 1: text follows a quoted field, expected ','"});
  expect_refusal("\"a\" b,c\n", {"line 1: text follows a quoted field, expected ','"});
  expect_refusal("\"a\"b c\n", {"line 1: text follows a quoted field, expected blanks"});
}

}  // namespace
}  // namespace smnn::io::detail
