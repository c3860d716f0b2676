// Tables and CSV files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <smnn/solver/error.hpp>
#include <string>

#include "support/table.hpp"
#include "validate/report.hpp"

namespace smnn::drivers {
namespace {

TEST(Table, AlignsTextLeftAndNumbersRight) {
  Table table({"name", ">count", "end"});
  table.add({"a", "1", "x"});
  table.add_rule();
  table.add({"longer", "1000000"});
  EXPECT_EQ(table.text(),
            "name      count  end\n"
            "--------------------\n"
            "a             1  x\n"
            "--------------------\n"
            "longer  1000000\n");
}

TEST(Table, ShowsWhatIsNotThereAsADash) {
  EXPECT_EQ(scientific(std::nullopt), "-");
  EXPECT_EQ(scientific(NAN), "-");
  EXPECT_EQ(scientific(0), "0");
  EXPECT_EQ(scientific(1.234e-7), "1.2e-07");
}

TEST(Table, ChoosesUnitsOfTime) {
  EXPECT_EQ(duration(3.4e-5), "34 us");
  EXPECT_EQ(duration(1.25e-2), "12.5 ms");
  EXPECT_EQ(duration(2.5), "2.50 s");
}

TEST(Csv, QuotesWhatNeedsIt) {
  EXPECT_EQ(csv_line({"a", "b,c", "say \"x\"", ""}), "a,\"b,c\",\"say \"\"x\"\"\",\n");
  EXPECT_EQ(csv_number(std::nullopt), "");
  EXPECT_EQ(std::stod(csv_number(.1)), .1);
}

TEST(Csv, NamesTheFileThatCannotBeWritten) {
  try {
    write_text_file("/nowhere/file.csv", "x");
    FAIL() << "expected an IoError";
  } catch (IoError const& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/nowhere/file.csv"));
  }
}

TEST(Report, NamesDerivatives) {
  EXPECT_EQ(validation::derivative_name(0), "y");
  EXPECT_EQ(validation::derivative_name(3), "y'''");
  EXPECT_EQ(validation::derivative_name(4), "y(4)");
}

}  // namespace
}  // namespace smnn::drivers
