/// @file
/// The calendars of the CF conventions, each with its own count of days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "smnn/climate/date.hpp"

namespace smnn::climate::detail {

enum class Calendar { standard, proleptic_gregorian, noleap, all_leap, days_360, julian };

/// By CF's names, "365_day" and the like among them, in any case; none if there is none.
std::optional<Calendar> calendar_named(std::string const& name);

/// 0 if there is no such month.
int days_in_month(Calendar calendar, int year, int month);

/// Days of the calendar since a day of its own, and back. A Date stands here for a day of that
/// calendar. Years must be less than a million away. Standard is Julian before 1582-10-15.
std::int64_t day_number(Calendar calendar, Date const& date);
Date date_numbered(Calendar calendar, std::int64_t day);

/// The day of that name in the Gregorian calendar, or the last of its month if that is shorter.
Date gregorian(Date const& date);

}  // namespace smnn::climate::detail
