#include "smnn/climate/record.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

Date months_later(Date const& date, std::int64_t months) {
  std::int64_t const count = std::int64_t{date.year} * 12 + date.month - 1 + months;
  std::int64_t const year = (count >= 0 ? count : count - 11) / 12;
  return {static_cast<int>(year), static_cast<int>(count - year * 12) + 1, date.day};
}

}  // namespace

std::string to_string(Sampling sampling) {
  switch (sampling) {
    case Sampling::weekly:
      return "weekly";
    case Sampling::daily:
      return "daily";
    default:
      return "monthly";
  }
}

double times_of_a_year(Sampling sampling) {
  constexpr double days_of_a_year = 365.2425;
  switch (sampling) {
    case Sampling::monthly:
      return 12;
    case Sampling::weekly:
      return days_of_a_year / 7;
    case Sampling::daily:
      break;
  }
  return days_of_a_year;
}

Date steps_later(Date const& date, Sampling sampling, std::int64_t steps) {
  if (sampling == Sampling::monthly) return months_later(date, steps);
  return date_of(days_since_1970(date) + steps * (sampling == Sampling::weekly ? 7 : 1));
}

std::int64_t TimeAxis::phases() const {
  switch (sampling) {
    case Sampling::weekly:
      return 52;
    case Sampling::daily:
      return 365;
    default:
      return 12;
  }
}

std::int64_t TimeAxis::phase(std::int64_t i) const {
  Date const& date = dates[static_cast<std::size_t>(i)];
  if (sampling == Sampling::monthly) return date.month - 1;
  // In integers: the product of a rounded fraction can fall short of the phase that begins here.
  return day_of_year(date) * phases() / days_in_year(date.year);
}

std::int64_t TimeAxis::find(Date const& date) const {
  return std::lower_bound(dates.begin(), dates.end(), date) - dates.begin();
}

TimeAxis TimeAxis::part(std::int64_t begin, std::int64_t end) const {
  if (begin < 0 || begin > end || end > size()) {
    throw InvalidArgument("times " + std::to_string(begin) + " .. " + std::to_string(end) +
                          ": expected a part of 0 .. " + std::to_string(size()));
  }
  return {sampling, {dates.begin() + begin, dates.begin() + end}};
}

TimeAxis TimeAxis::following(std::int64_t steps) const {
  if (dates.empty() || steps < 0) {
    throw InvalidArgument(std::to_string(steps) + " times that follow " + std::to_string(size()) +
                          " times: expected at least 0 steps after at least 1 time");
  }
  TimeAxis next{sampling, {}};
  next.dates.reserve(static_cast<std::size_t>(steps));
  for (std::int64_t i = 1; i <= steps; ++i)
    next.dates.push_back(steps_later(dates.back(), sampling, i));
  return next;
}

double Grid::latitude(std::int64_t point) const {
  return latitudes[static_cast<std::size_t>(ocean[static_cast<std::size_t>(point)] / columns())];
}

double Grid::longitude(std::int64_t point) const {
  return longitudes[static_cast<std::size_t>(ocean[static_cast<std::size_t>(point)] % columns())];
}

distributed::Range tile(Grid const& grid, int rank, int ranks) {
  if (ranks < 1 || rank < 0 || rank >= ranks) {
    throw InvalidArgument("rank " + std::to_string(rank) + " of " + std::to_string(ranks) +
                          ": expected one of at least 1");
  }
  std::int64_t const share = grid.points() / ranks;
  std::int64_t const left = grid.points() % ranks;  // of the first ranks, one more each
  auto const begin = [&](std::int64_t r) { return r * share + std::min(r, left); };
  return {begin(rank), begin(rank + 1)};
}

}  // namespace smnn::climate
