// What one field of a CSV file is: a number, something missing, a date, or text.
#include <gtest/gtest.h>

#include <clocale>
#include <limits>
#include <smnn/io/detail/csv_cell.hpp>

namespace smnn::io::detail {
namespace {

CellKind kind(std::string_view text) { return read_cell(text).kind; }

TEST(CsvCell, NumbersHaveSignsPointsAndExponents) {
  EXPECT_EQ(read_cell("1.5").value, 1.5);
  EXPECT_EQ(read_cell("-2").value, -2);
  EXPECT_EQ(read_cell("+3.25").value, 3.25);
  EXPECT_EQ(read_cell(".5").value, 0.5);
  EXPECT_EQ(read_cell("+.5").value, 0.5);
  EXPECT_EQ(read_cell("5.").value, 5);
  EXPECT_EQ(read_cell("1e-3").value, 1e-3);
  EXPECT_EQ(read_cell("-1.7976931348623157E+308").value, std::numeric_limits<double>::lowest());
  EXPECT_EQ(read_cell("4.9406564584124654e-324").value, std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(read_cell("0.1").value, 0.1);
}

TEST(CsvCell, NumbersDoNotDependOnTheLocale) {
  std::string const before = std::setlocale(LC_ALL, nullptr);
  bool comma = false;
  for (char const* const name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"})
    comma = comma || std::setlocale(LC_ALL, name) != nullptr;
  Cell const cell = read_cell("1.5");
  CellKind const with_comma = kind("1,5");
  std::setlocale(LC_ALL, before.c_str());
  if (!comma) GTEST_SKIP() << "this machine has no locale with a decimal comma";
  EXPECT_EQ(cell.value, 1.5);
  EXPECT_EQ(with_comma, CellKind::text);
}

TEST(CsvCell, MissingValuesHaveManyNames) {
  for (char const* const text : {"", "NA", "na", "N/A", "NaN", "nan", "-nan", "NULL", "None"})
    EXPECT_EQ(kind(text), CellKind::missing) << text;
}

TEST(CsvCell, InfinityIsRecognised) {
  for (char const* const text : {"inf", "Inf", "-inf", "+inf", "INFINITY"})
    EXPECT_EQ(kind(text), CellKind::infinite) << text;
}

TEST(CsvCell, NumbersOutOfRangeAreNoInfinity) {
  for (char const* const text : {"1e999", "-1e309", "1e-999"})
    EXPECT_EQ(kind(text), CellKind::too_large) << text;
}

TEST(CsvCell, AllElseIsText) {
  for (char const* const text : {"x", "1x", "1,5", "1.2.3", "0x10", "++1", "+-1", "+", "-", "1 2",
                                 "1e", "nano", "1990-01-03", "1_000"})
    EXPECT_EQ(kind(text), CellKind::text) << text;
}

/// Days from 1970-01-01.
double days(std::string_view text) {
  auto const instant = read_date(text);
  EXPECT_TRUE(instant) << text;
  return instant ? days_between({0, 0}, *instant) : -1e9;
}

TEST(CsvDate, DatesFollowTheCalendar) {
  EXPECT_EQ(days("1970-01-01"), 0);
  EXPECT_EQ(days("1970-03-01"), 59);
  EXPECT_EQ(days("2000-02-29"), 11016);
  EXPECT_EQ(days("1969-12-31"), -1);
  EXPECT_EQ(days("0001-01-01"), -719162);
}

TEST(CsvDate, TimesOfDayAreFractions) {
  EXPECT_EQ(days("1970-01-01T12:00:00"), 0.5);
  EXPECT_EQ(days("1970-01-02 06:00"), 1.25);
  EXPECT_EQ(days("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(days("1970-01-01T00:00:13.5"), 13.5 / 86400);
  EXPECT_EQ(days("1970-01-01T23:59:60"), 1);
}

TEST(CsvDate, WhatTheCalendarLacksIsNoDate) {
  for (char const* const text :
       {"1990-02-29", "1990-13-01", "1990-00-10", "1990-1-3", "90-01-03", "1990-01-03x",
        "1990-01-03T", "1990-01-03T24:00", "1990-01-03T10:60", "1990-01-03T10:00:61",
        "1990-01-03T10:00:00+01:00", "1990-01-03T10:00:00.", "1990-01", "19900103", "", "-"})
    EXPECT_FALSE(read_date(text)) << text;
}

TEST(CsvDate, EightDigitsMayBeADate) {
  auto const date = read_compact_date("20000229");
  ASSERT_TRUE(date);
  EXPECT_EQ(date->day, 11016);
  for (char const* const text : {"20000230", "17991231", "22000101", "2000229", "200002290", "2e7"})
    EXPECT_FALSE(read_compact_date(text)) << text;
}

}  // namespace
}  // namespace smnn::io::detail
