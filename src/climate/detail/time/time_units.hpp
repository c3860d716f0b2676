/// @file
/// "days since 1800-1-1 00:00:00" and the like: numbers to days.
#pragma once

#include <cstdint>
#include <string>

#include "smnn/climate/date.hpp"
#include "smnn/climate/detail/time/calendar.hpp"

namespace smnn::climate::detail {

/// A day of a file's calendar.
struct CalendarDay {
  std::int64_t number = 0;  ///< Of that calendar, as by day_number.
  Date date;                ///< Of the Gregorian calendar, by its name.
};

/// UNIT since DATE [TIME] [ZONE]: seconds, minutes, hours, days or weeks; or months and years,
/// which files mean as those of the calendar (udunits' year of 365.2425 days is in no file's mind).
class TimeUnits {
 public:
  /// Throws IoError, "WHERE: ...", for another text or calendar.
  TimeUnits(std::string const& units, std::string const& calendar, std::string const& where);

  /// The day that a time lies in, to the second; throws IoError for one that is not finite or more
  /// than a million years away.
  CalendarDay day(double time) const;

 private:
  double seconds_ = 0;  // of the unit, or
  double months_ = 0;
  Calendar calendar_ = Calendar::standard;
  Date origin_;               // of that calendar
  double second_of_day_ = 0;  // of the origin, UTC
  std::string where_;
};

}  // namespace smnn::climate::detail
