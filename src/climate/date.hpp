/// @file
/// Days of the proleptic Gregorian calendar.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace smnn::climate {

struct Date {
  int year = 1970;
  int month = 1;  ///< 1 .. 12
  int day = 1;    ///< 1 .. 31

  auto operator<=>(Date const&) const = default;
};

/// 28 .. 31; 0 if there is no such month.
int days_in_month(int year, int month);
/// 365 or 366.
int days_in_year(int year);

/// Days since 1970-01-01, and back. Throw InvalidArgument for what is no day, or more than a
/// million years away.
std::int64_t days_since_1970(Date const& date);
Date date_of(std::int64_t days_since_1970);

/// "1990-01-31".
std::string to_string(Date const& date);
/// Of that form; throws InvalidArgument, naming the text, if it is no such day.
Date date_named(std::string const& text);

/// Days of its year that have passed at the start of the day: 0 on January 1.
int day_of_year(Date const& date);
/// Which part of its year has passed at the start of the day, 0 <= . < 1.
double year_fraction(Date const& date);

}  // namespace smnn::climate
