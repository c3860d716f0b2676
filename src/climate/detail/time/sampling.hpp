/// @file
/// Whether times are monthly, weekly or daily, and without gaps.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "smnn/climate/detail/time/time_units.hpp"
#include "smnn/climate/record.hpp"
#include "smnn/distributed/process_grid.hpp"

namespace smnn::climate::detail {

/// By the middle one of the steps, so that a few gaps do no harm. Throws IoError, "WHERE: ...", for
/// fewer than two days, and for steps of another length.
Sampling sampling_of(std::vector<CalendarDay> const& days, std::string const& where);

/// The axis's date of a day: the first of its month, or itself.
Date date_on_axis(CalendarDay const& day, Sampling sampling);

/// Those from `first` to `last`, both included, of days that ascend.
distributed::Range days_between(std::vector<CalendarDay> const& days, Sampling sampling,
                                std::optional<Date> const& first, std::optional<Date> const& last);

/// The axis of a range of the days. Throws IoError, naming the place, if a step is longer or
/// shorter than the others.
TimeAxis time_axis(std::vector<CalendarDay> const& days, distributed::Range const& range,
                   Sampling sampling, std::string const& where);

}  // namespace smnn::climate::detail
