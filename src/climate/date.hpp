/// @file
/// Days of the proleptic Gregorian calendar.
#pragma once

#include <cstdint>
#include <string>

namespace smnn::climate {

struct Date {
  int year = 1970;
  int month = 1;  ///< 1 .. 12
  int day = 1;    ///< 1 .. 31

  auto operator<=>(Date const&) const = default;
};

/// Days since 1970-01-01, and back.
std::int64_t days_since_1970(Date const& date);
Date date_of(std::int64_t days_since_1970);

/// "1990-01-31".
std::string to_string(Date const& date);
/// Of that form; throws InvalidArgument, naming the text, if it is no such day.
Date date_named(std::string const& text);

/// Which part of its year has passed at the start of the day, 0 <= . < 1.
double year_fraction(Date const& date);

}  // namespace smnn::climate
