#include "smnn/climate/detail/year/future.hpp"

#include <algorithm>
#include <string>

#include "smnn/climate/baselines.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::climate {
namespace {

// The times begin .. end-1, also those behind the last.
TimeAxis extended(TimeAxis const& time, std::int64_t begin, std::int64_t end) {
  TimeAxis part = time.part(std::min(begin, time.size()), std::min(end, time.size()));
  if (end > time.size()) {
    TimeAxis const more = time.following(end - time.size());
    auto const skip = std::max<std::int64_t>(begin - time.size(), 0);
    part.dates.insert(part.dates.end(), more.dates.begin() + skip, more.dates.end());
  }
  return part;
}

}  // namespace

Date date_at(TimeAxis const& time, std::int64_t i) {
  if (i < time.size()) return time.dates.at(static_cast<std::size_t>(i));
  return time.following(i - time.size() + 1).dates.back();
}

std::int64_t years_before(TimeAxis const& time, std::int64_t start, std::int64_t years) {
  Date date = date_at(time, start);
  date.year -= static_cast<int>(years);
  // A 29 February that the year lacks compares as the day before 1 March: nothing else is asked.
  return std::min(time.find(date), start);
}

namespace detail {

void check_past(char const* baseline, Record const& record, std::int64_t begin, std::int64_t start,
                std::int64_t steps, std::int64_t least) {
  if (start < 1 || start > record.time.size()) {
    throw InvalidArgument(std::string(baseline) + ": start at time " + std::to_string(start) +
                          ", expected 1 .. " + std::to_string(record.time.size()) +
                          ", of which those before it are the past");
  }
  if (steps < 1) {
    throw InvalidArgument(std::string(baseline) + ": " + std::to_string(steps) +
                          " steps, expected 1 or more");
  }
  if (begin < 0 || start - begin < least) {
    throw InvalidArgument(std::string(baseline) + ": times " + std::to_string(begin) + " .. " +
                          std::to_string(start - 1) + ", expected at least " +
                          std::to_string(least) + " from 0 on");
  }
}

std::vector<std::int64_t> phases_of(TimeAxis const& time, std::int64_t begin, std::int64_t end) {
  TimeAxis const part = extended(time, begin, end);
  std::vector<std::int64_t> phases;
  for (std::int64_t i = 0; i < part.size(); ++i) phases.push_back(part.phase(i));
  return phases;
}

std::vector<double> year_parts(TimeAxis const& time, std::int64_t begin, std::int64_t end) {
  TimeAxis const part = extended(time, begin, end);
  std::vector<double> parts;
  for (std::int64_t i = 0; i < part.size(); ++i) {
    parts.push_back(time.sampling == Sampling::monthly
                        ? static_cast<double>(part.phase(i)) / 12
                        : year_fraction(part.dates[static_cast<std::size_t>(i)]));
  }
  return parts;
}

PhaseMeans::PhaseMeans(std::vector<std::int64_t> phases, std::int64_t phases_of_year)
    : phases_(std::move(phases)), counts_(static_cast<std::size_t>(phases_of_year)) {
  for (std::int64_t const phase : phases_) counts_[static_cast<std::size_t>(phase)] += 1;
  for (std::int64_t phase = 0; phase < phases_of_year; ++phase) {
    std::int64_t source = phase;
    // The year is a ring: all phases are at most half of it away.
    for (std::int64_t away = 0; away <= phases_of_year / 2; ++away) {
      std::int64_t const before = (phase - away + phases_of_year) % phases_of_year;
      std::int64_t const after = (phase + away) % phases_of_year;
      if (counts_[static_cast<std::size_t>(before)] > 0)
        source = before;
      else if (counts_[static_cast<std::size_t>(after)] > 0)
        source = after;
      else
        continue;
      break;
    }
    source_.push_back(source);
  }
}

void PhaseMeans::of(float const* values, std::vector<double>& means) const {
  std::vector<double>& sums = means;
  sums.assign(counts_.size(), 0);
  for (std::size_t i = 0; i < phases_.size(); ++i)
    sums[static_cast<std::size_t>(phases_[i])] += static_cast<double>(values[i]);
  for (std::size_t phase = 0; phase < counts_.size(); ++phase)
    if (counts_[phase] > 0) means[phase] /= counts_[phase];
  for (std::size_t phase = 0; phase < counts_.size(); ++phase)
    if (!(counts_[phase] > 0)) means[phase] = means[static_cast<std::size_t>(source_[phase])];
}

}  // namespace detail
}  // namespace smnn::climate
