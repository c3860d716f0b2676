#include "smnn/climate/detail/time/sampling.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "smnn/solver/error.hpp"

namespace smnn::climate::detail {
namespace {

// From one day to the next in the sampling's own unit, of which there should be one.
std::int64_t steps_between(CalendarDay const& a, CalendarDay const& b, Sampling sampling) {
  if (sampling != Sampling::monthly) return b.number - a.number;
  return (std::int64_t{b.date.year} - a.date.year) * 12 + b.date.month - a.date.month;
}

std::string counted(std::int64_t number, std::string const& unit) {
  return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
}

}  // namespace

Sampling sampling_of(std::vector<CalendarDay> const& days, std::string const& where) {
  if (days.size() < 2) {
    throw IoError(where + ": " + counted(static_cast<std::int64_t>(days.size()), "time") +
                  ", expected at least 2, which tell whether they are monthly, weekly or daily");
  }
  std::vector<std::int64_t> steps(days.size() - 1);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i] = days[i + 1].number - days[i].number;
  auto const middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  // Times in the middle of months are up to two days off those at their ends.
  if (*middle >= 26 && *middle <= 33) return Sampling::monthly;
  if (*middle == 7) return Sampling::weekly;
  if (*middle == 1) return Sampling::daily;
  throw IoError(where + ": steps of mostly " + counted(*middle, "day") +
                ", expected monthly, weekly or daily times");
}

Date date_on_axis(CalendarDay const& day, Sampling sampling) {
  return sampling == Sampling::monthly ? Date{day.date.year, day.date.month, 1} : day.date;
}

distributed::Range days_between(std::vector<CalendarDay> const& days, Sampling sampling,
                                std::optional<Date> const& first, std::optional<Date> const& last) {
  // A month is inside if one of its days is.
  auto const on_axis = [&](Date const& date) { return date_on_axis({0, date}, sampling); };
  auto begin = days.begin();
  auto end = days.end();
  if (first) {
    begin = std::partition_point(begin, end, [&, from = on_axis(*first)](CalendarDay const& day) {
      return date_on_axis(day, sampling) < from;
    });
  }
  if (last) {
    end = std::partition_point(begin, end, [&, to = on_axis(*last)](CalendarDay const& day) {
      return date_on_axis(day, sampling) <= to;
    });
  }
  return {begin - days.begin(), end - days.begin()};
}

TimeAxis time_axis(std::vector<CalendarDay> const& days, distributed::Range const& range,
                   Sampling sampling, std::string const& where) {
  std::int64_t const wanted = sampling == Sampling::weekly ? 7 : 1;
  std::string const unit = sampling == Sampling::monthly ? "month" : "day";
  TimeAxis axis{sampling, {}};
  axis.dates.reserve(static_cast<std::size_t>(range.size()));
  for (std::int64_t i = range.begin; i < range.end; ++i) {
    CalendarDay const& day = days[static_cast<std::size_t>(i)];
    if (i > range.begin) {
      CalendarDay const& before = days[static_cast<std::size_t>(i) - 1];
      std::int64_t const step = steps_between(before, day, sampling);
      if (step != wanted) {
        throw IoError(where + ": times " + std::to_string(i - 1) + " and " + std::to_string(i) +
                      ", " + to_string(before.date) + " and " + to_string(day.date) + ", are " +
                      counted(step, unit) + " apart, expected " + counted(wanted, unit) +
                      " as between most: a gap, or not " + to_string(sampling) + "");
      }
    }
    axis.dates.push_back(date_on_axis(day, sampling));
  }
  return axis;
}

}  // namespace smnn::climate::detail
