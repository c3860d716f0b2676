#include "smnn/climate/detail/time/time_units.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <system_error>
#include <vector>

#include "smnn/climate/detail/words.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {
namespace {

constexpr double day_seconds = 86400;
constexpr int most_years = 900'000;  // so that a sum of two stays within what dates can be

struct Unit {
  double seconds = 0;
  double months = 0;
};

std::optional<Unit> unit_named(std::string const& name) {
  struct Names {
    std::vector<std::string> names;
    Unit unit;
  };
  static std::vector<Names> const units = {{{"second", "seconds", "sec", "secs", "s"}, {1, 0}},
                                           {{"minute", "minutes", "min", "mins"}, {60, 0}},
                                           {{"hour", "hours", "hr", "hrs", "h"}, {3600, 0}},
                                           {{"day", "days", "d"}, {day_seconds, 0}},
                                           {{"week", "weeks"}, {7 * day_seconds, 0}},
                                           {{"month", "months"}, {0, 1}},
                                           {{"year", "years", "yr", "yrs"}, {0, 12}}};
  for (Names const& known : units) {
    if (is_one_of(name, known.names)) return known.unit;
  }
  return std::nullopt;
}

// Numbers parted by a character, all of the text; none if it is not of that form.
std::optional<std::vector<double>> numbers(std::string const& text, char mark) {
  std::vector<double> values;
  char const* at = text.data();
  char const* const end = at + text.size();
  while (true) {
    double value = 0;
    bool const digit = at != end && *at >= '0' && *at <= '9';
    auto const [next, error] = std::from_chars(at, end, value, std::chars_format::fixed);
    if (!digit || error != std::errc()) return std::nullopt;
    values.push_back(value);
    if (next == end) return values;
    if (*next != mark) return std::nullopt;
    at = next + 1;
  }
}

std::optional<Date> origin_date(std::string text, Calendar calendar) {
  bool const negative = text.starts_with("-");
  if (negative) text.erase(0, 1);
  auto const parts = numbers(text, '-');
  if (!parts || parts->size() > 3) return std::nullopt;
  Date date{0, 1, 1};
  int* const fields[] = {&date.year, &date.month, &date.day};
  for (std::size_t i = 0; i < parts->size(); ++i) {
    double const part = (*parts)[i];
    if (part != std::floor(part) || part > most_years) return std::nullopt;
    *fields[i] = static_cast<int>(part);
  }
  if (negative) date.year = -date.year;
  bool const valid = date.day >= 1 && date.day <= days_in_month(calendar, date.year, date.month);
  return valid ? std::optional(date) : std::nullopt;
}

// "6", "6:30", "6:30:15.5" as seconds.
std::optional<double> clock(std::string const& text) {
  auto const parts = numbers(text, ':');
  if (!parts || parts->size() > 3) return std::nullopt;
  constexpr double factors[] = {3600, 60, 1};
  constexpr double limits[] = {24, 59, 60};
  double seconds = 0;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    if ((*parts)[i] > limits[i]) return std::nullopt;
    seconds += (*parts)[i] * factors[i];
  }
  return seconds;
}

std::optional<double> zone(std::string const& text) {
  if (is_one_of(text, std::vector<std::string>{"z", "utc", "gmt"})) return 0.0;
  bool const signed_text = text.starts_with("+") || text.starts_with("-");
  auto const seconds = clock(signed_text ? text.substr(1) : text);
  if (!seconds) return std::nullopt;
  return text.starts_with("-") ? -*seconds : *seconds;
}

// Time of the day, UTC, in the words behind the date.
std::optional<double> second_of_day(std::vector<std::string> words) {
  if (words.empty()) return 0.0;
  if (words.size() > 2) return std::nullopt;
  std::string& time = words.front();
  if (time.ends_with("z")) time.pop_back();
  auto const seconds = clock(time);
  auto const offset = words.size() == 2 ? zone(words.back()) : std::optional(0.0);
  if (!seconds || !offset) return std::nullopt;
  return *seconds - *offset;
}

}  // namespace

TimeUnits::TimeUnits(std::string const& units, std::string const& calendar,
                     std::string const& where)
    : where_(where) {
  auto const known = calendar_named(calendar);
  if (!known) {
    throw IoError(where + ": calendar " + io::quote(calendar) +
                  ", expected standard, gregorian, proleptic_gregorian, noleap, 365_day, all_leap, "
                  "366_day, 360_day or julian");
  }
  calendar_ = *known;
  std::vector<std::string> words = words_of(lower_case(units));
  if (words.size() == 3) {  // "1800-01-01T00:00:00Z"
    std::size_t const mark = words[2].find('t');
    if (mark != std::string::npos) {
      words.push_back(words[2].substr(mark + 1));
      words[2].resize(mark);
    }
  }
  bool const form = words.size() >= 3 && words[1] == "since";
  auto const unit = form ? unit_named(words[0]) : std::nullopt;
  auto const date = form ? origin_date(words[2], calendar_) : std::nullopt;
  auto const time = form ? second_of_day({words.begin() + 3, words.end()}) : std::nullopt;
  if (!unit || !date || !time) {
    throw IoError(where + ": units " + io::quote(units) +
                  ", expected UNIT since DATE [TIME], for example days since 1800-1-1 00:00:00, of "
                  "seconds, minutes, hours, days, weeks, months or years");
  }
  seconds_ = unit->seconds;
  months_ = unit->months;
  origin_ = *date;
  second_of_day_ = *time;
}

CalendarDay TimeUnits::day(double time) const {
  double const unit_years =
      months_ > 0 ? months_ / 12 : seconds_ / (365 * day_seconds);  // nearly, for the limit
  if (!(std::abs(time) * unit_years < most_years / 10.0)) {
    throw IoError(where_ + ": time " + io::to_string(time) +
                  ", expected one less than 90000 years from its origin");
  }
  std::int64_t number = 0;
  if (months_ > 0) {
    int const length = days_in_month(calendar_, origin_.year, origin_.month);
    double const months = time * months_ + (origin_.day - 1.0) / length;
    double const whole = std::floor(months + 1e-9);  // 1/12 of a year is a month
    auto const count =
        std::int64_t{origin_.year} * 12 + origin_.month - 1 + static_cast<std::int64_t>(whole);
    Date first{0, 1, 1};
    first.year = static_cast<int>((count >= 0 ? count : count - 11) / 12);
    first.month = static_cast<int>(count - std::int64_t{first.year} * 12) + 1;
    double const part = std::max(months - whole, 0.0);
    first.day += static_cast<int>(part * days_in_month(calendar_, first.year, first.month));
    number = day_number(calendar_, first);
  } else {
    double const seconds = time * seconds_ + second_of_day_;
    number = day_number(calendar_, origin_) +
             static_cast<std::int64_t>(std::floor((seconds + 0.5) / day_seconds));
  }
  return {number, gregorian(date_numbered(calendar_, number))};
}

}  // namespace smnn::climate::detail
