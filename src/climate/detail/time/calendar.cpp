#include "smnn/climate/detail/time/calendar.hpp"

#include <algorithm>
#include <utility>

#include "smnn/climate/detail/words.hpp"

namespace smnn::climate::detail {
namespace {

constexpr Date reform{1582, 10, 15};  // the first Gregorian day

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

// Years of 12 months of lengths that do not change: a common year's or a leap year's.
std::int64_t days_of_equal_years(Date const& date, int like_year) {
  std::int64_t days = std::int64_t{date.year} * climate::days_in_year(like_year) + date.day - 1;
  for (int month = 1; month < date.month; ++month) days += climate::days_in_month(like_year, month);
  return days;
}

Date date_of_equal_years(std::int64_t days, int like_year) {
  std::int64_t const length = climate::days_in_year(like_year);
  std::int64_t const year = floor_divide(days, length);
  auto rest = static_cast<int>(days - year * length);
  int month = 1;
  while (rest >= climate::days_in_month(like_year, month)) {
    rest -= climate::days_in_month(like_year, month);
    ++month;
  }
  return {static_cast<int>(year), month, rest + 1};
}

// Days from Julian 0000-03-01 to 1970-01-01, so that both calendars count from the same day.
constexpr std::int64_t julian_epoch = 719470;

std::int64_t julian_day(Date const& date) {
  bool const after_march = date.month > 2;
  std::int64_t const year = after_march ? date.year : date.year - 1;
  std::int64_t const month = after_march ? date.month - 3 : date.month + 9;
  return year * 365 + floor_divide(year, 4) + (153 * month + 2) / 5 + date.day - 1 - julian_epoch;
}

Date julian_date(std::int64_t day) {
  std::int64_t const since_march = day + julian_epoch;
  std::int64_t const year = floor_divide(4 * since_march + 3, 1461);
  std::int64_t const rest = since_march - year * 365 - floor_divide(year, 4);
  std::int64_t const month = (5 * rest + 2) / 153;
  return {static_cast<int>(month < 10 ? year : year + 1),
          static_cast<int>(month < 10 ? month + 3 : month - 9),
          static_cast<int>(rest - (153 * month + 2) / 5 + 1)};
}

constexpr int common_year = 2001;
constexpr int leap_year = 2000;

}  // namespace

std::optional<Calendar> calendar_named(std::string const& name) {
  constexpr std::pair<char const*, Calendar> names[] = {
      {"standard", Calendar::standard},
      {"gregorian", Calendar::standard},
      {"proleptic_gregorian", Calendar::proleptic_gregorian},
      {"noleap", Calendar::noleap},
      {"no_leap", Calendar::noleap},
      {"365_day", Calendar::noleap},
      {"all_leap", Calendar::all_leap},
      {"366_day", Calendar::all_leap},
      {"360_day", Calendar::days_360},
      {"julian", Calendar::julian}};
  std::string const wanted = lower_case(name);
  for (auto const& [known, calendar] : names) {
    if (wanted == known) return calendar;
  }
  return std::nullopt;
}

int days_in_month(Calendar calendar, int year, int month) {
  if (month < 1 || month > 12) return 0;
  switch (calendar) {
    case Calendar::days_360:
      return 30;
    case Calendar::noleap:
      return climate::days_in_month(common_year, month);
    case Calendar::all_leap:
      return climate::days_in_month(leap_year, month);
    case Calendar::proleptic_gregorian:
      return climate::days_in_month(year, month);
    case Calendar::standard:
      if (year > reform.year) return climate::days_in_month(year, month);
      [[fallthrough]];
    case Calendar::julian:
      break;
  }
  return climate::days_in_month(year % 4 == 0 ? leap_year : common_year, month);
}

std::int64_t day_number(Calendar calendar, Date const& date) {
  switch (calendar) {
    case Calendar::days_360:
      return (std::int64_t{date.year} * 12 + date.month - 1) * 30 + date.day - 1;
    case Calendar::noleap:
      return days_of_equal_years(date, common_year);
    case Calendar::all_leap:
      return days_of_equal_years(date, leap_year);
    case Calendar::proleptic_gregorian:
      return days_since_1970(date);
    case Calendar::standard:
      if (date >= reform) return days_since_1970(date);
      [[fallthrough]];
    case Calendar::julian:
      break;
  }
  return julian_day(date);
}

Date date_numbered(Calendar calendar, std::int64_t day) {
  switch (calendar) {
    case Calendar::days_360: {
      std::int64_t const month = floor_divide(day, 30);
      std::int64_t const year = floor_divide(month, 12);
      return {static_cast<int>(year), static_cast<int>(month - year * 12) + 1,
              static_cast<int>(day - month * 30) + 1};
    }
    case Calendar::noleap:
      return date_of_equal_years(day, common_year);
    case Calendar::all_leap:
      return date_of_equal_years(day, leap_year);
    case Calendar::proleptic_gregorian:
      return date_of(day);
    case Calendar::standard:
      if (day >= days_since_1970(reform)) return date_of(day);
      [[fallthrough]];
    case Calendar::julian:
      break;
  }
  return julian_date(day);
}

Date gregorian(Date const& date) {
  return {date.year, date.month, std::min(date.day, climate::days_in_month(date.year, date.month))};
}

}  // namespace smnn::climate::detail
