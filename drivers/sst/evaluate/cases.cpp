#include "sst/evaluate/cases.hpp"

#include <algorithm>
#include <map>
#include <smnn/solver/error.hpp>

namespace smnn::drivers::sst {
namespace {

using climate::Date;
using climate::Record;
using climate::TimeAxis;

// Where forecasts from a date on start. There must be a past.
std::int64_t start_at(TimeAxis const& time, Date const& date, std::string const& what) {
  std::int64_t const start = time.find(date);
  if (start < 1 || start >= time.size()) {
    throw InvalidArgument(what + ": a start on " + to_string(date) + ", expected one behind " +
                          to_string(time.dates.front()) + " and not behind " +
                          to_string(time.dates.back()));
  }
  return start;
}

Cases by_files(distributed::Communicator const& ranks, Record const& record,
               CaseOptions const& options) {
  if (!options.start.empty() || !options.rolling.empty()) {
    throw InvalidArgument(std::string(options.start.empty() ? "--rolling" : "--start") +
                          ": given with forecasts in files, expected neither or the other: the "
                          "start is theirs");
  }
  Cases cases;
  cases.steps = options.steps;
  std::map<std::int64_t, Case> by_start;
  for (std::string const& file : options.files) {
    climate::Forecast const forecast = read_for(ranks, file, record);
    std::int64_t const start = start_at(record.time, forecast.time.dates.front(), file);
    std::int64_t const steps = std::min(forecast.steps(), record.time.size() - start);
    cases.steps = cases.steps == 0 ? steps : std::min(cases.steps, steps);
    if (cases.window == 0) cases.window = forecast.window;
    by_start[start].files.push_back(file);
    by_start[start].start = start;
  }
  for (auto const& [start, one] : by_start) cases.all.push_back(one);
  return cases;
}

Cases by_options(Record const& record, CaseOptions const& options) {
  TimeAxis const& time = record.time;
  Cases cases;
  cases.steps = options.steps > 0 ? options.steps : 4 * time.phases();
  if (!options.rolling.empty()) {
    for (int year = options.rolling.at(0); year <= options.rolling.at(1); ++year)
      cases.all.push_back({start_at(time, {year, 1, 1}, "--rolling"), {}});
    if (cases.all.empty()) throw InvalidArgument("--rolling: no year from the first to the last");
  } else if (!options.start.empty()) {
    cases.all.push_back({start_at(time, climate::date_named(options.start), "--start"), {}});
    if (options.steps == 0)
      cases.steps = std::min(cases.steps, time.size() - cases.all.front().start);
  } else {
    cases.all.push_back({time.size() - cases.steps, {}});
  }
  std::int64_t const last = cases.all.back().start;
  if (cases.all.front().start < 1 || last + cases.steps > time.size()) {
    throw InvalidArgument("--steps: " + std::to_string(cases.steps) +
                          " are more than the record of " + std::to_string(time.size()) +
                          " times has from the start on");
  }
  return cases;
}

}  // namespace

climate::Forecast read_for(distributed::Communicator const& ranks, std::string const& file,
                           Record const& record) {
  climate::Forecast forecast = climate::read_forecast(ranks, file);
  if (forecast.grid.latitudes != record.grid.latitudes ||
      forecast.grid.longitudes != record.grid.longitudes ||
      forecast.grid.ocean != record.grid.ocean) {
    throw InvalidArgument(
        file + ": a grid of " + std::to_string(forecast.grid.rows()) + " x " +
        std::to_string(forecast.grid.columns()) + " with " +
        std::to_string(forecast.grid.points()) +
        " points that have a plausible temperature at every step, expected the record's, " +
        std::to_string(record.grid.rows()) + " x " + std::to_string(record.grid.columns()) +
        " with " + std::to_string(record.grid.points()) + " at the same places");
  }
  std::int64_t const start = record.time.find(forecast.time.dates.front());
  if (forecast.time.sampling != record.time.sampling || start == record.time.size() ||
      record.time.dates[static_cast<std::size_t>(start)] != forecast.time.dates.front()) {
    throw InvalidArgument(file + ": " + to_string(forecast.time.sampling) + " from " +
                          to_string(forecast.time.dates.front()) + " on, expected times of the " +
                          to_string(record.time.sampling) + " record, " +
                          to_string(record.time.dates.front()) + " .. " +
                          to_string(record.time.dates.back()));
  }
  return forecast;
}

Cases cases_of(distributed::Communicator const& ranks, Record const& record,
               CaseOptions const& options) {
  Cases cases =
      options.files.empty() ? by_options(record, options) : by_files(ranks, record, options);
  if (options.window > 0) cases.window = options.window;
  if (cases.window == 0) cases.window = cases.steps;
  cases.window = std::max(cases.window, record.time.phases());
  return cases;
}

}  // namespace smnn::drivers::sst
