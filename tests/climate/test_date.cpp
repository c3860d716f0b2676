#include <gtest/gtest.h>

#include <smnn/climate/date.hpp>
#include <smnn/solver/error.hpp>

namespace smnn::climate {
namespace {

TEST(Date, DaysAreCountedFrom1970) {
  EXPECT_EQ(days_since_1970({1970, 1, 1}), 0);
  EXPECT_EQ(days_since_1970({1970, 3, 1}), 59);
  EXPECT_EQ(days_since_1970({1969, 12, 31}), -1);
  EXPECT_EQ(days_since_1970({2000, 3, 1}), 11017);
  EXPECT_EQ(days_since_1970({1800, 1, 1}), -62091);  // what the weekly OI files count from
}

TEST(Date, EveryDayOfEightHundredYearsFollowsTheDayBefore) {
  Date expected{1600, 1, 1};
  for (std::int64_t day = days_since_1970(expected); day <= days_since_1970({2400, 12, 31});
       ++day) {
    Date const date = date_of(day);
    ASSERT_EQ(date, expected) << to_string(date) << ", expected " << to_string(expected);
    ASSERT_EQ(days_since_1970(date), day);
    if (++expected.day > days_in_month(expected.year, expected.month)) {
      expected.day = 1;
      if (++expected.month > 12) expected = {expected.year + 1, 1, 1};
    }
  }
}

TEST(Date, YearsBeforeTheFirstAreDaysToo) {
  for (std::int64_t day = -1'000'000; day < -700'000; day += 37)
    ASSERT_EQ(days_since_1970(date_of(day)), day);
}

TEST(Date, ItIsWrittenAsItIsRead) {
  EXPECT_EQ(to_string(Date{1990, 1, 31}), "1990-01-31");
  EXPECT_EQ(to_string(Date{1, 2, 3}), "0001-02-03");
  EXPECT_EQ(date_named("2000-02-29"), (Date{2000, 2, 29}));
}

TEST(Date, WhatIsNoDayIsRefused) {
  for (char const* const text :
       {"", "1990", "1990-1-1", "1990-13-01", "1990-00-10", "1990-04-31", "1900-02-29",
        "1990-01-00", "1990-01-011", "199O-01-01", "today"}) {
    EXPECT_THROW(date_named(text), InvalidArgument) << text;
  }
  EXPECT_THROW(days_since_1970({2001, 2, 29}), InvalidArgument);
  EXPECT_THROW(days_since_1970({2001, 13, 1}), InvalidArgument);
  EXPECT_THROW(date_of(INT64_MAX), InvalidArgument);
  EXPECT_THROW(date_of(INT64_MIN), InvalidArgument);
}

TEST(Date, YearsBeginAtZeroAndEndBelowOne) {
  EXPECT_EQ(year_fraction({2001, 1, 1}), 0.0);
  EXPECT_EQ(year_fraction({2001, 12, 31}), 364.0 / 365.0);
  EXPECT_EQ(year_fraction({2000, 12, 31}), 365.0 / 366.0);
}

}  // namespace
}  // namespace smnn::climate
