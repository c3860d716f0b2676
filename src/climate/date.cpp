#include "smnn/climate/date.hpp"

#include <array>
#include <cctype>
#include <cstddef>

#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

constexpr int most_years = 1'000'000;  // beyond, nothing is data, and sums stay far from overflow

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Days from 0000-03-01 to March 1 of a year; the leap day is the last of a year that begins so.
std::int64_t days_to_march(std::int64_t year) {
  std::int64_t const era = (year >= 0 ? year : year - 399) / 400;
  std::int64_t const in_era = year - era * 400;
  return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100;
}

// Days from March 1 to the first of a month, counted from March = 0: 0, 31, 61, ...
std::int64_t days_before_month(std::int64_t month_from_march) {
  return (153 * month_from_march + 2) / 5;
}

constexpr std::int64_t epoch = 719468;  // 0000-03-01 to 1970-01-01

std::string padded(int value, std::size_t digits) {
  std::string text = std::to_string(value < 0 ? -value : value);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return value < 0 ? "-" + text : text;
}

int digits(std::string const& text, std::size_t begin, std::size_t count) {
  int value = 0;
  for (std::size_t i = begin; i < begin + count; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

}  // namespace

int days_in_month(int year, int month) {
  constexpr std::array lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  return month == 2 && is_leap(year) ? 29 : lengths[static_cast<std::size_t>(month) - 1];
}

int days_in_year(int year) { return is_leap(year) ? 366 : 365; }

std::int64_t days_since_1970(Date const& date) {
  bool const valid = date.year >= -most_years && date.year <= most_years && date.day >= 1 &&
                     date.day <= days_in_month(date.year, date.month);
  if (!valid) throw InvalidArgument("date " + to_string(date) + ": there is no such day");
  bool const after_march = date.month > 2;
  return days_to_march(after_march ? date.year : date.year - 1) +
         days_before_month(after_march ? date.month - 3 : date.month + 9) + date.day - 1 - epoch;
}

Date date_of(std::int64_t days) {
  constexpr std::int64_t most_days = std::int64_t{most_years} * 365;
  if (days < -most_days || days > most_days) {
    throw InvalidArgument("date: " + std::to_string(days) + " days since 1970-01-01, expected " +
                          "at most " + std::to_string(most_days) + " before or after");
  }
  std::int64_t const since_march = days + epoch;
  // A guess that is at most a year too late or too early.
  std::int64_t year = since_march * 400 / 146097;
  while (days_to_march(year) > since_march) --year;
  while (days_to_march(year + 1) <= since_march) ++year;
  std::int64_t const day = since_march - days_to_march(year);
  std::int64_t const month = (5 * day + 2) / 153;
  return {static_cast<int>(month < 10 ? year : year + 1),
          static_cast<int>(month < 10 ? month + 3 : month - 9),
          static_cast<int>(day - days_before_month(month) + 1)};
}

std::string to_string(Date const& date) {
  return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

Date date_named(std::string const& text) {
  constexpr char const* form = "0000-00-00";
  bool good = text.size() == 10;
  for (std::size_t i = 0; good && i < text.size(); ++i) {
    good = form[i] == '-' ? text[i] == '-' : std::isdigit(static_cast<unsigned char>(text[i])) != 0;
  }
  Date date;
  if (good) {
    date = {digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    good = date.day >= 1 && date.day <= days_in_month(date.year, date.month);
  }
  if (!good) {
    throw InvalidArgument("date " + io::quote(text) +
                          ": expected a day of the calendar such as 1990-01-31");
  }
  return date;
}

int day_of_year(Date const& date) {
  return static_cast<int>(days_since_1970(date) - days_since_1970({date.year, 1, 1}));
}

double year_fraction(Date const& date) {
  return static_cast<double>(day_of_year(date)) / days_in_year(date.year);
}

}  // namespace smnn::climate
