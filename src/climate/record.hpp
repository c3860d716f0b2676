/// @file
/// Sea-surface temperature on a latitude-longitude grid, as series of the points that are ocean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smnn/climate/date.hpp"
#include "smnn/distributed/process_grid.hpp"

namespace smnn::climate {

enum class Sampling { monthly, weekly, daily };

/// "monthly" and so on.
std::string to_string(Sampling sampling);

/// 12, or as many weeks or days as a year of the Gregorian calendar has in the mean.
double times_of_a_year(Sampling sampling);

/// The date so many months, weeks or days later, or earlier. Months keep the day, which should be
/// the first.
Date steps_later(Date const& date, Sampling sampling, std::int64_t steps);

/// Equally spaced times (months count as equal), ascending.
struct TimeAxis {
  Sampling sampling = Sampling::monthly;
  std::vector<Date> dates;  ///< The first day of the month, else the day itself.

  std::int64_t size() const { return static_cast<std::int64_t>(dates.size()); }
  /// Of a year: 12, 52 or 365.
  std::int64_t phases() const;
  /// Which of them time i belongs to: the month, or the part of the year that it lies in.
  std::int64_t phase(std::int64_t i) const;
  /// The first time not before a date; size() if there is none.
  std::int64_t find(Date const& date) const;
  /// Times begin .. end-1; throws InvalidArgument unless it has them.
  TimeAxis part(std::int64_t begin, std::int64_t end) const;
  /// The times that follow the last, so many; throws InvalidArgument if there is no last.
  TimeAxis following(std::int64_t steps) const;
};

struct Grid {
  std::vector<double> latitudes;    ///< Degrees north, ascending or descending, of the rows.
  std::vector<double> longitudes;   ///< Degrees east in [0, 360), ascending, of the columns.
  std::vector<std::int64_t> ocean;  ///< Cells (row * columns + column) that are ocean, ascending.

  std::int64_t rows() const { return static_cast<std::int64_t>(latitudes.size()); }
  std::int64_t columns() const { return static_cast<std::int64_t>(longitudes.size()); }
  /// Ocean points.
  std::int64_t points() const { return static_cast<std::int64_t>(ocean.size()); }
  double latitude(std::int64_t point) const;
  double longitude(std::int64_t point) const;
};

/// Series of some ocean points in a row (a rank's tile), in degrees Celsius.
struct Record {
  Grid grid;  ///< The whole.
  TimeAxis time;
  distributed::Range points;  ///< Of the grid's ocean points: those whose series are here.
  std::vector<float> values;  ///< (points, times), no gaps.

  float const* series(std::int64_t point) const {  ///< Of the grid's point; must be here.
    return values.data() + (point - points.begin) * time.size();
  }
};

/// A rank's tile: neighbouring ocean points in the order of the grid, so that points of one
/// latitude mostly stay together, and every rank has as many, to one.
distributed::Range tile(Grid const& grid, int rank, int ranks);

}  // namespace smnn::climate
