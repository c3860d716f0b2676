// Units of time, calendars and steps, as the files of this field have them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "smnn/climate/detail/time/calendar.hpp"
#include "smnn/climate/detail/time/sampling.hpp"
#include "smnn/climate/detail/time/time_units.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {
namespace {

std::string day(std::string const& units, double time, std::string const& calendar = "standard") {
  return to_string(TimeUnits(units, calendar, "file").day(time).date);
}

std::vector<CalendarDay> days(std::string const& units, std::vector<double> const& times,
                              std::string const& calendar = "standard") {
  TimeUnits const of_file(units, calendar, "file");
  std::vector<CalendarDay> result;
  for (double const time : times) result.push_back(of_file.day(time));
  return result;
}

std::string message_of_steps(std::string const& units, std::vector<double> const& times) {
  try {
    auto const all = days(units, times);
    time_axis(all, {0, static_cast<std::int64_t>(all.size())}, sampling_of(all, "T"), "T");
  } catch (IoError const& error) {
    return error.what();
  }
  return "no error";
}

TEST(TimeUnits, KnowWhatFilesOfTheFieldCountFrom) {
  EXPECT_EQ(day("days since 1800-1-1 00:00:00", 69395), "1989-12-31");
  EXPECT_EQ(day("days since 1891-1-1 00:00", 21549), "1950-01-01");
  EXPECT_EQ(day("days since 1870-1-1 0:0:0", 15.5), "1870-01-16");
  EXPECT_EQ(day("hours since 1-1-1 00:00:0.0", 17347536, "proleptic_gregorian"), "1980-01-01");
  EXPECT_EQ(day("seconds since 1981-01-01 00:00:00 UTC", 86400.0 * 365), "1982-01-01");
  EXPECT_EQ(day("minutes since 1970-01-01T00:00:00Z", 1440), "1970-01-02");
  EXPECT_EQ(day("weeks since 1990-01-03", 2), "1990-01-17");
  EXPECT_EQ(day("Days Since 1990-01-03", -3), "1989-12-31");
}

TEST(TimeUnits, MonthsAndYearsAreThoseOfTheCalendar) {
  EXPECT_EQ(day("months since 1854-01-15", 0), "1854-01-15");
  EXPECT_EQ(day("months since 1960-01-01", 0.5), "1960-01-16");
  EXPECT_EQ(day("months since 1960-01-01", 721), "2020-02-01");
  EXPECT_EQ(day("months since 1960-01-01", -1), "1959-12-01");
  EXPECT_EQ(day("months since 1960-01-01", 1.5, "360_day"), "1960-02-16");
  EXPECT_EQ(day("years since 1850-01-01", 10), "1860-01-01");
  for (int month = 0; month < 24; ++month)  // twelfths are rounded
    EXPECT_EQ(day("years since 1850-01-01", month / 12.0).substr(8), "01") << month;
}

TEST(TimeUnits, ZonesAndTimesOfTheDayCount) {
  EXPECT_EQ(day("hours since 1990-01-01 12:00:00", 11), "1990-01-01");
  EXPECT_EQ(day("hours since 1990-01-01 12:00:00", 12), "1990-01-02");
  EXPECT_EQ(day("hours since 1990-01-01 00:00:00 +2:00", 1), "1989-12-31");
  EXPECT_EQ(day("days since 1990-01-01", 0.9999999999), "1990-01-02");  // less than a second short
}

TEST(TimeUnits, OthersAreRefusedWithWhatIsExpected) {
  for (char const* const units :
       {"", "days", "days since", "days since yesterday", "fortnights since 1990-01-01",
        "days since 1990-13-01", "days since 1990-01-32", "days since 1990-01-01 25:00",
        "days since 1990-01-01 00:00:00 CET", "days since 1990-01-01 00:00 UTC more",
        "days until 1990-01-01", "days since 1990-01-01x", "days since 99999999999-1-1",
        "days since 1990.5-01-01", "days since 1990--01", "days since nan-1-1"}) {
    EXPECT_THROW(TimeUnits(units, "standard", "file"), IoError) << units;
  }
  EXPECT_THROW(TimeUnits("days since 1990-01-01", "maya", "file"), IoError);
  EXPECT_THROW(TimeUnits("days since 1990-02-29", "noleap", "file"), IoError);
}

TEST(TimeUnits, TimesOutOfAllBoundsAreRefused) {
  for (char const* const unit : {"seconds", "days", "weeks", "months", "years"}) {
    TimeUnits const units(std::string(unit) + " since 1990-01-01", "standard", "file");
    for (double const time : {std::nan(""), HUGE_VAL, -HUGE_VAL, 1e300, 9.97e36, -1e15})
      EXPECT_THROW(units.day(time), IoError) << unit << " " << time;
  }
}

TEST(Calendars, CountBackWhatTheyCount) {
  for (char const* const name : {"standard", "gregorian", "proleptic_gregorian", "noleap",
                                 "365_day", "all_leap", "366_day", "360_day", "julian"}) {
    Calendar const calendar = *calendar_named(name);
    std::int64_t number = day_number(calendar, {1575, 12, 31});
    for (int i = 0; i < 20000; ++i, ++number) {
      Date const date = date_numbered(calendar, number);
      ASSERT_EQ(day_number(calendar, date), number) << name << " " << to_string(date);
      ASSERT_LE(date.day, days_in_month(calendar, date.year, date.month)) << name;
    }
  }
  EXPECT_FALSE(calendar_named("none"));
}

TEST(Calendars, HaveTheYearsThatTheyAreNamedFor) {
  EXPECT_EQ(day("days since 2000-02-28", 1, "noleap"), "2000-03-01");
  EXPECT_EQ(day("days since 2000-01-01", 365 * 10, "365_day"), "2010-01-01");
  EXPECT_EQ(day("days since 2001-01-01", 366 * 10, "all_leap"), "2011-01-01");
  EXPECT_EQ(day("days since 2001-01-01", 359, "360_day"), "2001-12-30");
  EXPECT_EQ(day("days since 2001-02-01", 29, "360_day"), "2001-02-28");  // its February 30
  EXPECT_EQ(day("days since 1900-02-28", 1, "julian"), "1900-02-28");    // its February 29
  EXPECT_EQ(day("days since 1900-02-28", 2, "julian"), "1900-03-01");
}

TEST(Calendars, StandardLeavesOutTenDaysInOctober1582) {
  EXPECT_EQ(day("days since 1582-10-04", 1), "1582-10-15");
  EXPECT_EQ(day("days since 1582-10-04", 1, "proleptic_gregorian"), "1582-10-05");
  // Two days apart at the beginning of the era.
  EXPECT_EQ(day("days since 1-1-1", 719164), "1970-01-01");
  EXPECT_EQ(day("days since 1-1-1", 719162, "proleptic_gregorian"), "1970-01-01");
}

TEST(Steps, MonthsWeeksAndDaysAreToldApart) {
  auto const sampling = [](std::string const& units, std::vector<double> const& times) {
    return sampling_of(days(units, times), "T");
  };
  EXPECT_EQ(sampling("days since 2001-01-01", {0, 31, 59, 90}), Sampling::monthly);
  EXPECT_EQ(sampling("days since 2001-01-01", {15.5, 45, 74.5}), Sampling::monthly);
  EXPECT_EQ(sampling("days since 2001-01-31", {0, 1}), Sampling::daily);
  EXPECT_EQ(sampling("days since 2001-01-31", {0, 7}), Sampling::weekly);
  EXPECT_EQ(sampling("hours since 2001-01-31", {12, 36, 60}), Sampling::daily);
}

TEST(Steps, MonthsAreThoseThatTimesLieIn) {
  auto const all = days("days since 2001-01-01", {15.5, 45, 74.5});
  TimeAxis const axis = time_axis(all, {0, 3}, Sampling::monthly, "T");
  EXPECT_EQ(axis.dates, (std::vector<Date>{{2001, 1, 1}, {2001, 2, 1}, {2001, 3, 1}}));
}

TEST(Steps, AGapIsNamed) {
  EXPECT_EQ(message_of_steps("days since 2001-01-01", {0, 7, 14, 28, 35, 42}),
            "T: times 2 and 3, 2001-01-15 and 2001-01-29, are 14 days apart, expected 7 days as "
            "between most: a gap, or not weekly");
  EXPECT_THAT(message_of_steps("months since 2001-01-01", {0, 1, 2, 4, 5}),
              testing::HasSubstr("2001-03-01 and 2001-05-01, are 2 months apart"));
  EXPECT_THAT(message_of_steps("days since 2001-01-01", {0, 31, 40, 59, 90, 120}),
              testing::HasSubstr("2001-02-01 and 2001-02-10, are 0 months apart"));
}

TEST(Steps, OtherStepsAreRefused) {
  EXPECT_THAT(message_of_steps("hours since 2001-01-01", {0, 6, 12, 18}),
              testing::HasSubstr("steps of mostly 0 days"));
  EXPECT_THAT(message_of_steps("years since 2001-01-01", {0, 1, 2}),
              testing::HasSubstr("steps of mostly 365 days"));
  EXPECT_THAT(message_of_steps("days since 2001-01-01", {0}), testing::HasSubstr("1 time,"));
}

}  // namespace
}  // namespace smnn::climate::detail
